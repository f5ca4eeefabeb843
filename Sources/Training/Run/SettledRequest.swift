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
        let description = engine.description
        var settled = request
        settled.sourceLanguage = description.sourceLanguage
        settled.targetLanguage = description.targetLanguage
        settled.storedType = record.storedType
        settled.cleaning = record.cleaning ?? CleaningSelection.none
        settled.codes = record.codes ?? .dropped
        settled.abbreviations = description.text.abbreviations ?? AbbreviationRules.none
        settled.text = TextChoices(record.usedTreatment, record.usedSubwordOptions)
        settled.model = ModelChoices(
            Preset(rawValue: description.training.preset), description.configuration)
        settled.vocabulary = VocabularyChoices(
            size: record.vocabularySize, threshold: engine.sourceSubwords.threshold,
            isSeparate: description.text.kind == .separate)
        settled.recipe = RecipeChoices(record.recipe)
        settled.adaptation.settle(record.adaptation)
        try check(request, against: settled)
        return settled
    }

    private func check(
        _ request: TrainingRequest, against settled: TrainingRequest
    ) throws(TrainingError) {
        var differing: [String] = []
        for (given, begun) in zip(request.byOption, settled.byOption) {
            guard let words = given.words, words != begun.words else { continue }
            differing.append(
                "\(given.option) \(words.prefix(100)): the training in \(path) has "
                    + "\((begun.words ?? "none").prefix(100)).")
        }
        try TrainingError.refuse(differing, otherwise: "train another engine")
    }
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
