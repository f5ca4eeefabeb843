import Foundation
import Tensors
import Testing
import Text
import Transformer

@testable import Engines

/// What loading says about folders that are not whole engines.
@Suite struct EngineLoadingTests {
    private let folder: TemporaryFolder
    private let engine: Engine

    init() throws {
        folder = try TemporaryFolder()
        engine = try SampleEngine.make()
        try engine.save(to: folder.path("e"), card: "# Card")
    }

    @Test("a missing folder, a file, and a folder that is not an engine are told apart")
    func notAnEngine() throws {
        #expect(folder.loadingError("none") == EngineError(.folderMissing, at: "none"))
        try folder.write("x", to: "file")
        #expect(folder.loadingError("file") == EngineError(.notAFolder, at: "file"))
        try folder.makeFolder("empty")
        #expect(folder.loadingError("empty") == EngineError(.notAnEngine, at: "empty"))
    }

    @Test("each missing file is named")
    func missingFiles() throws {
        for name in try folder.entries("e") where name != EngineFile.config {
            let bytes = try folder.read("e/\(name)")
            try FileManager.default.removeItem(atPath: folder.path("e/\(name)"))
            #expect(folder.loadingError("e") == EngineError(.fileMissing, at: "e/\(name)"))
            try folder.write(bytes, to: "e/\(name)")
        }
        #expect(folder.loadingError("e") == nil)
    }

    @Test("each truncated or longer file is named")
    func truncatedFiles() throws {
        for name in try folder.entries("e") where name != EngineFile.config {
            let bytes = try folder.read("e/\(name)")
            for changed in [Array(bytes.dropLast()), [], bytes + [0]] {
                try folder.write(changed, to: "e/\(name)")
                let reason = EngineError.Reason.wrongLength(
                    bytes: changed.count, expected: bytes.count)
                #expect(folder.loadingError("e") == EngineError(reason, at: "e/\(name)"))
            }
            try folder.write(bytes, to: "e/\(name)")
        }
    }

    @Test("each file with a flipped bit is named")
    func flippedBits() throws {
        for name in try folder.entries("e") where name != EngineFile.config {
            let bytes = try folder.read("e/\(name)")
            for place in [0, bytes.count / 2, bytes.count - 1] {
                var changed = bytes
                changed[place] ^= 4
                try folder.write(changed, to: "e/\(name)")
                #expect(folder.loadingError("e") == EngineError(.wrongChecksum, at: "e/\(name)"))
            }
            try folder.write(bytes, to: "e/\(name)")
        }
    }

