@testable import Text

/// Builds the bytes of SentencePiece models for tests.
struct ModelBytes {
    private(set) var bytes: [UInt8] = []

    static func varint(_ number: Int, _ value: UInt64) -> [UInt8] {
        encode(UInt64(number) << 3) + encode(value)
    }

    static func string(_ number: Int, _ content: [UInt8]) -> [UInt8] {
        encode(UInt64(number) << 3 | 2) + encode(UInt64(content.count)) + content
    }

    static func float(_ number: Int, _ value: Float) -> [UInt8] {
        encode(UInt64(number) << 3 | 5)
            + (0..<4).map { UInt8(truncatingIfNeeded: value.bitPattern >> UInt32(8 * $0)) }
    }

    private static func encode(_ value: UInt64) -> [UInt8] {
        value < 0x80
            ? [UInt8(value)] : [UInt8(value & 0x7F) | 0x80] + encode(value >> 7)
    }

    mutating func add(
        _ piece: String, _ score: Float = 0, _ kind: SentencePieceModel.Piece.Kind = .normal
    ) {
        addPiece(Array(piece.utf8), score, UInt64(kind.rawValue))
    }

    mutating func addPiece(_ piece: [UInt8], _ score: Float, _ kind: UInt64) {
        bytes += Self.string(
            1, Self.string(1, piece) + Self.float(2, score) + Self.varint(3, kind))
    }

    /// - Parameter settings: of the trainer, by field number.
    mutating func train(_ settings: [(Int, UInt64)]) {
        bytes += Self.string(2, settings.flatMap { Self.varint($0, $1) })
    }

    mutating func normalize(_ settings: [(Int, UInt64)], charsmap: [UInt8] = []) {
        bytes += Self.string(
            3, Self.string(2, charsmap) + settings.flatMap { Self.varint($0, $1) })
    }

    /// A model with `<unk>` and the pieces given.
    static func model(
        _ pieces: [(String, Float)], bpe: Bool = true, charsmap: [UInt8] = []
    ) throws -> SentencePieceModel {
        var model = ModelBytes()
        model.add("<unk>", 0, .unknown)
        for (piece, score) in pieces { model.add(piece, score) }
        model.train([(3, bpe ? 2 : 1)])
        model.normalize([], charsmap: charsmap)
        return try SentencePieceModel(model.bytes, file: "m.model")
    }
}
