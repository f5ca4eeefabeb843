import Foundation
import Tensors
import Testing

@testable import Engines

@Suite struct SafetensorsFileTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    /// A file by the format's definition.
    private func file(_ header: String, _ elements: [UInt8] = []) throws -> SafetensorsFile {
        let length = withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian) { Array($0) }
        try folder.write(length + Array(header.utf8) + elements, to: "f.safetensors")
        return try SafetensorsFile(folder.path("f.safetensors"))
    }

    @Test("what was written is read, in its order, with its metadata")
    func roundTrip() throws {
        let tensors: [(name: String, tensor: Tensor)] = [
            ("b.weight", Tensor((0..<6).map(Float.init), shape: Shape(2, 3))),
            ("a", Tensor([.infinity], shape: Shape(1))),
            ("quote \" and \\ \u{1} ü", Tensor([-0.0, 0x1p-140], shape: Shape(1, 1, 2))),
            ("empty", .zeros(Shape(0, 4))),
        ]
        let path = folder.path("f.safetensors")
        try SafetensorsWriter.write(tensors, metadata: ["format": "x"], to: path)
        let file = try SafetensorsFile(path)
        #expect(file.metadata == ["format": "x"])
        #expect(file.names.sorted() == tensors.map(\.name).sorted())
        for (name, tensor) in tensors {
            let read = try file.tensor(name)
            #expect(read.shape == tensor.shape)
            #expect(read.elements.map(\.bitPattern) == tensor.elements.map(\.bitPattern))
        }
        #expect(throws: EngineError(.missingTensor("c"), at: path)) { try file.tensor("c") }
    }

    @Test("the bytes are those of the format")
    func bytes() throws {
        let path = folder.path("f.safetensors")
        try SafetensorsWriter.write([("w", Tensor([1, 2], shape: Shape(2)))], to: path)
        let header = "{\"w\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}"
        let padded = header + String(repeating: " ", count: 56 - header.utf8.count)
        #expect(
            try folder.read("f.safetensors") == [56, 0, 0, 0, 0, 0, 0, 0] + Array(padded.utf8)
                + [0, 0, 0x80, 0x3F, 0, 0, 0, 0x40])
    }

    @Test("F16 and BF16 become f32; a single number has shape [1]; unaligned elements are read")
    func otherTypes() throws {
        let file = try file(
            """
            {"h": {"dtype": "F16", "shape": [7], "data_offsets": [0, 14]},
             "b":{"data_offsets":[14,18],"shape":[2,1],"dtype":"BF16"},
             "s":{"dtype":"F32","shape":[],"data_offsets":[18,22]} }
            """,
            [0, 0x3C, 0, 0xC0, 1, 0, 0xFF, 0x7B, 0, 0x7C, 0, 0x80, 0x55, 0x35]
                + [0xC0, 0x3F, 0x80, 0xFF] + [0, 0, 0x20, 0x41])
        let half = try file.tensor("h").elements
        #expect(half == [1, -2, 0x1p-24, 65504, .infinity, 0, 0.333251953125])
        #expect(half[5].sign == .minus)
        #expect(try file.tensor("b").elements == [1.5, -.infinity])
        #expect(try file.tensor("b").shape == Shape(2, 1))
        #expect(try file.tensor("s").elements == [10])
        #expect(try file.shape(of: "s") == [])
    }

    @Test("half a number that is not one stays none")
    func halfNaN() {
        #expect(SafetensorsType.float(halfBits: 0x7E00).isNaN)
        #expect(SafetensorsType.float(halfBits: 0xFC00) == -.infinity)
    }

    @Test(
        "each fault is named",
        arguments: [
            ("", .headerSyntax(at: 0)),
            ("[]", .headerSyntax(at: 0)),
            ("{\"a\":1}", .headerSyntax(at: 5)),
            ("{} x", .headerSyntax(at: 3)),
            ("{\"a\":{\"dtype\":\"F32\",\"shape\":[1]}}", .headerSyntax(at: 32)),
            (entry("a", shape: "-1", "0,4"), .headerSyntax(at: 29)),
            (entry("a", shape: "99999999999999999999", "0,4"), .headerSyntax(at: 47)),
            (entry("a", "0,4") + "," + entry("a", "4,8"), .duplicateName("a")),
            (entry("a", type: "I64", "0,8"), .unknownType("I64", of: "a")),
            (entry("a", shape: "1,1,1,1,1", "0,4"), .tooManyAxes("a")),
            (entry("a", shape: "2", "0,4"), .sizeMismatch("a")),
            (entry("a", "4,0"), .sizeMismatch("a")),
            (
                entry("a", shape: "4611686018427387904,4611686018427387904", "0,0"),
                .sizeMismatch("a")
            ),
            (entry("a", "16,20"), .outOfRange("a")),
            (entry("a", "0,4") + "," + entry("b", "0,4"), .overlap("b")),
            (entry("a", "0,4") + "," + entry("b", "8,12"), .hole("b")),
            (entry("a", "0,4"), .trailingBytes(4)),
        ] as [(String, SafetensorsFault)])
    func faults(members: String, fault: SafetensorsFault) throws {
        let header = members.hasPrefix("\"") ? "{\(members)}" : members
        let error = #expect(throws: EngineError.self) {
            try file(header, [UInt8](repeating: 0, count: fault == .hole("b") ? 12 : 8))
        }
        #expect(error?.reason == .damagedTensors(fault))
        #expect(!fault.description.isEmpty)
    }

    private static func entry(
        _ name: String, type: String = "F32", shape: String = "1", _ offsets: String
    ) -> String {
        "\"\(name)\":{\"dtype\":\"\(type)\",\"shape\":[\(shape)],\"data_offsets\":[\(offsets)]}"
    }

    @Test("a header that is too long is not read")
    func headerLength() throws {
        func fault(_ bytes: [UInt8]) throws -> EngineError.Reason? {
            try folder.write(bytes, to: "f.safetensors")
            do throws(EngineError) {
                _ = try SafetensorsFile(folder.path("f.safetensors"))
                return nil
            } catch { return error.reason }
        }
        #expect(try fault([]) == .damagedTensors(.headerCutOff(bytes: 0)))
        #expect(try fault([1, 0, 0]) == .damagedTensors(.headerCutOff(bytes: 3)))
        #expect(
            try fault([9, 0, 0, 0, 0, 0, 0, 0, 0x7B]) == .damagedTensors(.headerCutOff(bytes: 9)))
        #expect(
            try fault([UInt8](repeating: 255, count: 9))
                == .damagedTensors(.headerTooLong(bytes: .max, limit: 100_000_000)))
    }

    @Test("no damage to a file stops the program")
    func randomDamage() throws {
        let path = folder.path("f.safetensors")
        try SafetensorsWriter.write(
            [("a", .zeros(Shape(2, 3))), ("b", .zeros(Shape(1)))], metadata: ["k": "\u{1}v"],
            to: path)
        let bytes = try folder.read("f.safetensors")
        let length = 8 + Int(bytes[0])
        var random = RandomSource(seed: 1)
        let digits = Array("0123456789,:[]{}\"\\u".utf8)
        for _ in 0..<3000 {
            var header = Array(bytes[8..<length])
            for _ in 0...Int(random.next() % 3) {
                let place = Int(random.next() % UInt64(header.count))
                header[place] =
                    random.next() % 2 == 0
                    ? digits[Int(random.next() % UInt64(digits.count))]
                    : UInt8(truncatingIfNeeded: random.next())
            }
            if let header = try? SafetensorsHeader(header, dataByteCount: 28) {
                #expect(header.entries.allSatisfy { $0.bytes.upperBound <= 28 })
            }
        }
    }

    @Test("names may be spelled with escapes")
    func escapes() throws {
        let file = try file(
            #"{"\u00fc\n\ud83d\ude00\/":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}}"#)
        #expect(file.names == ["ü\n😀/"])
        for name in [#"\ud83d"#, #"\ude00"#, #"\x"#, #"\u00g0"#, "\u{1}"] {
            #expect(throws: EngineError.self) {
                try self.file("{\(Self.entry(name, shape: "0", "0,0"))}")
            }
        }
    }
}

