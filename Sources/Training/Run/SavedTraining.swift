import Corpus
import Engines
import Tensors
import Text
import Transformer

/// A training as it lies in an engine's folder.
struct SavedTraining {
    /// The engine's folder.
    let path: String
    let engine: Engine
    let state: Trainer.State
    let record: Record

    /// What of a training is neither weights nor moments.
    struct Record: Codable, Sendable {
        var progress: TrainingProgress
        var recipe: Recipe
        var bounds: TrainingBounds
        /// Of the encoded training and development sets: to resume on others would be another
        /// training.
        var corpusFingerprint: UInt64
        /// What was read for them; nil in trainings from before this was kept.
        var files: [CorpusFile]?
        /// Nil in trainings from before this was kept.
        var workers: Int?
        /// Steps of the optimiser.
        var optimizerStep: Int
        /// What was asked for: the corpus may have given less.
        var vocabularySize: Int
        /// Of the weights in the engine's file.
        var storedType: Precision
        /// Nil in trainings from before there was a choice: dropped.
        var codes: CodeTreatment?
        /// Nil in trainings from before there was cleaning.
        var cleaning: CleaningSelection?
        /// As the user has chosen it; nil in trainings from before there was a choice, as are
        /// the next two.
        var treatment: TextTreatment?
        var subwordOptions: SubwordOptions?
        /// Why the vocabulary has its size.
        var vocabularyReason: String?
        /// Nil when training began from nothing.
        var adaptation: Adaptation?

        var usedTreatment: TextTreatment { treatment ?? TextTreatment() }

        var usedSubwordOptions: SubwordOptions {
            if let subwordOptions { return subwordOptions }
            var options = SubwordOptions(vocabularySize: vocabularySize)
            options.hasByteFallback = false
            return options
        }
    }

    /// - Throws: `EngineError`
    init(at path: String) throws {
        self.path = path
        engine = try Engine.load(from: path)
        try engine.requireFloats(at: path)
        let layout = engine.model.layout
        let saved = try TrainingState<Record>.load(from: path, layout: layout)
        record = saved.progress
        try record.adaptation?.check(in: path)
        func set(_ name: String) throws(TrainingError) -> ParameterSet {
            guard let set = saved.weights[name] else {
                throw TrainingError(
                    "\(path)/state: has no “\(name)”. Train without --resume into a new folder.")
            }
            return set
        }
        let weights = try set("weights")
        state = Trainer.State(
            weights: weights,
            average: record.recipe.averaging.kind == .ema ? try set("average") : weights,
            optimizer: Adam(
                moment1: try set("moment1"), moment2: try set("moment2"),
                step: record.optimizerStep),
            progress: record.progress,
            averagedWeights: try record.progress.averaged.indices.map { try set("snapshot-\($0)") })
    }

    var subwords: SubwordPair { SubwordPair(engine) }

    /// The files of a trainer's state, next to its engine.
    static func files(
        of trainer: Trainer, data: TrainingData, workers: Int,
        vocabularySize: Int, storedType: Precision, codes: CodeTreatment,
        cleaning: CleaningSelection, text: TextChoices, vocabularyReason: String,
        adaptation: Adaptation?
    ) -> TrainingState<Record> {
        TrainingState(
            progress: Record(
                progress: trainer.progress, recipe: trainer.recipe, bounds: trainer.bounds,
                corpusFingerprint: data.fingerprint, files: data.files.map(CorpusFile.init),
                workers: workers, optimizerStep: trainer.optimizer.step,
                vocabularySize: vocabularySize, storedType: storedType, codes: codes,
                cleaning: cleaning, treatment: text.treatment,
                subwordOptions: text.subwordOptions(size: vocabularySize),
                vocabularyReason: vocabularyReason, adaptation: adaptation),
            weights: sets(of: trainer))
    }

    /// The sets of parameters in `state/`, by the names of their files.
    private static func sets(of trainer: Trainer) -> [String: ParameterSet] {
        let state = trainer.state
        var sets = [
            "weights": state.weights, "moment1": state.optimizer.moment1,
            "moment2": state.optimizer.moment2,
        ]
        if trainer.recipe.averaging.kind == .ema { sets["average"] = state.average }
        for (index, weights) in state.averagedWeights.enumerated() {
            sets["snapshot-\(index)"] = weights
        }
        return sets
    }
}

// MARK: - Files

extension SavedTraining.Record {
    private enum CodingKeys: String, CodingKey {
        case progress, recipe, bounds, corpusFingerprint, files, workers, optimizerStep
        case vocabularySize, storedType, codes, cleaning, treatment, subwordOptions
        case vocabularyReason, adaptation
    }

    private enum OlderKeys: String, CodingKey {
        /// Recipe and bounds in one.
        case options
    }

    init(from decoder: any Swift.Decoder) throws {
        let older = try decoder.container(keyedBy: OlderKeys.self)
        let values = try decoder.container(keyedBy: CodingKeys.self)
        func read<Value: Decodable>(_ key: CodingKeys) throws -> Value? {
            try values.decodeIfPresent(Value.self, forKey: key)
        }
        progress = try values.decode(TrainingProgress.self, forKey: .progress)
        recipe =
            try read(.recipe)
            ?? older.decode(Recipe.self, forKey: .options)
        bounds =
            try read(.bounds)
            ?? older.decode(TrainingBounds.self, forKey: .options)
        corpusFingerprint = try values.decode(UInt64.self, forKey: .corpusFingerprint)
        files = try read(.files)
        workers = try read(.workers)
        optimizerStep = try values.decode(Int.self, forKey: .optimizerStep)
        vocabularySize = try values.decode(Int.self, forKey: .vocabularySize)
        storedType = try values.decode(Precision.self, forKey: .storedType)
        codes = try read(.codes)
        cleaning = try read(.cleaning)
        treatment = try read(.treatment)
        subwordOptions = try read(.subwordOptions)
        vocabularyReason = try read(.vocabularyReason)
        adaptation = try read(.adaptation)
    }
}
