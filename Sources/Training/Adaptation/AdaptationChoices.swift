import Foundation

/// What a user asks of a training that goes on from an engine.
package struct AdaptationChoices: Sendable, Equatable {
    /// The engine to go on from; without one, training begins with random weights.
    package var enginePath: String?
    /// What the engine was trained on, or text like it: mixed in.
    package var oldCorpora: [String] = []
    /// A development set of the old text; without one, part of the old corpora is set aside.
    package var oldDevelopment: [String] = []
    package var oldShare: Double?
    package var oldTolerance: Double?

    package init() {}

    /// Takes the choices that a training was begun with; its files are named again each time.
    mutating func settle(_ adaptation: Adaptation?) {
        enginePath = adaptation?.enginePath
        oldShare = adaptation?.oldShare
        oldTolerance = adaptation?.oldTolerance
    }

    /// - Throws: `TrainingError` for a file that is both old and new, or both trained on and
    ///   measured on; what `files` throws
    func check(trainedOn: Set<String>, files: ([String]) -> [String]) throws(TrainingError) {
        let old = files(oldCorpora)
        if let file = old.first(where: trainedOn.contains) {
            throw TrainingError(
                "--old-corpus \(file): is a --corpus too. Leave it out of one of them.",
                isWrongUse: true)
        }
        let measured = files(oldDevelopment)
        guard let file = measured.first(where: { trainedOn.contains($0) || old.contains($0) })
        else { return }
        throw TrainingError(
            "--old-dev \(file): is trained on too, and scores on that say nothing. Leave "
                + "--old-dev out, and a part of --old-corpus is set aside, or pass other text.",
            isWrongUse: true)
    }

    var hasOldText: Bool { !oldCorpora.isEmpty || !oldDevelopment.isEmpty }
}

extension AdaptationChoices: Choices {
    var byOption: [(option: String, words: String?)] {
        [
            ("--from", enginePath.map { URL(fileURLWithPath: $0).standardizedFileURL.path }),
            ("--old-share", oldShare.map { "\($0)" }),
            ("--old-tolerance", oldTolerance.map { "\($0)" }),
        ]
    }
}
