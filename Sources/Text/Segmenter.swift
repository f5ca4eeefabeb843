// Long lines are cut top down: into sentences, a sentence that is too long into clauses, a clause
// into words, a word in the middle. Neighbours of one level are then put together again as long as
// they fit. Every level counts the tokens of a stretch once, so the cost is linear in the text.

/// Cuts texts that are too long for a model into segments that are not.
package struct Segmenter: Sendable {
    private let splitter: SentenceSplitter
    private let tokenLimit: Int
    private let characters = Pool { BreakIterator(.character) }

    /// - Parameters:
    ///   - language: a code such as `de`, for the rules of its sentences.
    ///   - tokenLimit: the most tokens in a segment, as `tokenCount` counts them.
    package init(language: String, tokenLimit: Int) {
        precondition(tokenLimit > 0, "a segment of \(tokenLimit) tokens")
        splitter = SentenceSplitter(language: language)
        self.tokenLimit = tokenLimit
    }

    /// As few segments as it takes.
    ///
    /// They are cut at the ends of sentences, else after clauses, else between words, else between
    /// characters. No segment has more tokens than the limit, unless a single scalar has.
    package func segments(
        of text: String, tokenCount: @escaping (String) -> Int
    ) -> [Segment] {
        let source = SegmentSource(text)
        guard !source.units.isEmpty else { return [] }
        let cutter = Cutter(
            source: source, tokenLimit: tokenLimit, tokenCount: tokenCount,
            characterEnds: { characters.lend { $0.ends(in: source.units) } })
        let whole = 0..<source.units.count
        if cutter.count(whole) <= tokenLimit {
            return source.withoutLeadingSpace.map { source.segment($0) }
        }
        return cutter.pack(splitter.ranges(in: source), level: .sentence)
            .map { source.segment($0) }
    }
}

/// The cutting of one text.
private final class Cutter {
    enum Level: Int {
        case sentence, clause, word, character

        var finer: Level { Level(rawValue: rawValue + 1) ?? .character }
    }

    private let source: SegmentSource
    private let tokenLimit: Int
    private let tokenCount: (String) -> Int
    private let characterEnds: () -> [Int32]
    private lazy var isCharacterEnd: [Bool] = {
        var isEnd = [Bool](repeating: false, count: source.units.count + 1)
        for end in characterEnds() { isEnd[Int(end)] = true }
        return isEnd
    }()

    init(
        source: SegmentSource, tokenLimit: Int, tokenCount: @escaping (String) -> Int,
        characterEnds: @escaping () -> [Int32]
    ) {
        self.source = source
        self.tokenLimit = tokenLimit
        self.tokenCount = tokenCount
        self.characterEnds = characterEnds
    }

    /// The tokens at `range`, without the white space at its end.
    func count(_ range: Range<Int>) -> Int {
        let end = source.startOfSpace(before: range.upperBound, notBefore: range.lowerBound)
        return end == range.lowerBound ? 0 : tokenCount(source.string(range.lowerBound..<end))
    }

    /// Joins neighbours that fit together and cuts those that do not fit alone.
    func pack(_ parts: [Range<Int>], level: Level) -> [Range<Int>] {
        var packed: [Range<Int>] = []
        var open: (range: Range<Int>, tokens: Int)?
        for part in parts {
            let tokens = count(part)
            if let pending = open {
                if pending.tokens + spaceTokens(before: part) + tokens <= tokenLimit {
                    let total = pending.tokens + spaceTokens(before: part) + tokens
                    open = (pending.range.lowerBound..<part.upperBound, total)
                    continue
                }
                packed += confirmed(pending.range, level: level)
                open = nil
            }
            if tokens > tokenLimit {
                packed += cut(part, level: level.finer)
            } else if tokens == 0 {
                packed.append(part)  // white space alone
            } else {
                open = (part, tokens)
            }
        }
        if let pending = open { packed += confirmed(pending.range, level: level) }
        return packed
    }

    /// At most how many tokens the white space before `part` will take: none where it is expected.
    private func spaceTokens(before part: Range<Int>) -> Int {
        let start = source.startOfSpace(before: part.lowerBound)
        let isUnsaid =
            part.lowerBound - start == 1 && source.units[start] == 0x20 && start > 0
            && source.classes[start - 1].expectsSpace(before: source.classes[part.lowerBound])
        return isUnsaid ? 0 : part.lowerBound - start
    }

    /// What was put together by adding up counts may still be over the limit by a token or two.
    private func confirmed(_ range: Range<Int>, level: Level) -> [Range<Int>] {
        guard level != .character, count(range) > tokenLimit else { return [range] }
        return cut(range, level: level.finer)
    }

    private func cut(_ range: Range<Int>, level: Level) -> [Range<Int>] {
        switch level {
        case .sentence, .clause: pack(parts(of: range, endAt: isClauseEnd), level: .clause)
        case .word: pack(parts(of: range, endAt: isWordEnd), level: .word)
        case .character: halves(of: range)
        }
    }

    private func parts(of range: Range<Int>, endAt isEnd: (Int) -> Bool) -> [Range<Int>] {
        var parts: [Range<Int>] = []
        var start = range.lowerBound
        for place in range.dropFirst() where isEnd(place) {
            parts.append(start..<place)
            start = place
        }
        parts.append(start..<range.upperBound)
        return parts
    }

    /// Between white space and what follows it.
    private func isWordEnd(_ place: Int) -> Bool {
        source.classes[place - 1].isSpace && !source.classes[place].isSpace
    }

    /// After punctuation and the white space that follows it, or, in scripts without spaces,
    /// right after the punctuation.
    private func isClauseEnd(_ place: Int) -> Bool {
        if isWordEnd(place) {
            let end = source.startOfSpace(before: place)
            return end > 0 && Self.clauseSigns.contains(source.units[end - 1])
        }
        return source.classes[place - 1].isUnspaced && !source.classes[place].isSpace
            && Self.clauseSigns.contains(source.units[place - 1])
    }

    private static let clauseSigns = Set(",;:–—)]、，；：".utf16)

    /// Cuts in the middle until all fit: between characters, or, in a character that alone has too
    /// many tokens, which only an attacker writes, between its scalars.
    private func halves(of range: Range<Int>) -> [Range<Int>] {
        guard count(range) > tokenLimit,
            let middle = place(nearMiddleOf: range, where: { isCharacterEnd[$0] })
                ?? place(nearMiddleOf: range, where: { !source.classes[$0].isTrail })
        else { return [range] }
        return halves(of: range.lowerBound..<middle) + halves(of: middle..<range.upperBound)
    }

    private func place(nearMiddleOf range: Range<Int>, where fits: (Int) -> Bool) -> Int? {
        let middle = range.lowerBound + range.count / 2
        for distance in 0...(range.count / 2) {
            for place in [middle - distance, middle + distance]
            where place > range.lowerBound && place < range.upperBound && fits(place) {
                return place
            }
        }
        return nil
    }
}