// MARK: - Sets of parameters

extension SafetensorsFileTests {
    private func layout(_ shapes: [Shape]) -> ParameterLayout {
        var layout = ParameterLayout()
        for (index, shape) in shapes.enumerated() {
            _ = layout.add("p\(index)", shape, .normal(deviation: 1))
        }
        return layout
    }

    @Test(
        "a set is read in place if only its last size is odd, and else copied",
        arguments: [
            ([Shape(4, 8), Shape(16), Shape(7)], true), ([Shape(1)], true),
            ([Shape(16)], true), ([Shape(7), Shape(16)], false),
        ])
    func parameterSet(shapes: [Shape], isInPlace: Bool) throws {
        let layout = layout(shapes)
        var random = RandomSource(seed: 2)
        let set = ParameterSet(layout, random: &random)
        let path = folder.path("f.safetensors")
        var output = try OutputFile(path, isNew: true)
        try SafetensorsWriter.write(set, to: &output)
        _ = try output.finish()

        let file = try SafetensorsFile(path)
        #expect((file.flatTensor(layout) != nil) == isInPlace)
        let read = try file.parameterSet(layout)
        #expect(read.flat.elements == set.flat.elements)
    }

    @Test("a set is read whatever the order of its tensors")
    func otherOrder() throws {
        let layout = layout([Shape(16), Shape(16)])
        let ones = Tensor(repeating: 1, shape: Shape(16))
        let path = folder.path("f.safetensors")
        try SafetensorsWriter.write([("p1", ones), ("p0", .zeros(Shape(16)))], to: path)
        let set = try SafetensorsFile(path).parameterSet(layout)
        #expect(set[layout.parameters[1]].elements == ones.elements)
        #expect(set[layout.parameters[0]][3] == 0)
    }
}
