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
        let layout = engine.model.layout
        let saved = try TrainingState<Record>.load(from: path, layout: layout)
        record = saved.progress
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

    var subwords: SubwordPair {
        SubwordPair(
            source: engine.sourceSubwords, target: engine.targetSubwords,
            isJoint: engine.description.text.kind == .joint)
    }

    /// The files of a trainer's state, next to its engine.
    static func files(
        of trainer: Trainer, corpusFingerprint: UInt64,
        vocabularySize: Int, storedType: Precision, codes: CodeTreatment,
        cleaning: CleaningSelection, text: TextChoices, vocabularyReason: String
    ) -> TrainingState<Record> {
        TrainingState(
            progress: Record(
                progress: trainer.progress, recipe: trainer.recipe, bounds: trainer.bounds,
                corpusFingerprint: corpusFingerprint, optimizerStep: trainer.optimizer.step,
                vocabularySize: vocabularySize, storedType: storedType, codes: codes,
                cleaning: cleaning, treatment: text.treatment,
                subwordOptions: text.subwordOptions(size: vocabularySize),
                vocabularyReason: vocabularyReason),
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
