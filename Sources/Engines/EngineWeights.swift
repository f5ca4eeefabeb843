package import Tensors
package import Transformer

/// An engine's weights as its file has them.
enum EngineWeights: Sendable {
    case floats(ParameterSet)
    /// For translating alone.
    case quantized(QuantizedWeights)

    var layout: ParameterLayout {
        switch self {
        case .floats(let set): set.layout
        case .quantized(let weights): weights.layout
        }
    }
}

extension Engine {
    /// Weights laid out for inference; converted where they are stored otherwise.
    package func packed(
        as type: WeightType, workers: Workers = Workers(count: 1)
    ) -> PackedWeights {
        // What converting took, a translating process never needs again.
        defer { MemoryPool.shared.trim() }
        if type == .int8, case .quantized(let weights) = storage {
            return model.pack(weights, workers: workers)
        }
        return model.pack(weights, as: type, workers: workers)
    }

    private var quantizedWeights: QuantizedWeights {
        switch storage {
        case .floats(let set): model.quantize(set)
        case .quantized(let weights): weights
        }
    }

    /// The engine with its matrices quantized: a quarter of the size, for translating alone.
    ///
    /// It translates as the engine itself does with int8 products.
    /// - Parameter path: of the engine, for errors
    /// - Throws: for one that is quantized already, and for weights that are no finite numbers
    package func quantized(at path: String) throws(EngineError) -> Engine {
        guard storedType != .int8 else { throw EngineError(.alreadyQuantized, at: path) }
        let quantized = quantizedWeights
        for parameter in quantized.layout.parameters {
            let numbers =
                quantized.matrices[parameter.index]?.scales ?? quantized.floats[parameter.index]
            guard numbers?.elements.allSatisfy(\.isFinite) ?? false else {
                throw EngineError(.notQuantizable(parameter.name), at: path)
            }
        }
        var engine = self
        engine.storage = .quantized(quantized)
        return engine
    }

    /// - Parameter path: of the engine, for the error
    /// - Throws: for an engine without one
    package func requiredShortlist(at path: String) throws(EngineError) -> Shortlist {
        guard let shortlist else { throw EngineError(.noShortlist, at: path) }
        return shortlist
    }

    /// - Parameter path: of the engine, for the error
    /// - Throws: for an engine whose weights are quantized, and so of no use but to translate
    package func requireFloats(at path: String) throws(EngineError) {
        guard storedType != .int8 else { throw EngineError(.quantized, at: path) }
    }
}
