/// How good a place is to cut a text at; the best is the last.
enum CutStrength: UInt8, Comparable, CaseIterable, Sendable {
    /// Inside what is written together: `and/or`, `-5%`.
    case joint = 1
    case word, conjunction, comma, clause, sentence

    static func < (one: CutStrength, other: CutStrength) -> Bool { one.rawValue < other.rawValue }
}

/// The places between which a text may be cut, each after the white space there.
struct CutPlaces: Sendable {
    /// Nil where the text should not be cut.
    private(set) var strengths: [CutStrength?]

    /// - Parameters:
    ///   - wordEnds: ICU's, by dictionary in scripts without spaces.
    ///   - splitter: finds the ends of sentences.
    ///   - conjunctions: of the language, in small letters.
    ///   - spans: what is not cut.
    init(
        in source: SegmentSource, wordEnds: [Int32], splitter: SentenceSplitter,
        conjunctions: Set<String>, keeping spans: [Range<Int>]
    ) {
        strengths = [CutStrength?](repeating: nil, count: source.units.count + 1)
        let reader = PlaceReader(source: source, splitter: splitter, conjunctions: conjunctions)
        for end in wordEnds.map({ Int($0) }) where source.units.indices.contains(end) {
            strengths[end] = reader.strength(at: end)
        }
        for sentence in splitter.ranges(in: source) { strengths[sentence.upperBound] = .sentence }
        for span in spans.map({ $0.clamped(to: 0..<source.units.count) }) where span.count > 1 {
            for place in span.dropFirst() { strengths[place] = nil }
        }
    }

    /// The places inside `range` that are at least so good.
    func places(inside range: Range<Int>, from least: CutStrength) -> [Int] {
        range.dropFirst().filter { place in strengths[place].map { $0 >= least } ?? false }
    }
}

/// Reads from what stands around a place how good it is.
private struct PlaceReader {
    let source: SegmentSource
    let splitter: SentenceSplitter
    let conjunctions: Set<String>

    /// - Parameter place: between two of ICU's words; not the beginning or the end of the text.
    func strength(at place: Int) -> CutStrength? {
        guard place > 0, !source.classes[place].isSpace else { return nil }
        let end = source.startOfSpace(before: place)
        guard end > 0 else { return nil }
        if isSign(place) { return .joint }
        return end < place ? afterSpace(place, end: end) : withoutSpace(place)
    }

    /// - Parameter end: where the white space begins.
    private func afterSpace(_ place: Int, end: Int) -> CutStrength {
        let sign = source.units[end - 1]
        if Self.clauseSigns.contains(sign) { return .clause }
        // A sentence, perhaps, but that the next begins with a small letter.
        if Self.endSigns.contains(sign), splitter.endsSentence(before: place, in: source) {
            return .clause
        }
        if Self.commaSigns.contains(sign) || isBracket(place) { return .comma }
        if source.units[end..<place].contains(where: Self.unbreakableSpaces.contains) {
            return .joint
        }
        // Thai and its neighbours write a space where others write a comma.
        if source.classes[end - 1].isUnspaced, source.classes[place].isUnspaced { return .comma }
        return isConjunction(at: place) ? .conjunction : .word
    }

    private func withoutSpace(_ place: Int) -> CutStrength {
        let (last, next) = (source.classes[place - 1], source.classes[place])
        if last.isUnspaced {
            if Self.clauseSigns.contains(source.units[place - 1]) { return .clause }
            if Self.commaSigns.contains(source.units[place - 1]) { return .comma }
        }
        return last.kind != .opening && (last.isUnspaced || next.isUnspaced) ? .word : .joint
    }

    /// Whether a sign stands there that belongs to what is before it.
    private func isSign(_ place: Int) -> Bool {
        let sign = source.units[place]
        if Self.clauseSigns.contains(sign) || Self.commaSigns.contains(sign) { return true }
        return Self.endSigns.contains(sign) || sign == 0x25
    }

    private func isBracket(_ place: Int) -> Bool {
        Self.brackets.contains(source.units[place])
    }

    /// The longest conjunction listed, in UTF-16 units.
    private static let longestConjunction = 8

    private func isConjunction(at place: Int) -> Bool {
        var end = place
        while end < source.units.count, source.classes[end].kind == .letter {
            guard end - place < Self.longestConjunction else { return false }
            end += 1
        }
        return end < source.units.count && source.classes[end].isSpace
            && conjunctions.contains(source.string(place..<end).lowercased())
    }

    private static let clauseSigns = Set(";:–—；：؛।。．".utf16)
    private static let commaSigns = Set(",)]}»”’，、）］】」』〉》،၊".utf16)
    private static let endSigns = Set(".!?…！？".utf16)
    private static let brackets = Set("([{（［【「『〈《".utf16)
    private static let unbreakableSpaces: Set<UInt16> = [0xA0, 0x2007, 0x202F]
}
