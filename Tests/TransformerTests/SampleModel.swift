import Tensors

@testable import Transformer

/// A model with random weights for tests that need no trained one.
struct SampleModel {
    let model: EncoderDecoder
    let weights: ParameterSet

    init(
        modelDimension D: Int = 16, feedForwardDimension F: Int = 32, heads: Int = 4,
        layers: Int = 2, vocabulary V: Int = 23,
        normalization: Configuration.Normalization = .post, tying: Configuration.Tying = .all,
        variant: Variant = .usual
    ) {
        var configuration = Configuration(
            modelDimension: D, feedForwardDimension: F, heads: heads, encoderLayers: layers,
            decoderLayers: layers, sourceVocabulary: V, targetVocabulary: V, dropout: 0,
            normalization: normalization, tying: tying)
        variant.apply(to: &configuration)
        model = EncoderDecoder(configuration)
        var random = RandomSource(seed: 7)
        var weights = ParameterSet(model.layout, random: &random)
        // Biases that begin at 0 would hide where they are missing.
        for parameter in model.layout.parameters where parameter.shape.rank == 1 {
            weights[parameter] = Tensor(
                weights[parameter].elements.map { $0 + 0.2 * random.normal() },
                shape: parameter.shape)
        }
        self.weights = weights
    }

    /// One choice of each kind that differs from the usual one.
    enum Variant: CaseIterable {
        case usual, rms, gelu, swiglu, learned, rotary, alibi, deepEncoder, layerDropout

        func apply(to configuration: inout Configuration) {
            switch self {
            case .usual: break
            case .rms: configuration.norm = .rms
            case .gelu: configuration.activation = .gelu
            case .swiglu: configuration.activation = .swiglu
            case .learned: configuration.positions = .learned
            case .rotary: configuration.positions = .rotary
            case .alibi: configuration.positions = .alibi
            case .layerDropout: configuration.layerDropout = 0.5
            case .deepEncoder:
                configuration.encoderLayers = 4
                configuration.decoderLayers = 1
            }
        }
    }

    var vocabulary: Int { model.configuration.targetVocabulary }

    func packed(as type: WeightType) -> PackedWeights {
        model.pack(weights, as: type)
    }

    /// Logits of every target position of a batch.
    func logits(of batch: PackedPairs, on tape: Tape) -> Tensor {
        let memory = model.encode(batch.sourceIDs, batch.source, on: tape)
        return model.logits(model.decode(batch, memory: memory, on: tape).output, on: tape).value
    }
}

extension RandomSource {
    /// From 0 ..< count.
    mutating func index(below count: Int) -> Int { Int(next() % UInt64(count)) }

    /// Tokens that are not special ones.
    mutating func words(_ count: Int, vocabulary V: Int) -> [Int32] {
        (0..<count).map { _ in Int32(4 + index(below: V - 4)) }
    }
}
