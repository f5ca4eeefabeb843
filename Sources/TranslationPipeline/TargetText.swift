internal import Alignment
internal import Foundation
internal import Text

/// A part's translation as text: what the model gave, with the words put back that it never saw, and
/// the protected spans that it left out.
struct TargetText: Sendable {
    private(set) var text: String
    private(set) var words: [SegmentWord]
    private(set) var links: [WordAlignment.Link]
    /// Of each of `words`; nil for one that the model did not write.
    private(set) var probabilities: [Float?]
    /// Rows for `words`; nil where no attention was read.
    private(set) var weights: [[Float]]?
    /// Whether a protected span was put back, which may not stand where it should.
    let hasSpansPutBack: Bool
    /// For each source word its strongest target word, if it has a link.
    private var places: [Int?]
    /// Before this place in `text` nothing is put, in Unicode code points.
    private let typedEnd: Int

    /// - Parameters:
    ///   - tokenLogProbabilities: of the tokens that were decoded, in order
    ///   - alignment: needed where words are to be put back
    ///   - typed: what the text begins with and must begin with
    init(
        _ decoded: DecodedText, tokenLogProbabilities: [Float], source: CoveredSource,
        alignment: SoftAlignment?, typed: String = ""
    ) {
        text = decoded.text
        words = decoded.words.map(SegmentWord.init)
        probabilities = Self.probabilities(decoded, tokenLogProbabilities)
        links = alignment.map(AlignmentReader.links) ?? []
        weights = alignment.map { soft in
            decoded.words.indices.map { target in
                source.words.indices.map { soft[target, $0] }
            }
        }
        places = [Int?](repeating: nil, count: source.words.count)
        if let alignment {
            for link in links {
                let weight = alignment[link.target, link.source]
                let best = places[link.source].map { alignment[$0, link.source] }
                if best.map({ weight > $0 }) ?? true { places[link.source] = link.target }
            }
        }
        typedEnd = typed.trimmingCharacters(in: .whitespaces).unicodeScalars.count
        let missing = (source.uncovered + decoded.missingWords).sorted().filter {
            typed.isEmpty || !typed.contains(source.words[$0].text)
        }
        hasSpansPutBack = missing.contains { source.protected.contains($0) }
        for word in missing { putBack(word, of: source.words) }
    }

    /// A word is as probable as all its tokens together, each after those before it: their product.
    private static func probabilities(
        _ decoded: DecodedText, _ tokenLogProbabilities: [Float]
    ) -> [Float?] {
        var sums = [Float?](repeating: nil, count: decoded.words.count)
        for (word, logProbability) in zip(decoded.wordOfToken, tokenLogProbabilities)
        where word >= 0 {
            sums[word] = (sums[word] ?? 0) + logProbability
        }
        return sums.map { sum in sum.map { min(1, exp($0)) } }
    }

    /// Inserts a source word after the translation of the word before it, or at the beginning;
    /// one that is written together with the next word alone (`@name`), before that one's.
    private mutating func putBack(_ word: Int, of source: [Word]) {
        let copied = source[word]
        let touchesLast =
            word > 0 && source[word - 1].range.upperBound == copied.range.lowerBound
        let touchesNext =
            word + 1 < source.count && source[word + 1].range.lowerBound == copied.range.upperBound
        if touchesNext, !touchesLast, let next = places[word + 1], beginsAfterSpace(next) {
            insert(copied.text, number: next, at: words[next].start, source: word)
        } else if let last = places[..<word].last(where: { $0 != nil }), let last {
            let gap = touchesLast && places[word - 1] != nil ? "" : " "
            insert(copied.text, after: gap, number: last + 1, at: words[last].end, source: word)
        } else {
            let gap = text.isEmpty || touchesNext ? "" : " "
            insert(copied.text, before: gap, number: 0, at: 0, source: word)
        }
    }

    private func beginsAfterSpace(_ number: Int) -> Bool {
        number == 0 || words[number - 1].end < words[number].start
    }

    /// - Parameters:
    ///   - number: the new word's
    ///   - position: where the gaps and the word go, in Unicode code points
    ///   - source: the source word that it is
    private mutating func insert(
        _ word: String, after gapBefore: String = "", before gapAfter: String = "", number: Int,
        at position: Int, source: Int
    ) {
        guard position >= typedEnd else {
            let last = words.firstIndex { $0.end >= typedEnd } ?? words.count - 1
            let end = last < 0 ? text.unicodeScalars.count : words[last].end
            return place(word, after: " ", number: last + 1, at: end, source: source)
        }
        place(
            word, after: gapBefore, before: gapAfter, number: number, at: position,
            source: source)
    }

    private mutating func place(
        _ word: String, after gapBefore: String, before gapAfter: String = "", number: Int,
        at position: Int, source: Int
    ) {
        let inserted = (gapBefore + word + gapAfter).unicodeScalars
        var scalars = text.unicodeScalars
        scalars.insert(
            contentsOf: inserted, at: scalars.index(scalars.startIndex, offsetBy: position))
        text = String(scalars)
        for later in number..<words.count {
            words[later] = words[later].shifted(by: inserted.count)
        }
        let start = position + gapBefore.unicodeScalars.count
        words.insert(
            SegmentWord(text: word, start: start, end: start + word.unicodeScalars.count),
            at: number)
        probabilities.insert(nil, at: number)
        places = places.map { place in place.map { $0 < number ? $0 : $0 + 1 } }
        places[source] = number
        links =
            (links.map {
                WordAlignment.Link(
                    source: $0.source, target: $0.target < number ? $0.target : $0.target + 1)
            } + [WordAlignment.Link(source: source, target: number)]).sorted()
        weights?.insert([Float](repeating: 0, count: places.count), at: number)
    }
}
