import Foundation
import Tensors
import Testing
import Text
import Transformer

@testable import Engines

@Suite struct QuantizedEngineTests {
    private let folder: TemporaryFolder
    private let engine: Engine
    private let quantized: Engine

    init() throws {
        folder = try TemporaryFolder()
        engine = try SampleEngine.make(seed: 3)
        quantized = try engine.quantized(at: "e")
        try quantized.save(to: folder.path("e"), card: "# Card")
    }

    /// Logits of a few target words, which depend on every matrix.
    private func logits(_ engine: Engine, as type: WeightType) -> [UInt32] {
        let tape = Tape(inference: engine.packed(as: type))
        let batch = PackedPairs(
            [(source: [5, 6, 7, 4], target: [6, 4, 5])], roundedTo: PackedMatrix.rowMultiple)
        let memory = engine.model.encode(batch.sourceIDs, batch.source, on: tape)
        let hidden = engine.model.decode(batch, memory: memory, on: tape).output
        return engine.model.logits(hidden, on: tape).value.elements.map(\.bitPattern)
    }

    @Test(
        "a quantized engine, saved and loaded, computes what the engine does in int8",
        arguments: [TextSettings.Kind.joint, .separate])
    func roundTrip(kind: TextSettings.Kind) throws {
        for positions in [Configuration.Positions.sinusoidal, .learned] {
            let engine = try SampleEngine.make(seed: 4, kind: kind) { $0.positions = positions }
            let name = "\(kind)-\(positions)"
            try engine.quantized(at: name).save(to: folder.path(name), card: "")
            let loaded = try Engine.load(from: folder.path(name))
            #expect(loaded.storedType == .int8 && loaded.description.formatVersion == 3)
            #expect(logits(loaded, as: .int8) == logits(engine, as: .int8))
            // As floats it is the same engine for every type.
            var floats = loaded
            floats.weights = loaded.weights
            #expect(logits(floats, as: .f32) == logits(loaded, as: .f32))
            #expect(logits(loaded, as: .f32) != logits(engine, as: .f32))
        }
    }

    @Test("its weights are a quarter of the size, and have the shapes of the floats")
    func size() throws {
        let big = try SampleEngine.make { $0.modelDimension = 256 }
        try big.save(to: folder.path("floats"), card: "")
        try big.quantized(at: "").save(to: folder.path("bytes"), card: "")
        let sizes = try ["floats", "bytes"].map {
            try Engine.load(from: folder.path($0)).description.weightsBytes
        }
        #expect(Double(sizes[1]) < 0.27 * Double(sizes[0]))
        let file = try SafetensorsFile(folder.path("e/model.safetensors"))
        for parameter in engine.model.layout.parameters {
            #expect(try file.shape(of: parameter.name) == parameter.shape.array)
        }
    }

    @Test("weights times scales are the floats, as any reader of the file finds them")
    func readByOthers() throws {
        let path = folder.path("e/model.safetensors")
        let file = try SafetensorsFile(path)
        let bytes = try folder.read("e/model.safetensors")
        let channels = engine.model.matrixRoles.channels
        for parameter in engine.model.layout.parameters {
            guard let channel = channels[parameter.index] else { continue }
            let scales = try file.tensor("\(parameter.name).scale").elements
            let offset = try file.offset(of: parameter.name)
            let (plain, columns) = (engine.weights[parameter].elements, parameter.shape[1])
            for index in plain.indices {
                let number = Float(Int8(bitPattern: bytes[offset + index]))
                let scale = scales[channel == .row ? index / columns : index % columns]
                #expect(abs(number * scale - plain[index]) <= 0.50001 * scale)
            }
        }
    }

    @Test("loading maps the matrices, and saving again gives the same bytes")
    func savedAgain() throws {
        let loaded = try Engine.load(from: folder.path("e"))
        try loaded.save(to: folder.path("again"), card: "# Card")
        for name in try folder.entries("e") {
            #expect(try folder.read("e/\(name)") == folder.read("again/\(name)"), "\(name)")
        }
    }

    @Test("an engine is quantized once, and only when its weights are numbers")
    func refusals() throws {
        #expect(throws: EngineError(.alreadyQuantized, at: "e")) {
            try quantized.quantized(at: "e")
        }
        #expect(throws: EngineError(.quantized, at: "e")) { try quantized.requireFloats(at: "e") }
        for parameter in [engine.model.layout.parameters[0], engine.model.layout.parameters[2]] {
            for number in [Float.nan, .infinity] {
                var broken = engine
                var elements = broken.weights[parameter].elements
                elements[elements.count / 2] = number
                broken.weights[parameter] = Tensor(elements, shape: parameter.shape)
                #expect(throws: EngineError(.notQuantizable(parameter.name), at: "e")) {
                    try broken.quantized(at: "e")
                }
            }
        }
    }

    @Test("quantized engines have no mean")
    func average() throws {
        try engine.save(to: folder.path("floats"), card: "")
        let path = folder.path("e")
        #expect(throws: EngineError(.quantized, at: path)) { try EngineAverage(first: path) }
        var average = try EngineAverage(first: folder.path("floats"))
        let error = #expect(throws: EngineError.self) {
            try average.add(path, workers: Workers(count: 1))
        }
        #expect(error == EngineError(.quantized, at: path))
    }
}

// MARK: - Damaged files

extension QuantizedEngineTests {
    private typealias Entries = [(name: String, type: String, shape: [Int], bytes: [UInt8])]

