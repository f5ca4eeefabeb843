import Corpus
import Engines
import Text
import Transformer

/// What a training that goes on takes from the one that was saved.
extension SavedTraining {
    /// The request with everything that the saved training has settled; what is given once more
    /// must be the same.
    /// - Throws: `TrainingError` that names the options which differ
    func settle(_ request: TrainingRequest) throws(TrainingError) -> TrainingRequest {
        var settled = request
        settled.settle(by: engine, vocabularySize: record.vocabularySize)
        settled.storedType = record.storedType
        settled.cleaning = record.cleaning ?? CleaningSelection.none
        settled.codes = record.codes ?? .dropped
        settled.text = TextChoices(record.usedTreatment, record.usedSubwordOptions)
        settled.recipe = RecipeChoices(record.recipe)
        settled.adaptation.settle(record.adaptation)
        let differing = request.given(beside: settled).filter(\.differs).map {
            $0.refusal("the training in \(path) has \($0.settledWords).")
        }
        try TrainingError.refuse(differing, otherwise: "train another engine")
        return settled
    }
}

extension TrainingRequest {
    /// Takes what an engine's model and vocabulary leave no choice of.
    /// - Parameter vocabularySize: that was asked for
    mutating func settle(by engine: Engine, vocabularySize: Int) {
        let description = engine.description
        sourceLanguage = description.sourceLanguage
        targetLanguage = description.targetLanguage
        abbreviations = description.text.abbreviations ?? AbbreviationRules.none
        model = ModelChoices(
            Preset(rawValue: description.training.preset), description.configuration)
        vocabulary = VocabularyChoices(
            size: vocabularySize, threshold: engine.sourceSubwords.threshold,
            isSeparate: description.text.kind == .separate)
    }

    /// The options that are given, beside what is settled.
    func given(beside settled: TrainingRequest) -> [GivenOption] {
        zip(byOption, settled.byOption).compactMap { given, own in
            given.words.map {
                GivenOption(option: given.option, words: $0, settled: own.words)
            }
        }
    }
}

/// An option that is given although it is settled.
struct GivenOption {
    let option: String
    let words: String
    fileprivate let settled: String?

    var differs: Bool { words != settled }

    var settledWords: Substring { (settled ?? "none").prefix(100) }

    /// - Parameter reason: a sentence
    func refusal(_ reason: String) -> String { "\(option) \(words.prefix(100)): \(reason)" }
}

extension TrainingError {
    /// Refuses options that contradict what is settled, all at once; none is no contradiction.
    /// - Parameters:
    ///   - differing: a sentence for each
    ///   - otherwise: what to do besides leaving them out
    static func refuse(_ differing: [String], otherwise: String) throws(TrainingError) {
        guard !differing.isEmpty else { return }
        let isOne = differing.count == 1
        throw TrainingError(
            differing.joined(separator: "\n") + (isOne ? " " : "\n")
                + "Leave \(isOne ? "it" : "them") out, or \(otherwise).", isWrongUse: true)
    }
}
