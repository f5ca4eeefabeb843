import Tensors
import Testing

@testable import Transformer

/// What checkpoints depend on: names, shapes and counts of a model's parameters.
@Suite struct ParameterNamesTests {
    @Test("the parameters of a pre-norm model of 1 + 1 layers, untied")
    func untiedPreNorm() {
        let sample = SampleModel(
            modelDimension: 4, feedForwardDimension: 6, heads: 2, layers: 1, vocabulary: 9,
            normalization: .pre, tying: .none)
        #expect(
            Self.lines(of: sample) == [
                "target.embedding [9, 4]", "source.embedding [9, 4]", "output.weight [9, 4]",
                "encoder.layers.0.selfAttention.queryKeyValue.weight [4, 12]",
                "encoder.layers.0.selfAttention.queryKeyValue.bias [12]",
                "encoder.layers.0.selfAttention.output.weight [4, 4]",
                "encoder.layers.0.selfAttention.output.bias [4]",
                "encoder.layers.0.selfAttentionNorm.gamma [4]",
                "encoder.layers.0.selfAttentionNorm.beta [4]",
                "encoder.layers.0.feedForward.inner.weight [4, 6]",
                "encoder.layers.0.feedForward.inner.bias [6]",
                "encoder.layers.0.feedForward.outer.weight [6, 4]",
                "encoder.layers.0.feedForward.outer.bias [4]",
                "encoder.layers.0.feedForwardNorm.gamma [4]",
                "encoder.layers.0.feedForwardNorm.beta [4]",
                "encoder.norm.gamma [4]", "encoder.norm.beta [4]",
                "decoder.layers.0.selfAttention.queryKeyValue.weight [4, 12]",
                "decoder.layers.0.selfAttention.queryKeyValue.bias [12]",
                "decoder.layers.0.selfAttention.output.weight [4, 4]",
                "decoder.layers.0.selfAttention.output.bias [4]",
                "decoder.layers.0.selfAttentionNorm.gamma [4]",
                "decoder.layers.0.selfAttentionNorm.beta [4]",
                "decoder.layers.0.crossAttention.query.weight [4, 4]",
                "decoder.layers.0.crossAttention.query.bias [4]",
                "decoder.layers.0.crossAttention.keyValue.weight [4, 8]",
                "decoder.layers.0.crossAttention.keyValue.bias [8]",
                "decoder.layers.0.crossAttention.output.weight [4, 4]",
                "decoder.layers.0.crossAttention.output.bias [4]",
                "decoder.layers.0.crossAttentionNorm.gamma [4]",
                "decoder.layers.0.crossAttentionNorm.beta [4]",
                "decoder.layers.0.feedForward.inner.weight [4, 6]",
                "decoder.layers.0.feedForward.inner.bias [6]",
                "decoder.layers.0.feedForward.outer.weight [6, 4]",
                "decoder.layers.0.feedForward.outer.bias [4]",
                "decoder.layers.0.feedForwardNorm.gamma [4]",
                "decoder.layers.0.feedForwardNorm.beta [4]",
                "decoder.norm.gamma [4]", "decoder.norm.beta [4]", "output.bias [9]",
            ])
    }

    @Test("what is shared, or belongs to the other norm, has no name of its own")
    func tiedPostNorm() {
        let untied = Self.lines(
            of: SampleModel(layers: 1, normalization: .pre, tying: .none))
        let unshared: Set = ["source.embedding [23, 16]", "output.weight [23, 16]"]
        let finalNorms: Set = [
            "encoder.norm.gamma [16]", "encoder.norm.beta [16]", "decoder.norm.gamma [16]",
            "decoder.norm.beta [16]",
        ]
        #expect(
            Self.lines(of: SampleModel(layers: 1))
                == untied.filter { !unshared.contains($0) && !finalNorms.contains($0) })
        #expect(
            Self.lines(of: SampleModel(layers: 1, normalization: .pre, tying: .target))
                == untied.filter { $0 != "output.weight [23, 16]" })
    }

    @Test("an RMSNorm has no β, a gated layer twice the columns, learned positions a table a side")
    func variants() {
        let usual = Self.lines(of: SampleModel(layers: 1, normalization: .pre))
        #expect(
            Self.lines(of: SampleModel(layers: 1, normalization: .pre, variant: .rms))
                == usual.filter { !$0.contains(".beta") })
        #expect(
            Self.lines(of: SampleModel(layers: 1, normalization: .pre, variant: .swiglu))
                == usual.map {
                    $0.contains("feedForward.inner")
                        ? $0.replacing("32]", with: "64]") : $0
                })
        #expect(
            Self.lines(of: SampleModel(layers: 1, normalization: .pre, variant: .learned))
                == usual.prefix(1) + ["source.positions [1024, 16]", "target.positions [1024, 16]"]
                + usual.dropFirst())
        for variant in [SampleModel.Variant.gelu, .rotary, .alibi] {
            #expect(
                Self.lines(of: SampleModel(layers: 1, normalization: .pre, variant: variant))
                    == usual)
        }
    }

    @Test("names of many layers are unique, and parameters do not overlap")
    func unique() {
        let parameters = SampleModel(layers: 12).model.layout.parameters
        #expect(Set(parameters.map(\.name)).count == parameters.count)
        for (one, next) in zip(parameters, parameters.dropFirst()) {
            #expect(one.range.upperBound <= next.offset)
        }
    }

    /// With 37,000 tokens the paper's table 3 has 65 and 213 million for base and big.
    @Test(
        "presets have as many weights as their sizes say",
        arguments: [
            (.tiny, 8000, 2_420_544), (.small, 8000, 7_585_600), (.base, 8000, 48_242_496),
            (.base, 37_000, 63_119_496), (.big, 37_000, 214_282_376),
        ] as [(Preset, Int, Int)])
    func presetCounts(preset: Preset, vocabulary: Int, count: Int) {
        let model = EncoderDecoder(
            preset.configuration(sourceVocabulary: vocabulary, targetVocabulary: vocabulary))
        #expect(model.layout.weightCount == count)
    }

    private static func lines(of sample: SampleModel) -> [String] {
        sample.model.layout.parameters.map { "\($0.name) \($0.shape)" }
    }
}
