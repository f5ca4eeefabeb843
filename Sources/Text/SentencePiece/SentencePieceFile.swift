/// What a SentencePiece `.model` file says, as far as encoding and decoding need it.
///
/// Field numbers and defaults: sentencepiece_model.proto of SentencePiece 0.2.
struct SentencePieceFile {
    struct Normalization {
        var charsmap: Range<Int> = 0..<0
        var addsDummyPrefix = true
        var removesExtraSpaces = true
        var escapesSpaces = true
    }

    /// The largest file that is read, against files made to exhaust memory.
    static let largestFile = 64 << 20

    let bytes: [UInt8]
    let name: String
    private(set) var pieces: [SentencePieceModel.Piece] = []
    /// 1 unigram, 2 BPE, 3 words, 4 characters.
    private(set) var modelType = 1
    private(set) var hasByteFallback = false
    private(set) var putsSpaceLast = false
    private(set) var unknownSurface = Array(" \u{2047} ".utf8)
    private(set) var normalization = Normalization()
    private(set) var denormalization = Normalization()

    init(_ bytes: [UInt8], name: String) throws(SentencePieceError) {
        guard bytes.count <= Self.largestFile else {
            throw SentencePieceError(
                .tooLarge(bytes: bytes.count, limit: Self.largestFile), in: name)
        }
        self.bytes = bytes
        self.name = name
        var reader = ProtobufReader(bytes, file: name)
        while let field = try reader.next() {
            guard case .bytes(let range) = field.value else { continue }
            switch field.number {
            case 1: pieces.append(try piece(at: range))
            case 2: try readTraining(at: range)
            case 3: try read(&normalization, at: range)
            case 5: try read(&denormalization, at: range)
            default: break
            }
        }
    }

    private func piece(
        at range: Range<Int>
    ) throws(SentencePieceError) -> SentencePieceModel.Piece {
        let number = pieces.count
        var text = 0..<0
        var score: Float = 0
        var kind = 1
        var reader = ProtobufReader(bytes, range, file: name)
        while let field = try reader.next() {
            switch (field.number, field.value) {
            case (1, .bytes(let range)): text = range
            case (2, .fixed32(let bits)): score = Float(bitPattern: bits)
            case (3, .varint(let value)): kind = Int(truncatingIfNeeded: value)
            default: break
            }
        }
        func failure(_ reason: SentencePieceError.Reason) -> SentencePieceError {
            SentencePieceError(reason, in: name, offset: range.lowerBound)
        }
        if text.isEmpty { throw failure(.emptyPiece(number)) }
        if score.isNaN { throw failure(.unusableScore(number)) }
        guard let text = String(validating: bytes[text], as: UTF8.self) else {
            throw failure(.notUTF8(number))
        }
        guard let kind = SentencePieceModel.Piece.Kind(rawValue: kind) else {
            throw failure(.unknownKind(kind, piece: number))
        }
        return SentencePieceModel.Piece(text: text, score: score, kind: kind)
    }

    private mutating func readTraining(at range: Range<Int>) throws(SentencePieceError) {
        var reader = ProtobufReader(bytes, range, file: name)
        while let field = try reader.next() {
            switch (field.number, field.value) {
            case (3, .varint(let value)): modelType = Int(truncatingIfNeeded: value)
            case (24, .varint(let value)): putsSpaceLast = value != 0
            case (35, .varint(let value)): hasByteFallback = value != 0
            case (44, .bytes(let range)): unknownSurface = Array(bytes[range])
            default: break
            }
        }
    }

    private func read(
        _ normalization: inout Normalization, at range: Range<Int>
    ) throws(SentencePieceError) {
        var reader = ProtobufReader(bytes, range, file: name)
        while let field = try reader.next() {
            switch (field.number, field.value) {
            case (2, .bytes(let range)): normalization.charsmap = range
            case (3, .varint(let value)): normalization.addsDummyPrefix = value != 0
            case (4, .varint(let value)): normalization.removesExtraSpaces = value != 0
            case (5, .varint(let value)): normalization.escapesSpaces = value != 0
            default: break
            }
        }
    }
}