    /// The tensors of the engine's file.
    private func entries() throws -> Entries {
        let bytes = try folder.read("e/model.safetensors")
        let length = bytes[..<8].reversed().reduce(0) { $0 << 8 | Int($1) }
        let header = try SafetensorsHeader(
            Array(bytes[8..<8 + length]), dataByteCount: bytes.count - 8 - length)
        return header.entries.map {
            let range = 8 + length + $0.bytes.lowerBound..<8 + length + $0.bytes.upperBound
            return ($0.name, $0.type.rawValue, $0.shape, Array(bytes[range]))
        }
    }

    /// The error of loading the engine with other tensors in its file.
    private func error(_ change: (inout Entries) throws -> Void) throws -> EngineError.Reason? {
        var entries = try entries()
        try change(&entries)
        var (parts, data): ([String], [UInt8]) = ([], [])
        for entry in entries {
            parts.append(
                "\"\(entry.name)\":{\"dtype\":\"\(entry.type)\",\"shape\":\(entry.shape),"
                    + "\"data_offsets\":[\(data.count),\(data.count + entry.bytes.count)]}")
            data += entry.bytes
        }
        let json = Array("{\(parts.joined(separator: ","))}".utf8)
        let length = withUnsafeBytes(of: UInt64(json.count).littleEndian) { Array($0) }
        try folder.write(length + json + data, to: "e/model.safetensors")
        try folder.reseal("e") { _ in }
        return folder.loadingError("e")?.reason
    }

    /// The number of the first matrix, and of its scales.
    private func places(_ entries: Entries) throws -> (matrix: Int, scale: Int) {
        let matrix = try #require(entries.firstIndex { $0.type == "I8" })
        let name = entries[matrix].name + ".scale"
        return (matrix, try #require(entries.firstIndex { $0.name == name }))
    }

    @Test("missing, surplus, mistyped and misshapen tensors are named")
    func tensors() throws {
        let entries = try entries()
        let (matrix, scale) = try places(entries)
        let (name, scaleName) = (entries[matrix].name, entries[scale].name)
        #expect(try error { _ in } == nil)
        #expect(try error { $0.remove(at: scale) } == .missingTensor(scaleName))
        try folder.restore(quantized)
        #expect(try error { $0.remove(at: matrix) } == .missingTensor(name))
        try folder.restore(quantized)
        #expect(try error { $0.append(("more", "I8", [1], [0])) } == .extraTensor("more"))
        try folder.restore(quantized)
        let shape = entries[matrix].shape
        #expect(
            try error { $0[matrix].shape = shape.reversed() }
                == .tensorShape(name, found: shape.reversed(), expected: shape))
        try folder.restore(quantized)
        #expect(
            try error {
                $0[matrix].type = "F32"
                $0[matrix].bytes = [UInt8](repeating: 0, count: 4 * $0[matrix].bytes.count)
            } == .tensorType(name, found: .f32, expected: .i8))
        try folder.restore(quantized)
        let count = entries[scale].shape[0]
        #expect(
            try error {
                $0[scale].shape = [count - 1]
                $0[scale].bytes.removeLast(4)
            } == .tensorShape(scaleName, found: [count - 1], expected: [count]))
        try folder.restore(quantized)
        #expect(
            try error {
                $0[scale].type = "I8"
                $0[scale].bytes.removeLast(3 * count)
            } == .tensorType(scaleName, found: .i8, expected: .f32))
    }

    @Test(
        "a scale that is none is named",
        arguments: [0, -1, Float.nan, .infinity, -.infinity])
    func scales(number: Float) throws {
        let (_, scale) = try places(try entries())
        let name = try entries()[scale].name
        let reason = try error { entries in
            withUnsafeBytes(of: number.bitPattern.littleEndian) {
                entries[scale].bytes.replaceSubrange(4..<8, with: $0)
            }
        }
        #expect(reason == .invalidScale(name))
    }

    @Test("whole numbers in an engine of floats, and floats in a quantized one, are named")
    func otherKind() throws {
        try folder.reseal("e") { $0.weights = nil }
        guard case .tensorType = folder.loadingError("e")?.reason else {
            Issue.record("\(String(describing: folder.loadingError("e")))")
            return
        }
        try engine.save(to: folder.path("e"), card: "")
        try folder.reseal("e") { $0.weights = .int8 }
        guard case .tensorType = folder.loadingError("e")?.reason else {
            Issue.record("\(String(describing: folder.loadingError("e")))")
            return
        }
        try folder.reseal("e") { $0.weights = .bf16 }
        guard case .malformed = folder.loadingError("e")?.reason else {
            Issue.record("\(String(describing: folder.loadingError("e")))")
            return
        }
    }

    @Test("an older program says that the engine is newer")
    func olderPrograms() throws {
        let config = String(decoding: try folder.read("e/config.json"), as: UTF8.self)
        #expect(config.contains("\"formatVersion\" : 3"))
        #expect(config.contains("\"weights\" : \"int8\""))
        try engine.save(to: folder.path("floats"), card: "")
        let floats = String(decoding: try folder.read("floats/config.json"), as: UTF8.self)
        #expect(floats.contains("\"formatVersion\" : 1") && !floats.contains("\"weights\""))
    }
}

extension TemporaryFolder {
    fileprivate func restore(_ engine: Engine) throws {
        try engine.save(to: path("e"), card: "# Card")
    }
}
