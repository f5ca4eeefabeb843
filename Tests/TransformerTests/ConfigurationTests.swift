import Foundation
import Testing

@testable import Transformer

@Suite struct ConfigurationTests {
    private static let valid = Configuration(
        modelDimension: 16, feedForwardDimension: 32, heads: 4, encoderLayers: 2,
        decoderLayers: 1, sourceVocabulary: 23, targetVocabulary: 23)

    @Test("every preset with a joint vocabulary is valid", arguments: Preset.allCases)
    func presetsAreValid(preset: Preset) throws {
        let configuration = preset.configuration(sourceVocabulary: 8000, targetVocabulary: 8000)
        try configuration.validate()
        #expect(configuration.headDimension * configuration.heads == configuration.modelDimension)
    }

    /// One fault each, and what the error says.
    @Test(
        "a configuration of no model is refused with its fault",
        arguments: [
            (["modelDimension": 0], "modelDimension 0 is not in 1…16384"),
            (["modelDimension": -16], "modelDimension -16 is not in 1…16384"),
            (["modelDimension": Int.max], "modelDimension \(Int.max) is not in 1…16384"),
            (["modelDimension": 18], "modelDimension 18 is not an even multiple of 4 heads"),
            (
                ["modelDimension": 15, "heads": 3],
                "modelDimension 15 is not an even multiple of 3 heads"
            ),
            (["feedForwardDimension": 0], "feedForwardDimension 0 is not in 1…65536"),
            (["heads": 0], "heads 0 is not in 1…256"),
            (["encoderLayers": 0], "encoderLayers 0 is not in 1…256"),
            (["decoderLayers": 257], "decoderLayers 257 is not in 1…256"),
            (["sourceVocabulary": 4], "sourceVocabulary 4 is not in 5…1000000"),
            (["targetVocabulary": 1_000_001], "targetVocabulary 1000001 is not in 5…1000000"),
            (
                ["sourceVocabulary": 24],
                "embeddings are tied, but the vocabularies have 24 and 23 tokens"
            ),
        ] as [([String: Int], String)])
    func faultsAreNamed(changes: [String: Int], message: String) throws {
        var object = try Self.object(Self.valid)
        for (key, value) in changes { object[key] = value }
        let configuration = try Self.configuration(object)
        #expect(throws: ConfigurationError(description: message)) {
            try configuration.validate()
        }
    }

    @Test("rotary positions want pairs of columns in a head")
    func rotaryPairs() throws {
        var configuration = Self.valid
        (configuration.modelDimension, configuration.positions) = (12, .rotary)
        #expect(
            throws: ConfigurationError(
                description: "rotary positions turn pairs of columns, and a head has 3")
        ) { try configuration.validate() }
        configuration.heads = 3
        try configuration.validate()
    }

    @Test("dropout is a share below 1", arguments: [-0.1, 1, 2, .nan] as [Float])
    func dropout(share: Float) {
        var configuration = Self.valid
        configuration.dropout = share
        #expect(throws: ConfigurationError(description: "dropout \(share) is not in 0 ..< 1")) {
            try configuration.validate()
        }
    }

    @Test("layer dropout is a share below 1", arguments: [-0.1, 1, .nan] as [Float])
    func layerDropout(share: Float) {
        var configuration = Self.valid
        configuration.layerDropout = share
        #expect(
            throws: ConfigurationError(description: "layerDropout \(share) is not in 0 ..< 1")
        ) { try configuration.validate() }
    }

    @Test("different vocabularies are allowed where the embeddings are not tied")
    func untiedVocabularies() throws {
        var configuration = Self.valid
        configuration.sourceVocabulary = 40
        for tying in [Configuration.Tying.target, .none] {
            configuration.tying = tying
            try configuration.validate()
        }
    }

    @Test("JSON gives back the same configuration", arguments: Configuration.Tying.allCases)
    func roundTrip(tying: Configuration.Tying) throws {
        var configuration = Self.valid
        configuration.tying = tying
        configuration.normalization = .pre
        configuration.dropout = 0.25
        configuration.layerDropout = 0.125
        configuration.norm = .rms
        configuration.activation = .swiglu
        configuration.positions = .alibi
        let json = try JSONEncoder().encode(configuration)
        #expect(try JSONDecoder().decode(Configuration.self, from: json) == configuration)
    }

    @Test("the keys in a file are what they were when engines were written")
    func keys() throws {
        let object = try Self.object(Self.valid)
        #expect(
            object.keys.sorted() == [
                "activation", "decoderLayers", "dropout", "encoderLayers", "feedForwardDimension",
                "heads", "layerDropout", "modelDimension", "norm", "normalization", "positions",
                "sourceVocabulary", "targetVocabulary", "tying",
            ])
        #expect(object["normalization"] as? String == "post")
        #expect(object["tying"] as? String == "all")
        #expect(object["norm"] as? String == "layer")
        #expect(object["activation"] as? String == "relu")
        #expect(object["positions"] as? String == "sinusoidal")
    }

    @Test("a file from before there was a choice means what it meant")
    func olderFiles() throws {
        var object = try Self.object(Self.valid)
        for key in ["norm", "activation", "positions", "layerDropout"] { object[key] = nil }
        #expect(try Self.configuration(object) == Self.valid)
    }

    @Test(
        "a choice that is not known is refused",
        arguments: [("norm", "batch"), ("activation", "sin"), ("positions", "none")])
    func unknownChoice(key: String, choice: String) throws {
        var object = try Self.object(Self.valid)
        object[key] = choice
        #expect(throws: DecodingError.self) { try Self.configuration(object) }
    }

    @Test("in words it says its sizes, and which parts are not the usual ones")
    func words() {
        var configuration = Self.valid
        #expect("\(configuration)" == "2+1 layers, dim 16/32, 4 heads, post-norm")
        #expect(configuration.hasUsualParts)
        configuration.heads = 1
        (configuration.norm, configuration.activation) = (.rms, .gelu)
        configuration.positions = .rotary
        #expect(
            "\(configuration)"
                == "2+1 layers, dim 16/32, 1 head, post-norm, RMSNorm, GELU, rotary positions")
        #expect(!configuration.hasUsualParts)
        (configuration.norm, configuration.activation) = (.layer, .swiglu)
        configuration.positions = .learned
        #expect("\(configuration)".hasSuffix("post-norm, SwiGLU, learned positions"))
        (configuration.activation, configuration.positions) = (.relu, .alibi)
        #expect("\(configuration)".hasSuffix("post-norm, ALiBi"))
    }

    private static func configuration(_ object: [String: Any]) throws -> Configuration {
        try JSONDecoder().decode(
            Configuration.self, from: JSONSerialization.data(withJSONObject: object))
    }

    private static func object(_ configuration: Configuration) throws -> [String: Any] {
        let json = try JSONEncoder().encode(configuration)
        return try #require(JSONSerialization.jsonObject(with: json) as? [String: Any])
    }
}
