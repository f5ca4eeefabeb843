import Search
import Tensors
import Transformer

/// A Transformer with random weights, small enough for tests, that ends most of its sentences.
///
/// Random weights are fond of repeating the last token, so `</s>` gets a large bias.
struct TinyTransformer {
    let model: EncoderDecoder
    let weights: ParameterSet
    static let vocabulary = 40

    init(
        normalization: Configuration.Normalization = .post, tying: Configuration.Tying = .none,
        seed: UInt64 = 1
    ) {
        let V = Self.vocabulary
        let configuration = Configuration(
            modelDimension: 32, feedForwardDimension: 48, heads: 2, encoderLayers: 2,
            decoderLayers: 2, sourceVocabulary: V, targetVocabulary: V,
            normalization: normalization, tying: tying)
        model = EncoderDecoder(configuration)
        var random = RandomSource(seed: seed)
        var weights = ParameterSet(model.layout, random: &random)
        for parameter in model.layout.parameters where parameter.name == "output.weight" {
            // Sure of itself, as a trained one is; else the shortest translation always wins.
            let sharpened = weights[parameter].elements.map { 6 * $0 }
            weights[parameter] = Tensor(sharpened, shape: parameter.shape)
        }
        for parameter in model.layout.parameters where parameter.name == "output.bias" {
            var bias = [Float](repeating: 0, count: V)
            bias[Int(SpecialToken.end)] = 15
            weights[parameter] = Tensor(bias, shape: parameter.shape)
        }
        self.weights = weights
    }

    func tape() -> Tape { Tape(inference: model.pack(weights)) }

    /// Sentences of `lengths` tokens.
    static func sentences(lengths: [Int], seed: UInt64 = 2) -> [[Int32]] {
        var random = RandomSource(seed: seed)
        return lengths.map { length in
            (0..<length).map { _ in Int32.random(in: 4..<Int32(vocabulary), using: &random) }
        }
    }

    func search(
        _ sentences: [[Int32]], _ options: BeamSearch.Options
    ) throws -> [[Hypothesis]] {
        var scorer = TransformerScorer(model: model, tape: tape())
        return try BeamSearch(options).search(sentences, with: &scorer)
    }
}
