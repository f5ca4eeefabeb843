/// What a user asks of one side of a training; nil is chosen for the corpus.
///
/// The choices that a training was begun with are of the same type, with nothing left open: so
/// what differs when it is resumed is found by comparing two lists.
protocol Choices {
    /// The choices by their options, as people write them; nil for what is not chosen.
    ///
    /// Two that are written alike are the same.
    var byOption: [(option: String, words: String?)] { get }
}

extension TextChoices: Choices {}

// MARK: - Vocabulary

/// What a user asks of the vocabulary.
package struct VocabularyChoices: Sendable, Equatable {
    /// Tokens at most.
    package var size: Int?
    /// Tokens that occur less often on a side are cut into parts there; 0 for none.
    package var threshold: Int?
    /// One vocabulary for each language instead of one for both.
    package var isSeparate: Bool?

    package init() {}

    init(size: Int, threshold: Int, isSeparate: Bool) {
        self.size = size
        self.threshold = threshold
        self.isSeparate = isSeparate
    }
}

extension VocabularyChoices: Choices {
    var byOption: [(option: String, words: String?)] {
        [
            ("--vocabulary", size.map { "\($0)" }),
            ("--vocabulary-threshold", threshold.map { "\($0)" }),
            ("--separate-vocabularies", isSeparate.map { $0 ? "yes" : "no" }),
        ]
    }
}

// MARK: - Bounds

/// What a user asks of the end of a training; may be new each time it is resumed.
package struct BoundsChoices: Sendable, Equatable {
    package var epochs: Int?
    package var steps: Int?
    /// For the whole command, from its start on.
    package var timeBudgetSeconds: Double?
    package var stepsPerValidation: Int?
    package var patience: Int?

    package init() {}

    /// Replaces what is chosen; of epochs, steps and time, one that is given replaces all.
    /// - Parameter elapsedSeconds: what of the time budget is gone
    func apply(to bounds: inout TrainingBounds, elapsedSeconds: Double) {
        if epochs != nil || steps != nil || timeBudgetSeconds != nil {
            bounds.maximumEpochs = epochs
            bounds.maximumSteps = steps
            bounds.timeBudgetSeconds = timeBudgetSeconds.map { $0 - elapsedSeconds }
        }
        if let stepsPerValidation { bounds.stepsPerValidation = stepsPerValidation }
        if let patience { bounds.patience = patience }
    }
}
