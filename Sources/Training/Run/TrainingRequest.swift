package import Corpus
package import Tensors
package import Text
import Transformer

/// What a user asks of a training; what is nil is chosen for the corpus (`TrainingPlan`).
package struct TrainingRequest: Sendable {
    package var corpora: [String]
    package var sourceLanguage: String
    package var targetLanguage: String
    package var enginePath: String
    /// A development set; without one, part of the corpora is set aside.
    package var development: [String] = []
    /// Where the texts stand in XML of no known format.
    package var xmlPaths: XMLPaths?
    /// The rules that clean the corpora; all of them when nil.
    package var cleaning: CleaningSelection?
    /// What becomes of the inline codes of segments.
    package var codes: CodeTreatment?
    /// How text is prepared before it is cut into subwords, and how these are learned.
    package var text = TextChoices()
    /// Of the source language, besides what is known of it.
    package var abbreviations: AbbreviationRules?
    package var model = ModelChoices()
    package var vocabulary = VocabularyChoices()
    package var recipe = RecipeChoices()
    package var bounds = BoundsChoices()
    /// Whether and how training goes on from an engine.
    package var adaptation = AdaptationChoices()
    package var workers: Int
    package var resumes = false
    /// Of the weights in the engine's file.
    package var storedType: Precision?
    /// As the user typed it, for the engine's card.
    package var commandLine = ""

    package init(
        corpora: [String], sourceLanguage: String, targetLanguage: String, enginePath: String,
        workers: Int
    ) {
        self.corpora = corpora
        self.sourceLanguage = sourceLanguage
        self.targetLanguage = targetLanguage
        self.enginePath = enginePath
        self.workers = workers
    }
}

extension TrainingRequest {
    /// How text is prepared; inline codes that are kept are protected.
    var usedTreatment: TextTreatment {
        var treatment = text.treatment
        if codes == .placeholders { treatment.protection.kinds.insert(.tags) }
        return treatment
    }

    /// All that a training that goes on must have in common with the one that was saved.
    var byOption: [(option: String, words: String?)] {
        [
            ("--source", sourceLanguage),
            ("--target", targetLanguage),
            ("--cleaning", cleaning?.description),
            ("--codes", codes?.description),
            ("--abbreviations", abbreviations.map(\.words)),
            ("--store", storedType?.rawValue),
        ] + (choices.flatMap(\.byOption))
    }

    private var choices: [any Choices] { [model, vocabulary, text, recipe, adaptation] }
}

extension AbbreviationRules {
    fileprivate var words: String { lines.isEmpty ? "none" : lines.joined(separator: " ") }
}
