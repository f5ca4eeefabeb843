/// Why a SentencePiece model could not be read or used, and where.
package struct SentencePieceError: Error, Equatable, CustomStringConvertible {
    package enum Reason: Equatable, Sendable {
        case tooLarge(bytes: Int, limit: Int)
        case truncated
        case malformedField
        case noPieces
        case emptyPiece(Int)
        case notUTF8(Int)
        case unusableScore(Int)
        case unknownKind(Int, piece: Int)
        case duplicatePiece(String)
        case unknownPieceCount(Int)
        case unexpectedBytePiece(String)
        case malformedBytePiece(String)
        case missingBytePieces(Int)
        case unsupportedModel(Int)
        case brokenCharacterMap
        case unknownNumber(Int32, count: Int)
    }

    package let reason: Reason
    /// The file's name.
    package let source: String
    /// Where in the file, in bytes; nil where no one place is at fault.
    package let offset: Int?

    package init(_ reason: Reason, in source: String, offset: Int? = nil) {
        self.reason = reason
        self.source = source
        self.offset = offset
    }

    package var description: String {
        "\(source)\(offset.map { ", byte \($0)" } ?? ""): \(words)"
    }

    private var words: String {
        let damaged = "The file is damaged: fetch it again, or train the model again."
        return switch reason {
        case .tooLarge(let bytes, let limit):
            "has \(bytes) bytes, more than the \(limit) that a model can take. "
                + "Check that it is the right file."
        case .truncated:
            "ends within a field. \(damaged)"
        case .malformedField:
            "no field of a SentencePiece model begins here. "
                + "Check that it is a .model file of SentencePiece, not its .vocab file."
        case .noPieces:
            "has no pieces. Check that it is a .model file of SentencePiece."
        case .emptyPiece(let number):
            "piece \(number) is empty. \(damaged)"
        case .notUTF8(let number):
            "piece \(number) is not UTF-8. \(damaged)"
        case .unusableScore(let number):
            "the score of piece \(number) is not a number. \(damaged)"
        case .unknownKind(let kind, let piece):
            "piece \(piece) is of kind \(kind), which this program does not know. "
                + "Update translate, or train the model again with SentencePiece 0.2."
        case .duplicatePiece(let piece):
            "“\(piece)” is there twice. \(damaged)"
        case .unknownPieceCount(let count):
            "has \(count) pieces for what is unknown instead of one. \(damaged)"
        case .unexpectedBytePiece(let piece):
            "“\(piece)” is a byte, but the model says that it has none (byte_fallback). \(damaged)"
        case .malformedBytePiece(let piece):
            "“\(piece)” is not spelled as a byte, such as <0x0A>. \(damaged)"
        case .missingBytePieces(let count):
            "only \(count) of 256 bytes have a piece (byte_fallback). \(damaged)"
        case .unsupportedModel(let kind):
            "is a model of kind \(kind) (3 words, 4 characters); BPE and unigram can be read. "
                + "Train it with --model_type=bpe or unigram."
        case .brokenCharacterMap:
            "its map of characters (precompiled_charsmap) leads out of itself. \(damaged)"
        case .unknownNumber(let number, let count):
            "has no piece \(number); its pieces are 0…\(count - 1). "
                + "The numbers must come from this model."
        }
    }
}
