/// Tells the signs that end a sentence from those that only look like it.
struct StopReader: Sendable {
    private let abbreviations: Abbreviations
    private let openers: Set<String>

    init(language: String, rules: AbbreviationRules) {
        abbreviations = Abbreviations(language: language, rules: rules)
        openers = LanguageWords.openers[LanguageWords.code(of: language)] ?? []
    }

    /// Whether what stands before `end`, white space aside, ends a sentence.
    ///
    /// - Parameter end: within the text, after white space where there is some.
    func endSentence(before end: Int, in source: SegmentSource) -> Bool {
        let stop = source.startOfSpace(before: end) - 1
        guard stop > 0 else { return true }
        // A new line is an end whatever stands before it.
        if source.units[(stop + 1)..<end].contains(where: { $0 == 0x0A || $0 == 0x0D }) {
            return true
        }
        guard source.units[stop] == 0x2E else { return !isQuoted(stop, before: end, in: source) }
        let beforeNumber = source.classes[end].kind == .digit
        switch effect(of: stop, beforeNumber: beforeNumber, in: source) {
        case .continues: return false
        case .ends: break
        case .endsBeforeOpener: guard isOpener(at: end, in: source) else { return false }
        }
        return !isInside(stop, before: end, beforeNumber: beforeNumber, in: source)
    }

    /// “Really?” he asked: an exclamation in quotes, and the sentence goes on in small letters.
    private func isQuoted(_ last: Int, before end: Int, in source: SegmentSource) -> Bool {
        Self.closers.contains(source.units[last])
            && source.scalar(at: end)?.properties.isLowercase == true
    }

    /// Closing quotes and brackets that stand apart, as in French: « Viens ! » Il part.
    func endOfQuotation(from end: Int, in source: SegmentSource) -> Int {
        var next = end
        while next < source.units.count, Self.guillemet == source.units[next] { next += 1 }
        guard next > end, next == source.units.count || source.classes[next].isSpace else {
            return end
        }
        return source.endOfSpace(from: next)
    }

    private static let guillemet: UInt16 = 0xBB
    private static let closers = Set("\"'’”“»«)]}".utf16)
}

// MARK: - Numbers after a stop

extension StopReader {
    /// Where sentences may begin with a number and go on in small letters, which ICU takes for the
    /// middle of one: “A field. 2 men run.”
    ///
    /// Only after whole words in small letters, and in languages whose abbreviations are known.
    func numbersAfterStops(in source: SegmentSource) -> [Int] {
        guard abbreviations.isListed else { return [] }
        var places: [Int] = []
        for place in source.classes.indices.dropFirst(2)
        where source.classes[place].kind == .digit && source.classes[place - 1].isSpace {
            let stop = source.startOfSpace(before: place) - 1
            if stop > 0, source.units[stop] == 0x2E, followsWholeWord(stop, in: source) {
                places.append(place)
            }
        }
        return places
    }

    private static let shortestWholeWord = 4

    private func followsWholeWord(_ stop: Int, in source: SegmentSource) -> Bool {
        let start = wordStart(before: stop, in: source)
        return stop - start >= Self.shortestWholeWord
            && source.classes[start..<stop].allSatisfy { $0.kind == .letter || $0.kind == .mark }
            && source.scalar(at: stop - 1)?.properties.isLowercase == true
    }
}

// MARK: - Words before a stop

extension StopReader {
    /// The longest word read, and the longest abbreviation of several.
    private static let longestWord = 24
    private static let longestPhrase = AbbreviationRules.longestWord + 8

    private func effect(
        of stop: Int, beforeNumber: Bool, in source: SegmentSource
    ) -> Abbreviations.Effect {
        let start = wordStart(before: stop, in: source)
        guard start < stop, stop - start <= Self.longestWord else { return .ends }
        return abbreviations.effect(of: source.string(start..<stop), beforeNumber: beforeNumber)
    }

    /// Whether the stop is of an abbreviation of several words, the last one or one inside.
    private func isInside(
        _ stop: Int, before end: Int, beforeNumber: Bool, in source: SegmentSource
    ) -> Bool {
        let next = phrase(end..<wordEnd(after: end, in: source), in: source)
        var start = wordStart(before: stop, in: source)
        for _ in 0..<4 where start < stop && stop - start <= Self.longestPhrase {
            let words = phrase(start..<stop, in: source)
            if abbreviations.contain(words, beforeNumber: beforeNumber)
                || abbreviations.begin(with: words + "." + next)
            {
                return true
            }
            start = wordStart(before: source.startOfSpace(before: start), in: source)
        }
        return false
    }

    /// Words as abbreviations of several are kept.
    private func phrase(_ range: Range<Int>, in source: SegmentSource) -> String {
        AbbreviationRules.canonical(source.string(range))
    }

    private func wordStart(before stop: Int, in source: SegmentSource) -> Int {
        var start = stop
        while start > 0, stop - start <= Self.longestWord, isInner(start - 1, in: source) {
            start -= 1
        }
        while start < stop, Self.apostrophes.contains(source.units[start]) { start += 1 }
        return start
    }

    private func wordEnd(after start: Int, in source: SegmentSource) -> Int {
        var end = start
        while end < source.units.count, end - start <= Self.longestWord,
            source.units[end] != 0x2E, isInner(end, in: source)
        {
            end += 1
        }
        return end
    }

    private func isInner(_ place: Int, in source: SegmentSource) -> Bool {
        switch source.classes[place].kind {
        case .letter, .mark, .digit: true
        default:
            source.units[place] == 0x2E || source.units[place] == 0x2D
                || Self.apostrophes.contains(source.units[place])
        }
    }

    private static let apostrophes: Set<UInt16> = [0x27, 0x2019]

    /// Whether the word at `start` is one that begins sentences, and no abbreviation itself.
    private func isOpener(at start: Int, in source: SegmentSource) -> Bool {
        var end = start
        while end < source.units.count, end - start <= Self.longestWord,
            source.classes[end].kind == .letter
        {
            end += 1
        }
        let isAbbreviated = end < source.units.count && [0x2E, 0x2D].contains(source.units[end])
        return !isAbbreviated && openers.contains(source.string(start..<end).lowercased())
    }
}
