import Corpus
import Engines
import Foundation
import Tensors
import Text
import Transformer

/// The engine that a training goes on from: it gives weights, subwords and architecture, and is
/// never changed.
struct StartingEngine {
    let path: String
    let engine: Engine
    let adaptation: Adaptation

    /// - Returns: nil when training begins from nothing
    /// - Throws: `TrainingError`, `EngineError`
    init?(_ request: TrainingRequest) throws {
        let choices = request.adaptation
        guard let path = choices.enginePath else { return nil }
        guard !Self.isSame(path, request.enginePath) else {
            throw TrainingError(
                "--engine \(request.enginePath): is the engine to go on from, which stays as it "
                    + "is. Name a new folder.", isWrongUse: true)
        }
        self.path = path
        engine = try Self.load(path)
        adaptation = Adaptation(
            enginePath: path,
            engineChecksum: engine.description.weightsChecksum ?? "",
            engineSeed: engine.description.training.seed,
            engineLoss: engine.description.training.bestLoss,
            oldShare: choices.oldCorpora.isEmpty
                ? 0 : choices.oldShare ?? Adaptation.usualOldShare,
            oldTolerance: choices.oldTolerance ?? Adaptation.usualTolerance)
    }

    private static func isSame(_ one: String, _ other: String) -> Bool {
        let paths = [one, other].map {
            URL(fileURLWithPath: $0).standardizedFileURL.resolvingSymlinksInPath().path
        }
        return paths[0] == paths[1]
    }

    private static func load(_ path: String) throws -> Engine {
        do throws(EngineError) {
            let engine = try Engine.load(from: path)
            try engine.requireFloats(at: path)
            return engine
        } catch {
            // Its words are for the option that names engines elsewhere.
            throw TrainingError("\(error)".replacing("--engine", with: "--from"))
        }
    }

    /// The engine's, with what may be chosen anew.
    func configuration(_ request: TrainingRequest) -> Configuration {
        var configuration = engine.description.configuration
        request.model.apply(to: &configuration)
        return configuration
    }

    var subwords: SubwordPair { SubwordPair(engine) }
}

// MARK: - Choices

extension StartingEngine {
    /// The request with everything that the engine has settled; what contradicts it is refused.
    /// - Throws: `TrainingError` that names the options which do
    func settle(_ request: TrainingRequest) throws(TrainingError) -> TrainingRequest {
        let vocabularySize = engine.description.configuration.targetVocabulary
        var settled = request
        settled.settle(by: engine, vocabularySize: vocabularySize)
        // An engine with tags can do without; one without cannot learn them.
        settled.codes = engine.keepsTags ? request.codes ?? .placeholders : .dropped
        settled.text = TextChoices(
            treatment(without: settled.codes == .placeholders ? [.tags] : []),
            SubwordOptions(vocabularySize: vocabularySize))
        settled.model.dropout = request.model.dropout ?? settled.model.dropout
        settled.model.layerDropout = request.model.layerDropout ?? settled.model.layerDropout
        settled.storedType = request.storedType ?? engine.storedType.precision
        settled.adaptation.oldShare = adaptation.oldShare
        settled.adaptation.oldTolerance = adaptation.oldTolerance
        try check(request, against: settled)
        return settled
    }

    private func treatment(without kinds: Set<Protection.Kind>) -> TextTreatment {
        var treatment = engine.sourceSubwords.treatment
        treatment.protection.kinds.subtract(kinds)
        return treatment
    }

    /// What is only for learning subwords, and so has no effect here.
    private static let learningOptions = [
        "--vocabulary", "--coverage", "--byte-fallback", "--minimum-frequency",
    ]

    private func check(
        _ request: TrainingRequest, against settled: TrainingRequest
    ) throws(TrainingError) {
        let differing: [String] = request.given(beside: settled).compactMap { given in
            if Self.learningOptions.contains(given.option) {
                return given.refusal("the subwords of \(path) have been learned.")
            }
            return given.differs ? given.refusal("\(path) has \(given.settledWords).") : nil
        }
        try TrainingError.refuse(differing, otherwise: "train without --from")
    }
}
