import Foundation
import Tensors
import Testing

@testable import Transformer

/// A model, a batch and what PyTorch made of them; see `Scripts/make-transformer-fixtures.py`.
struct Fixture {
    /// With PyTorch's configuration, weights and gradients under this project's names.
    let model: EncoderDecoder
    let weights: ParameterSet
    let gradients: ParameterSet
    /// What the encoder reads and the decoder reads and predicts, special tokens included.
    let sentences: [Sentence]
    /// Of each target token, [target tokens, vocabulary].
    let logits: [Float]
    let loss: Float
    let smoothing: Float

    struct Sentence {
        let source: [Int32]
        let targetInput: [Int32]
        let targetOutput: [Int32]
    }

    static let names = [
        "post-norm-tied-all", "pre-norm-tied-target", "post-norm-untied",
        "post-norm-empty-source", "pre-norm-empty-source", "rms-gelu-learned",
        "rms-swiglu-rotary", "alibi-three-heads",
    ]

    init(_ name: String) throws {
        let url = try #require(
            Bundle.module.url(
                forResource: name, withExtension: "safetensors", subdirectory: "Fixtures"))
        let file = try SafetensorsFile(url)
        let configuration = try JSONDecoder().decode(
            Configuration.self, from: Data(#require(file.metadata["configuration"]).utf8))
        try configuration.validate()
        smoothing = try #require(file.metadata["smoothing"].flatMap(Float.init))
        model = EncoderDecoder(configuration)
        weights = try Self.parameters("weights", of: file, model.layout)
        gradients = try Self.parameters("gradients", of: file, model.layout)
        sentences = try Self.sentences(of: file)
        logits = try file.floats("logits")
        loss = try #require(file.floats("loss").first)
    }

    /// All parameters of the layout, and no others; of learned positions the first, the rest 0.
    private static func parameters(
        _ kind: String, of file: SafetensorsFile, _ layout: ParameterLayout
    ) throws -> ParameterSet {
        let wanted = Set(layout.parameters.map { "\(kind)/\($0.name)" })
        #expect(file.names.filter { $0.hasPrefix("\(kind)/") } == wanted)
        var set = ParameterSet(zeros: layout)
        for parameter in layout.parameters {
            let name = "\(kind)/\(parameter.name)"
            let rows = parameter.name.hasSuffix(".positions") ? try file.shape(name)[0] : nil
            let shape = rows.map { [$0] + parameter.shape.array.dropFirst() }
            try #require(try file.shape(name) == shape ?? parameter.shape.array, "\(name)")
            let floats = try file.floats(name)
            let zeros = [Float](repeating: 0, count: parameter.shape.count - floats.count)
            set[parameter] = Tensor(floats + zeros, shape: parameter.shape)
        }
        return set
    }

    private static func sentences(of file: SafetensorsFile) throws -> [Sentence] {
        func cut(_ name: String, _ lengths: String) throws -> [[Int32]] {
            let ids = try file.integers(name).map { Int32($0) }
            var start = 0
            return try file.integers(lengths).map { length in
                defer { start += length }
                return Array(ids[start..<start + length])
            }
        }
        let sources = try cut("source.ids", "source.lengths")
        let inputs = try cut("target.inputs", "target.lengths")
        let outputs = try cut("target.outputs", "target.lengths")
        return zip(sources, zip(inputs, outputs)).map {
            Sentence(source: $0, targetInput: $1.0, targetOutput: $1.1)
        }
    }

    var targetTokens: Int { sentences.reduce(0) { $0 + $1.targetInput.count } }

    /// Some of the sentences, packed.
    func batch(_ range: Range<Int>, roundedTo multiple: Int) -> PackedPairs {
        let chosen = sentences[range]
        let source = SequenceLayout(lengths: chosen.map(\.source.count), roundedTo: multiple)
        let target = SequenceLayout(lengths: chosen.map(\.targetInput.count), roundedTo: multiple)
        func filled(_ ids: [Int32], _ rows: Int) -> [Int32] {
            ids + repeatElement(SpecialToken.padding, count: rows - ids.count)
        }
        return PackedPairs(
            source: source, target: target,
            sourceIDs: filled(chosen.flatMap(\.source), source.rows),
            targetInputs: filled(chosen.flatMap(\.targetInput), target.rows),
            targetOutputs: chosen.flatMap(\.targetOutput))
    }

    func batch(roundedTo multiple: Int) -> PackedPairs {
        batch(0..<sentences.count, roundedTo: multiple)
    }
}
