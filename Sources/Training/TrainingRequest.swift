package import Corpus
package import Tensors
package import Text
package import Transformer

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
    package var preset: Preset?
    package var vocabularySize: Int?
    /// Tokens that occur less often on a side are cut into parts there; 0 for none.
    package var vocabularyThreshold: Int?
    /// One vocabulary for each language instead of one for both.
    package var hasSeparateVocabularies = false
    package var tying: Configuration.Tying?
    package var normalization: Configuration.Normalization?
    package var dropout: Float?
    package var batchTokens: Int?
    package var peakRate: Float?
    package var warmupSteps: Int?
    package var labelSmoothing: Float?
    /// The probability that a merge is left out in training (BPE-dropout), 0 … 1.
    package var subwordDropout: Float?
    package var precision: Precision?
    package var workers: Int
    package var seed: UInt64?
    package var epochs: Int?
    package var steps: Int?
    package var timeBudgetSeconds: Double?
    package var stepsPerValidation: Int?
    package var patience: Int?
    package var resumes = false
    /// Of the weights in the engine's file.
    package var storedType: Precision?
    /// As the user typed it, for the engine's card.
    package var commandLine = ""

    /// The seed when none is given.
    package static let usualSeed: UInt64 = 1

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

    func subwordOptions(size: Int) -> SubwordOptions {
        text.subwordOptions(size: size)
    }
}
