extension SentencePieceModel {
    /// The text that pieces stand for, as `SentencePieceProcessor::Decode` writes it.
    ///
    /// Control symbols stand for nothing; bytes that make no character become U+FFFD each.
    /// - Throws: when there is no piece of such a number.
    package func decode(_ ids: [Int32]) throws(SentencePieceError) -> String {
        var text: [UInt8] = []
        var bytes: [UInt8] = []
        // Whether the space that begins a text, which encoding has added, is still to be dropped.
        var isAtStart = true
        var hasDroppedSpace = false
        for number in ids {
            guard number >= 0, Int(number) < pieces.count else {
                throw SentencePieceError(
                    .unknownNumber(number, count: pieces.count), in: name)
            }
            let piece = pieces[Int(index.preferred[Int(number)])]
            if piece.kind == .byte, let byte = SentencePieceIndex.byte(of: piece.text) {
                bytes.append(byte)
                continue
            }
            Self.flush(&bytes, to: &text)
            if hasDroppedSpace || !text.isEmpty { isAtStart = false }
            hasDroppedSpace = append(piece, isAtStart: isAtStart, to: &text)
        }
        Self.flush(&bytes, to: &text)
        if let denormalizer { text = denormalizer.normalize(text) }
        return String(decoding: text, as: UTF8.self)
    }

    /// - Returns: whether it began with the one space that was to be dropped.
    private func append(_ piece: Piece, isAtStart: Bool, to text: inout [UInt8]) -> Bool {
        if piece.kind == .control { return false }
        if piece.kind == .unknown {
            text += unknownSurface
            return false
        }
        let space = SentencePieceNormalizer.space
        var rest = Array(piece.text.utf8)[...]
        let dropsSpace = isAtStart && stripsFirstSpace && rest.starts(with: space)
        if dropsSpace { rest = rest.dropFirst(space.count) }
        while !rest.isEmpty {
            let isSpace = rest.starts(with: space)
            text.append(isSpace ? 0x20 : rest[rest.startIndex])
            rest = rest.dropFirst(isSpace ? space.count : 1)
        }
        return dropsSpace && !stripsAllSpaces
    }

    /// Writes the characters that bytes make.
    private static func flush(_ bytes: inout [UInt8], to text: inout [UInt8]) {
        var start = 0
        while start < bytes.count {
            let end = min(start + UTF8Letters.width(bytes[start]), bytes.count)
            if String(validating: bytes[start..<end], as: UTF8.self) != nil {
                text += bytes[start..<end]
                start = end
            } else {
                text += Array("\u{FFFD}".utf8)
                start += 1
            }
        }
        bytes.removeAll(keepingCapacity: true)
    }
}