    @Test("a flipped bit anywhere in config.json is found, and so is its every truncation")
    func damagedConfig() throws {
        let bytes = try folder.read("e/config.json")
        for place in bytes.indices {
            var changed = bytes
            changed[place] ^= 1
            #expect(throws: EngineError.self, "byte \(place)") {
                try ConfigFile.description(from: changed, path: "config.json")
            }
            #expect(throws: EngineError(.brokenOff, at: "config.json")) {
                try ConfigFile.description(from: Array(bytes[..<place]), path: "config.json")
            }
        }
        var changed = bytes
        changed[20] ^= 1
        try folder.write(changed, to: "e/config.json")
        let error = try #require(folder.loadingError("e"))
        #expect(error == EngineError(.wrongChecksum, at: "e/config.json"))
    }

    @Test("an engine of a newer format or another architecture is named, even when edited by hand")
    func otherEngines() throws {
        let text = String(decoding: try folder.read("e/config.json"), as: UTF8.self)
        try folder.write(
            text.replacingOccurrences(of: "\"formatVersion\" : 1", with: "\"formatVersion\" : 9"),
            to: "e/config.json")
        #expect(
            folder.loadingError("e") == EngineError(.newerFormat(9, known: 3), at: "e/config.json"))
        try folder.write(
            text.replacingOccurrences(of: "\"transformer\"", with: "\"rnn\""), to: "e/config.json")
        #expect(
            folder.loadingError("e") == EngineError(.otherArchitecture("rnn"), at: "e/config.json"))
        try folder.write(text, to: "e/config.json")
        try folder.reseal("e") { $0.formatVersion = 4 }
        #expect(
            folder.loadingError("e") == EngineError(.newerFormat(4, known: 3), at: "e/config.json"))
    }

    @Test(
        "numbers that no model can have are refused before anything is made of them",
        arguments: [
            { (description: inout EngineDescription) in description.configuration.heads = 3 },
            { $0.configuration.modelDimension = 1 << 40 },
            { $0.configuration.encoderLayers = -1 },
            { $0.text.segmentTokens = 0 },
            { $0.text.segmentTokens = 1 << 20 },
            { $0.confidence = ConfidenceCurve(offset: 1e300, slope: 1, segments: 1) },
            { $0.confidence = ConfidenceCurve(offset: 0, slope: -1, segments: 1) },
            { $0.sourceLanguage = "../../en" },
            { $0.targetLanguage = "" },
            { $0.formatVersion = 0 },
            { $0.files["CARD.md"] = nil },
        ] as [@Sendable (inout EngineDescription) -> Void])
    func impossibleSettings(change: @Sendable (inout EngineDescription) -> Void) throws {
        try folder.reseal("e", change)
        let error = try #require(folder.loadingError("e"))
        guard case .malformed = error.reason else {
            Issue.record("\(error)")
            return
        }
        #expect(error.path == "e/config.json")
    }

    @Test("a vocabulary that does not fit the model is refused")
    func vocabularySize() throws {
        let other = try SampleEngine.make(vocabularySize: 40)
        try other.save(to: folder.path("other"), card: "")
        for name in ["subwords.bpe", "vocabulary.txt"] {
            try folder.write(folder.read("other/\(name)"), to: "e/\(name)")
        }
        try folder.reseal("e") { _ in }
        let found = other.sourceSubwords.vocabulary.count
        let expected = engine.sourceSubwords.vocabulary.count
        #expect(found != expected)
        #expect(
            folder.loadingError("e")
                == EngineError(.vocabularySize(found, expected: expected), at: "e/vocabulary.txt"))
    }

    @Test("damaged subwords are named with their line")
    func damagedSubwords() throws {
        let text = String(decoding: try folder.read("e/vocabulary.txt"), as: UTF8.self)
        try folder.write(
            text.replacingOccurrences(of: "<s>\n", with: "<S>\n"), to: "e/vocabulary.txt")
        try folder.reseal("e") { _ in }
        let error = try #require(folder.loadingError("e"))
        guard case .damagedSubwords = error.reason else {
            Issue.record("\(error)")
            return
        }
        #expect(error.description.contains("e/vocabulary.txt:3: "))
    }

    @Test("missing, surplus and misshapen tensors are named")
    func tensors() throws {
        var tensors = engine.model.layout.parameters.map { ($0.name, engine.weights[$0]) }
        let (name, last) = tensors.removeLast()
        #expect(try error(with: tensors).reason == .missingTensor(name))
        let reshaped = last.reshaped(Shape(1, last.shape.count))
        #expect(
            try error(with: tensors + [(name, reshaped)]).reason
                == .tensorShape(
                    name, found: reshaped.shape.array, expected: last.shape.array))
        #expect(
            try error(with: tensors + [(name, last), ("more", last)]).reason
                == .extraTensor("more"))
    }

    private func error(with tensors: [(String, Tensor)]) throws -> EngineError {
        try SafetensorsWriter.write(
            tensors.map { (name: $0.0, tensor: $0.1) }, to: folder.path("e/model.safetensors"))
        try folder.reseal("e") { _ in }
        let error = try #require(folder.loadingError("e"))
        #expect(error.path == "e/model.safetensors")
        return error
    }
}
