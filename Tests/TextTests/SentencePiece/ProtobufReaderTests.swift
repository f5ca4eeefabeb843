import Testing

@testable import Text

@Suite struct ProtobufReaderTests {
    private static func fields(_ bytes: [UInt8]) throws -> [ProtobufReader.Field] {
        var reader = ProtobufReader(bytes, file: "m")
        var fields: [ProtobufReader.Field] = []
        while let field = try reader.next() { fields.append(field) }
        return fields
    }

    @Test("fields of every kind are read with their numbers and places")
    func kinds() throws {
        let bytes: [UInt8] =
            [0x08, 0x96, 0x01] + [0x12, 0x02, 0x68, 0x69] + [0x1D, 1, 0, 0, 0x80]
            + [0x21, 2, 0, 0, 0, 0, 0, 0, 0] + [0x80, 0x01, 0x05]
        #expect(
            try Self.fields(bytes) == [
                .init(number: 1, value: .varint(150), offset: 0),
                .init(number: 2, value: .bytes(5..<7), offset: 3),
                .init(number: 3, value: .fixed32(0x8000_0001), offset: 7),
                .init(number: 4, value: .fixed64(2), offset: 12),
                .init(number: 16, value: .varint(5), offset: 21),
            ])
        #expect(try Self.fields([]) == [])
    }

    @Test("the largest number and an empty message are read")
    func extremes() throws {
        let largest = [0x08] + [UInt8](repeating: 0xFF, count: 9) + [0x01]
        #expect(try Self.fields(largest)[0].value == .varint(.max))
        #expect(try Self.fields([0x0A, 0x00])[0].value == .bytes(2..<2))
    }

    @Test(
        "what ends within a field is named with its place",
        arguments: [
            ([0x08], 1), ([0x08, 0x96], 1), ([0x12, 0x03, 0x68, 0x69], 1), ([0x1D, 1, 0], 1),
            ([0x08, 0x01, 0x80], 2), ([0x21, 0, 0, 0, 0, 0, 0, 0], 1),
            ([0x0A] + [UInt8](repeating: 0xFF, count: 9) + [0x01], 1),
        ] as [([UInt8], Int)])
    func truncated(bytes: [UInt8], offset: Int) {
        #expect(throws: SentencePieceError(.truncated, in: "m", offset: offset)) {
            try Self.fields(bytes)
        }
    }

    @Test(
        "what is no field is named with its place",
        arguments: [
            ([0x00, 0x01], 0), ([0x0B], 0), ([0x0C], 0), ([0x0E, 0x01], 0),
            ([0x08, 0x01, 0x07], 2),
            ([0x08] + [UInt8](repeating: 0xFF, count: 10), 1),
        ] as [([UInt8], Int)])
    func malformed(bytes: [UInt8], offset: Int) {
        #expect(throws: SentencePieceError(.malformedField, in: "m", offset: offset)) {
            try Self.fields(bytes)
        }
    }
}
