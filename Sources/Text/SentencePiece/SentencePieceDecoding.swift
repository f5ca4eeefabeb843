extension SentencePieceModel {
    /// The text that pieces stand for, as `SentencePieceProcessor::Decode` writes it.
    ///
    /// Control symbols stand for nothing; bytes that make no character become U+FFFD each.
    /// - Throws: when there is no piece of such a number.
    package func decode(_ ids: [Int32]) throws(SentencePieceError) -> String {
        var writing = Writing()
        for number in ids {
            guard number >= 0, Int(number) < pieces.count else {
                throw SentencePieceError(
                    .unknownNumber(number, count: pieces.count), in: name)
            }
            append(pieces[Int(index.preferred[Int(number)])], to: &writing)
        }
        return finish(writing)
    }

    /// The text that spelled pieces stand for; those that the model lacks are their own text.
    package func decode(pieces spelled: [String]) -> String {
        var writing = Writing()
        for text in spelled {
            let number = id(of: text)
            let piece = pieces[Int(index.preferred[Int(number)])]
            if number == unknownID, piece.text != text {
                Self.prepare(&writing)
                writing.text += Array(text.utf8)
            } else {
                append(piece, to: &writing)
            }
        }
        return finish(writing)
    }

    /// A text that grows piece by piece.
    private struct Writing {
        var text: [UInt8] = []
        /// Of a character that is not yet whole.
        var bytes: [UInt8] = []
        /// Whether the space that begins a text, which encoding has added, is still to be dropped.
        var isAtStart = true
        var hasDroppedSpace = false
    }

    private func append(_ piece: Piece, to writing: inout Writing) {
        if piece.kind == .byte, let byte = SentencePieceIndex.byte(of: piece.text) {
            return writing.bytes.append(byte)
        }
        Self.prepare(&writing)
        writing.hasDroppedSpace = append(
            piece, isAtStart: writing.isAtStart, to: &writing.text)
    }

    /// Before anything but a byte is written.
    private static func prepare(_ writing: inout Writing) {
        flush(&writing.bytes, to: &writing.text)
        if writing.hasDroppedSpace || !writing.text.isEmpty { writing.isAtStart = false }
        writing.hasDroppedSpace = false
    }

    private func finish(_ writing: Writing) -> String {
        var writing = writing
        Self.flush(&writing.bytes, to: &writing.text)
        if let denormalizer { writing.text = denormalizer.normalize(writing.text) }
        return String(decoding: writing.text, as: UTF8.self)
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
