/// Finds pieces by their text.
struct SentencePieceIndex: Sendable {
    let unknownID: Int32
    /// The piece for each byte; empty for models that do not spell what is unknown.
    let byteIDs: [Int32]
    /// For each piece the one that its text stands for, which is another where a reserved piece is
    /// spelled like one that text can be cut into.
    let preferred: [Int32]
    private var texts = ByteTable()
    /// By number in `texts`: the piece that text can be cut into, −1 where there is none.
    private var inText: [Int32] = []
    /// By number in `texts`: the piece that stands for something else, −1 where there is none.
    private var reserved: [Int32] = []

    init(_ model: SentencePieceFile) throws(SentencePieceError) {
        guard !model.pieces.isEmpty else { throw SentencePieceError(.noPieces, in: model.name) }
        var unknown: [Int32] = []
        for (piece, id) in zip(model.pieces, Int32(0)...) {
            let number = texts.insert(piece.text.utf8)
            if number == inText.count {
                inText.append(-1)
                reserved.append(-1)
            }
            let isFree = (piece.kind.isInText ? inText : reserved)[number] < 0
            guard isFree else {
                throw SentencePieceError(.duplicatePiece(piece.text), in: model.name)
            }
            if piece.kind.isInText { inText[number] = id } else { reserved[number] = id }
            if piece.kind == .unknown { unknown.append(id) }
        }
        guard let unknownID = unknown.first, unknown.count == 1 else {
            throw SentencePieceError(.unknownPieceCount(unknown.count), in: model.name)
        }
        self.unknownID = unknownID
        var numbers: [Int32] = []
        numbers.reserveCapacity(model.pieces.count)
        for (piece, id) in zip(model.pieces, Int32(0)...) {
            guard piece.kind.isInText, let number = texts.number(of: piece.text.utf8),
                reserved[number] >= 0
            else {
                numbers.append(id)
                continue
            }
            numbers.append(reserved[number])
        }
        preferred = numbers
        byteIDs = try Self.byteIDs(model)
    }

    private static func byteIDs(
        _ model: SentencePieceFile
    ) throws(SentencePieceError) -> [Int32] {
        var ids = [Int32](repeating: -1, count: 256)
        for (piece, id) in zip(model.pieces, Int32(0)...) where piece.kind == .byte {
            guard model.hasByteFallback else {
                throw SentencePieceError(.unexpectedBytePiece(piece.text), in: model.name)
            }
            guard let byte = byte(of: piece.text) else {
                throw SentencePieceError(.malformedBytePiece(piece.text), in: model.name)
            }
            ids[Int(byte)] = id
        }
        guard model.hasByteFallback else { return [] }
        let found = ids.count { $0 >= 0 }
        guard found == ids.count else {
            throw SentencePieceError(.missingBytePieces(found), in: model.name)
        }
        return ids
    }

    /// The byte that a piece like `<0x0A>` stands for.
    static func byte(of piece: String) -> UInt8? {
        let letters = Array(piece.utf8)
        guard letters.count == 6, piece.hasPrefix("<0x"), letters[5] == UInt8(ascii: ">"),
            let high = digits.firstIndex(of: letters[3]),
            let low = digits.firstIndex(of: letters[4])
        else { return nil }
        return UInt8(high << 4 | low)
    }

    private static let digits = Array("0123456789ABCDEF".utf8)

    /// The piece, of those that text can be cut into.
    func piece(_ text: [UInt8], _ range: Range<Int>) -> Int32? {
        guard let number = texts.number(of: text, range), inText[number] >= 0 else { return nil }
        return inText[number]
    }

    /// The piece of any kind, reserved ones first as in SentencePiece, or the unknown one.
    func id(of text: [UInt8], _ range: Range<Int>) -> Int32 {
        guard let number = texts.number(of: text, range) else { return unknownID }
        return reserved[number] >= 0 ? reserved[number] : inText[number]
    }

    func id(of text: [UInt8]) -> Int32 { id(of: text, 0..<text.count) }
}
