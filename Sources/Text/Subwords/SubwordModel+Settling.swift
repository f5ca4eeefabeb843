extension SubwordModel {
    /// What a text begins with whose last tokens are not known yet: its words but the last, which
    /// may become longer.
    ///
    /// Nothing while a protected span of the source is missing, which will be put back wherever
    /// its place is. Whatever tokens follow, their text begins with this: a token adds behind what
    /// is there, and only bytes change what they stand for with the bytes behind them.
    /// - Parameters:
    ///   - ids: the tokens that are known
    ///   - slots: the protected spans of the source
    ///   - unknown: as of `decode`
    package func settledText(
        of ids: [Int32], slots: SlotContents, unknown: (Int) -> String = { _ in "\u{FFFD}" }
    ) -> String {
        let decoded = decode(Array(withoutLastBytes(ids)), slots: slots, unknown: unknown)
        guard decoded.missingWords.isEmpty else { return "" }
        return String(decoded.text[..<decoded.lastWordStart])
    }

    private func withoutLastBytes(_ ids: [Int32]) -> ArraySlice<Int32> {
        var known = ids[...]
        while let last = known.last, outputs.indices.contains(Int(last)),
            case .byte = outputs[Int(last)]
        {
            known.removeLast()
        }
        return known
    }
}

extension DecodedText {
    /// Where the last word begins that has white space before it, or is of a script without, and
    /// the space before it; the text's start where there is none.
    fileprivate var lastWordStart: String.Index {
        let scalars = text.unicodeScalars
        var (place, offset) = (scalars.endIndex, scalars.count)
        for word in words.reversed() {
            place = scalars.index(place, offsetBy: word.range.lowerBound - offset)
            offset = word.range.lowerBound
            guard offset > 0, place < scalars.endIndex else { continue }
            let (last, first) = (scalars[scalars.index(before: place)], scalars[place])
            let (before, behind) = (UnitClass(last), UnitClass(first))
            guard before.isSpace || before.isUnspaced || behind.isUnspaced else { continue }
            var start = place
            while start > scalars.startIndex,
                UnitClass(scalars[scalars.index(before: start)]).isSpace
            {
                start = scalars.index(before: start)
            }
            // A mark at a word's start belongs to what is before it.
            if start.samePosition(in: text) != nil { return start }
        }
        return scalars.startIndex
    }
}
