/// What a token adds to a text, made ready once.
struct TokenSurface: Sendable {
    let units: [UInt16]
    let joinsLeft: Bool
    let joinsRight: Bool
    /// Nil for a token that adds nothing.
    let first: UnitClass?
    let last: UnitClass?

    init(_ form: TokenForm) {
        units = Array(form.surface.utf16)
        joinsLeft = form.joinsLeft
        joinsRight = form.joinsRight
        first = form.surface.unicodeScalars.first.map { UnitClass($0) }
        last = form.surface.unicodeScalars.last.map { UnitClass($0) }
    }
}

/// Puts tokens together, with a space wherever one is expected and no joiner forbids it.
struct TokenWriter {
    private var units: [UInt16] = []
    /// Where each token's part stands in `units`.
    private var ranges: [Range<Int>] = []
    private var lastClass: UnitClass?
    private var isJoined = false

    init(tokenCount: Int) {
        ranges.reserveCapacity(tokenCount)
        units.reserveCapacity(tokenCount * 5)
    }

    /// Passes over a token that stands for nothing.
    mutating func skip() {
        ranges.append(units.count..<units.count)
    }

    mutating func write(_ token: TokenSurface) {
        isJoined = isJoined || token.joinsLeft
        guard let first = token.first else { return skip() }
        if let lastClass, !isJoined, lastClass.expectsSpace(before: first) { units.append(0x20) }
        let start = units.count
        units += token.units
        ranges.append(start..<units.count)
        lastClass = token.last
        isJoined = token.joinsRight
    }

    /// The text and its words.
    /// - Parameter ends: finds where ICU's words end.
    func decoded(ends: ([UInt16]) -> [Int32]) -> DecodedText {
        let text = UnicodeText(verbatim: String(decoding: units, as: UTF16.self))
        let classes = UnicodeText.classes(of: units)
        let words = TokenizedText.words(of: units, classes: classes, ends: ends(units))
        var word = 0
        let wordOfToken = ranges.map { range in
            guard let place = range.first(where: { !classes[$0].isSpace }) else { return -1 }
            while word < words.count, words[word].upperBound <= place { word += 1 }
            return word < words.count && words[word].contains(place) ? word : -1
        }
        return DecodedText(
            text: text.string,
            words: words.map { Word(text: text.string($0), range: text.source(of: $0)) },
            wordOfToken: wordOfToken)
    }
}
