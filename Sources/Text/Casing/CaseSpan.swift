/// A part of a word whose letters one mark describes, or none.
struct CaseSpan: Equatable {
    private(set) var range: Range<Int>
    /// `title`, `upper` or nil.
    let mark: CaseMark?

    /// So many small letters may end an abbreviation, as in `PCs`.
    private static let longestEnding = 2

    /// The mark that describes the whole word at `range`; nil for one in mixed or lower case.
    static func mark(ofAll range: Range<Int>, in text: LowercasedText) -> CaseMark? {
        var upperCount = 0
        var lowerCount = 0
        for place in range {
            switch text.letterCase(at: place) {
            case .upper where lowerCount > 0: return nil
            case .upper: upperCount += 1
            case .lower: lowerCount += 1
            case .none: break
            }
        }
        if upperCount == 1 { return .title }
        return lowerCount == 0 && upperCount > 0 ? .upper : nil
    }

    /// The fewest spans that together are the word at `range`.
    ///
    /// Where small letters follow great ones, the last great one goes with them, as in `XMLReader`,
    /// unless they are the ending of an abbreviation.
    static func spans(of range: Range<Int>, in text: LowercasedText) -> [CaseSpan] {
        let letters = range.filter { text.letterCase(at: $0) != .none }
        func run(of letterCase: LetterCase, from start: Int) -> Int {
            letters[start...].firstIndex { text.letterCase(at: $0) != letterCase } ?? letters.count
        }
        var spans: [CaseSpan] = []
        func begin(_ letter: Int, _ mark: CaseMark?) {
            let start = spans.isEmpty ? range.lowerBound : letters[letter]
            if let last = spans.indices.last {
                spans[last].range = spans[last].range.lowerBound..<start
            }
            spans.append(CaseSpan(range: start..<range.upperBound, mark: mark))
        }
        var start = 0
        while start < letters.count {
            let small = run(of: .upper, from: start)
            let end = run(of: .lower, from: small)
            switch (small - start, end - small) {
            case (0, _):
                begin(start, nil)
            case (1, _):
                begin(start, .title)
            case (_, 0):
                begin(start, .upper)
            case (_, 1...longestEnding) where end == letters.count:
                begin(start, .upper)
                begin(small, nil)
            case (let count, _):
                begin(start, count == 2 ? .title : .upper)
                begin(small - 1, .title)
            }
            start = end
        }
        return spans
    }
}
