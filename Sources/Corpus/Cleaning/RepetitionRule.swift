/// Words stand several times in a row on one side while nothing is repeated on the other: the loop
/// of a translation engine, or a paste too many.
///
/// Phrases of up to four words count, in any case and with any punctuation; in scripts without
/// spaces, runs of two to eight characters, one time more.
struct RepetitionRule: PairRule {
    static let rule = CleaningRule.repetition
    /// How many times in a row are fine.
    let limit: Int
    private let longestPhrase = 4
    private let longestRun = 8

    func fault(of pair: borrowing CleaningPair) -> String? {
        let source = repeats(in: pair.source)
        let target = repeats(in: pair.target)
        if source > limit, target == 1 { return "\(source) times in a row in the source" }
        if target > limit, source == 1 { return "\(target) times in a row in the target" }
        return nil
    }

    /// The most times that anything stands in a row; 1 for no repetition.
    private func repeats(in side: borrowing CleaningSide) -> Int {
        let units = Self.words(side.bytes)
        var most = Self.repeats(of: 1...longestPhrase, in: units)
        if side.traits.marks.contains(.unspaced) {
            let characters = Self.letters(side.bytes)
            most = max(most, Self.repeats(of: 2...longestRun, in: characters) - 1)
        }
        return most
    }

    private static func repeats(of lengths: ClosedRange<Int>, in units: [UInt64]) -> Int {
        var most = 1
        for length in lengths where units.count >= 2 * length {
            var equal = 0
            for index in length..<units.count {
                equal = units[index] == units[index - length] && units[index] != 0 ? equal + 1 : 0
                most = max(most, equal / length + 1)
            }
        }
        return most
    }

    /// A number for each word, the same whatever its case; 0 for what has no letters.
    private static func words(_ text: borrowing [UInt8]) -> [UInt64] {
        var words: [UInt64] = []
        words.reserveCapacity(text.count / 4 + 1)
        var hash: UInt64 = 0
        var hasLetter = false
        for index in text.indices {
            let byte = text[index]
            if byte == 0x20 {
                words.append(hasLetter ? hash : 0)
                (hash, hasLetter) = (0, false)
            } else if byte.isASCIIAlphanumeric || byte >= 0x80 {
                hasLetter = hasLetter || !byte.isASCIIDigit
                let folded = byte.isASCIILetter ? byte | 0x20 : byte
                // FNV-1a's step, from 0: equal hashes of different words are of no consequence.
                hash = (hash &+ UInt64(folded)) &* 0x100_0000_01b3
            }
        }
        words.append(hasLetter ? hash : 0)
        return words
    }

    /// The letters of scripts without spaces; 0 for everything else.
    private static func letters(_ text: borrowing [UInt8]) -> [UInt64] {
        var letters: [UInt64] = []
        letters.reserveCapacity(text.count / 2)
        var index = 0
        while index < text.count {
            let (scalar, length) = text.scalar(at: index)
            let isLetter = scalar >= 0x0E00 && !(0x2000..<0x3041 ~= scalar) && scalar < 0xFE00
            letters.append(isLetter ? UInt64(scalar) : 0)
            index += length
        }
        return letters
    }
}
