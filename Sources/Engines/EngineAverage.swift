import Foundation
package import Tensors
internal import Text

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
        let differences = first.differences(from: other)
        guard differences.isEmpty else {
            throw EngineMismatch(first: firstPath, other: path, differences: differences)
        }
        count += 1
        ParameterKernel.move(
            &mean, toward: other.weights, share: 1 / Float(count), workers: workers)
    }

    /// The text of the first engine's CARD.md, which says what all of them are.
    /// - Throws: `EngineError`
    package func firstCard() throws(EngineError) -> String { try EngineCard.text(at: firstPath) }
}

/// Why two engines have no mean.
package struct EngineMismatch: Error, Equatable, CustomStringConvertible {
    package let first: String
    package let other: String
    /// `modelDimension (128 and 256)`.
    package let differences: [String]

    package var description: String {
        "\(other): cannot be averaged with \(first): they differ in "
            + differences.joined(separator: ", ")
            + ". Pass engines of one training, or of several that began from the same engine."
    }
}

extension Engine {
    /// What another engine has otherwise, so that its weights mean something else.
    fileprivate func differences(from other: Engine) -> [String] {
        let (mine, others) = (description.traits, other.description.traits)
        var differences = Set(mine.keys).union(others.keys).sorted().compactMap { name in
            mine[name] == others[name]
                ? nil : "\(name) (\(mine[name] ?? "none") and \(others[name] ?? "none"))"
        }
        let subwords = [
            (sourceSubwords, other.sourceSubwords), (targetSubwords, other.targetSubwords),
        ]
        let areSame = subwords.allSatisfy {
            $0.mergesText == $1.mergesText && $0.vocabularyText == $1.vocabularyText
        }
        if !areSame { differences.append("their subwords") }
        return differences
    }
}

extension EngineDescription {
    /// What two engines must have in common, by its name in config.json.
    fileprivate var traits: [String: String] {
        var traits = ["sourceLanguage": sourceLanguage, "targetLanguage": targetLanguage]
        traits["kind"] = text.kind.rawValue
        let fields = (try? JSONEncoder().encode(configuration)).flatMap {
            try? JSONSerialization.jsonObject(with: $0) as? [String: Any]
        }
        // Dropout is of training alone.
        for (name, field) in fields ?? [:] where !name.lowercased().contains("dropout") {
            traits[name] = "\(field)"
        }
        return traits
    }
}
