import Corpus
import Engines
import Foundation
import Tensors
import Text
import Transformer

/// Writes the best engine so far, and the training's last state, into the engine's folder.
struct EngineKeeper {
    let request: TrainingRequest
    let plan: TrainingPlan
    let recipe: Recipe
    let model: EncoderDecoder
    let subwords: SubwordPair
    let data: TrainingData
    /// How training goes on from an engine; nil when it began from nothing.
    var adaptation: Adaptation?
    private let vocabularyReason: String
    private let group: ProcessGroup
    /// Of the engine that training goes on from.
    private let inherited: EngineDescription?
    private var bestWeights: ParameterSet?
    private var bestProgress: TrainingProgress?

    /// - Parameters:
    ///   - pairs: that the plan was made for
    ///   - group: the processes that train together
    ///   - start: the engine that a new training goes on from
    ///   - adaptation: how it does, with that engine's scores
    ///   - saved: the training that is resumed
    init(
        request: TrainingRequest, plan: TrainingPlan, recipe: Recipe,
        model: EncoderDecoder, subwords: SubwordPair, data: TrainingData, pairs: Int,
        group: ProcessGroup, goingOnFrom start: StartingEngine?, adaptation: Adaptation?,
        resuming saved: SavedTraining?
    ) {
        self.adaptation = adaptation
        self.request = request
        self.plan = plan
        self.recipe = recipe
        self.model = model
        self.subwords = subwords
        self.data = data
        self.group = group
        vocabularyReason =
            saved.map { $0.record.vocabularyReason ?? "chosen when training began" }
            ?? start.map { "that of \($0.path)" }
            ?? plan.vocabularyReason(isAskedFor: request.vocabulary.size != nil, pairs: pairs)
        let engine = start?.engine ?? saved?.engine
        inherited = adaptation == nil ? nil : engine?.description
        // Until training has won, the engine is the one it goes on from.
        if adaptation != nil { bestWeights = engine?.weights }
        if let saved, saved.record.progress.best?.wins == true {
            bestWeights = saved.engine.weights
            bestProgress = saved.record.progress
        }
    }

    private var storedType: Precision { request.storedType ?? .f32 }

    /// - Throws: `EngineError`; what was in the folder is then untouched.
    mutating func save(_ trainer: Trainer, isBest: Bool) throws(EngineError) {
        if isBest, trainer.progress.best?.wins == true {
            bestWeights = trainer.average
            bestProgress = trainer.progress
        }
        let progress = bestProgress ?? trainer.progress
        let engine = Engine(
            description: description(progress, trainer.progress),
            weights: bestWeights ?? trainer.average, sourceSubwords: subwords.source,
            targetSubwords: subwords.isJoint ? nil : subwords.target)
        try engine.save(
            to: request.enginePath, card: card(progress, trainer.progress).markdown,
            state: SavedTraining.files(
                of: trainer, data: data, workers: group.workers(besides: request.workers),
                vocabularySize: plan.vocabularySize, storedType: storedType,
                codes: request.codes ?? .dropped,
                cleaning: request.cleaning ?? .all, text: request.text,
                vocabularyReason: vocabularyReason, adaptation: adaptation),
            as: storedType)
    }

    /// Of the weights in the folder.
    private func keptScore(_ best: TrainingProgress) -> ValidationScore? {
        guard bestProgress == nil, let engine = adaptation?.engineScores else { return best.best }
        var score = ValidationScore(
            loss: engine.new.loss, bleu: engine.new.bleu, bleuSignature: engine.bleuSignature)
        score.confidence = inherited?.confidence
        return score
    }

    private func description(
        _ best: TrainingProgress, _ last: TrainingProgress
    ) -> EngineDescription {
        let score = keptScore(best)
        return EngineDescription(
            sourceLanguage: request.sourceLanguage, targetLanguage: request.targetLanguage,
            configuration: model.configuration,
            text: textSettings,
            training: TrainingSummary(
                pairs: data.training.count, tokens: data.targetTokens,
                epochs: Double(last.targetTokens) / Double(data.targetTokens),
                steps: last.step, bestLoss: score?.loss, bestBLEU: score?.bleu,
                bleuSignature: score?.bleuSignature, seconds: last.seconds,
                seed: recipe.seed, preset: inherited?.training.preset ?? plan.preset.rawValue,
                commandLine: request.commandLine),
            confidence: score?.confidence)
    }

