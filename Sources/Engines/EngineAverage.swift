package import Tensors

/// The mean of the weights of several engines.
///
/// Of engines of one training, or of several that began from one engine, the mean is often better
/// than each (Wortsman et al. 2022, arXiv:2203.05482); of engines with nothing in common it
/// translates nothing.
package struct EngineAverage {
    /// With the description and the subwords of the first engine, and no scores: nobody has
    /// measured it.
    package var engine: Engine {
        var engine = first
        engine.weights = mean
        return engine
    }
    private var first: Engine
    private var mean: ParameterSet
    private let firstPath: String
    private var count = 1

    /// - Throws: `EngineError`
    package init(first path: String) throws(EngineError) {
        first = try Engine.load(from: path)
        try first.requireFloats(at: path)
        mean = first.weights
        firstPath = path
        first.description.training.bestLoss = nil
        first.description.training.bestBLEU = nil
        first.description.training.bleuSignature = nil
        first.description.confidence = nil
    }

    /// Takes one more engine in.
    /// - Throws: `EngineError`; `EngineMismatch` for another architecture or other subwords
    package mutating func add(_ path: String, workers: Workers) throws {
        let other = try Engine.load(from: path)
        try other.requireFloats(at: path)
        try first.requireSameWeights(as: other, paths: (firstPath, path))
        count += 1
        ParameterKernel.move(
            &mean, toward: other.weights, share: 1 / Float(count), workers: workers)
    }

    /// The text of the first engine's CARD.md, which says what all of them are.
    /// - Throws: `EngineError`
    package func firstCard() throws(EngineError) -> String { try EngineCard.text(at: firstPath) }
}
