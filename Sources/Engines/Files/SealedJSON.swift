import Foundation

/// A JSON file that carries its own checksum, so that a changed byte anywhere in it is found.
///
/// The last member of its object, on a line of its own, is
///
///       "checksum" : "d87f7e0c"
///
/// the CRC-32 of all bytes before that line. What follows the number is the same in every file.
enum SealedJSON {
    static let largestFile = 1 << 22

    private static let opening = Array("  \"checksum\" : \"".utf8)
    private static let closing = Array("\"\n}\n".utf8)
    private static let digitCount = 8
    private static var sealCount: Int { opening.count + digitCount + closing.count }

    static func encode(_ value: some Encodable) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        // { "a" : 1 } loses its "\n}", and gets the checksum as one more member.
        let body = Array(try encoder.encode(value).dropLast(2)) + Array(",\n".utf8)
        var checksum = Checksum()
        checksum.update(body)
        return body + opening + Array(checksum.digits.utf8) + closing
    }

    static func decode<Value: Decodable>(
        _ type: Value.Type, from bytes: [UInt8]
    ) throws -> Value {
        let decoder = JSONDecoder()
        decoder.nonConformingFloatDecodingStrategy = .convertFromString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        return try decoder.decode(type, from: Data(bytes))
    }

    /// Whether the bytes end as `encode` lets them end.
    static func isSealed(_ bytes: [UInt8]) -> Bool {
        let seal = bytes.suffix(sealCount)
        return seal.starts(with: opening) && seal.suffix(closing.count).elementsEqual(closing)
    }

    /// Whether no byte was changed since `encode` wrote them.
    static func isIntact(_ bytes: [UInt8]) -> Bool {
        guard isSealed(bytes) else { return false }
        var checksum = Checksum()
        checksum.update(bytes.dropLast(sealCount))
        let digits = bytes.dropLast(closing.count).suffix(digitCount)
        return digits.elementsEqual(checksum.digits.utf8)
    }
}