    /// What the engine translates whole: all that the text has taught it, old and new.
    private var textSettings: TextSettings {
        var (tokens, sentences) = (data.longestSegment, data.sentencesTogether)
        if let inheritedText = inherited?.text {
            let hasWon = bestProgress != nil
            tokens = max(hasWon ? tokens : 0, inheritedText.segmentTokens)
            sentences = max(hasWon ? sentences : 0, inheritedText.segmentSentences)
        }
        return TextSettings(
            kind: subwords.isJoint ? .joint : .separate, segmentTokens: tokens,
            segmentSentences: sentences,
            abbreviations: request.abbreviations == AbbreviationRules.none
                ? nil : request.abbreviations)
    }

    /// `3,214 tokens; up to 4,000: for 29,000 pairs, …`.
    private var vocabularyWords: String {
        let c = model.configuration
        let counts =
            subwords.isJoint
            ? "\(grouped(c.targetVocabulary)) tokens"
            : "\(grouped(c.sourceVocabulary)) and \(grouped(c.targetVocabulary)) tokens"
        return "\(counts); up to \(grouped(plan.vocabularySize)), \(vocabularyReason)"
    }

    private func card(
        _ best: TrainingProgress, _ last: TrainingProgress
    ) -> EngineCard {
        EngineCard(
            sourceLanguage: request.sourceLanguage, targetLanguage: request.targetLanguage,
            date: ISO8601DateFormatter().string(from: Date()).prefix(10).description,
            command: request.commandLine, files: data.files,
            settings: settings + adaptationSettings + growthSettings(last) + [
                ("steps", "\(grouped(last.step)), best at \(grouped(last.bestStep))"),
                ("time trained", duration(last.seconds)),
            ],
            scores: adaptation?.cardScores(bestProgress?.best) ?? Self.scores(best.best))
    }

    /// How large batches have become: memory may have kept them from growing on.
    private func growthSettings(_ last: TrainingProgress) -> [(String, String)] {
        guard recipe.batchGrowthEpochs > 0 else { return [] }
        let tokens = BatchGrowth.batchTokens(recipe, after: last.batchDoublings)
        return [("tokens a batch at last", grouped(tokens))]
    }

    private static func scores(_ score: ValidationScore?) -> [EngineCard.Score] {
        guard let score else { return [] }
        return [
            EngineCard.Score(
                metric: "BLEU, greedy", corpus: "development set", number: score.bleu,
                signature: score.bleuSignature),
            EngineCard.Score(
                metric: "loss, nats a token", corpus: "development set", number: score.loss),
        ]
    }

    private var adaptationSettings: [(String, String)] {
        adaptation?.cardSettings(
            drawn: data.mixture?.drawnCount ?? 0, hasWon: bestProgress != nil) ?? []
    }

    /// What the engine is made of and by.
    var settings: [(name: String, setting: String)] {
        [
            ("pairs trained on", grouped(data.training.count)),
            ("pairs validated on", grouped(data.development.count)),
            ("cleaned by", (request.cleaning ?? .all).description),
            ("text", request.usedTreatment.summary),
            (
                "subwords",
                adaptation == nil
                    ? request.text.subwordOptions(size: plan.vocabularySize).summary
                    : "those of the engine that training goes on from"
            ),
            ("vocabulary", vocabularyWords),
            ("Transformer", "\(model.configuration)"),
            ("parameters", grouped(model.layout.weightCount)),
        ] + choices + [("workers", group.workerWords(request.workers))]
    }

    /// The choices of model and recipe, as their options are called.
    private var choices: [(name: String, setting: String)] {
        let choices: [any Choices] = [
            ModelChoices(plan.preset, model.configuration),
            VocabularyChoices(
                size: plan.vocabularySize, threshold: subwords.source.threshold,
                isSeparate: !subwords.isJoint),
            RecipeChoices(recipe),
        ]
        // The vocabulary's size has a row of its own, with its reason.
        return choices.flatMap(\.byOption).filter { $0.option != "--vocabulary" }.map {
            option, words in
            (String(option.dropFirst(2)).replacing("-", with: " "), words ?? "none")
        }
    }
}
