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
///
/// Takes any sequence of tokens: bytes that are no UTF-8 become U+FFFD, and marks that nothing
/// follows have no effect.
struct TokenWriter {
    private var units: [UInt16] = []
    /// Where each token's part stands in `units`.
    private var ranges: [Range<Int>] = []
    /// For tokens without a part of their own, the one whose word is theirs.
    private var leaders: [(token: Int, leader: Int)] = []
    /// Of protected spans, in `units`.
    private var spans: [Range<Int>] = []
    private var lastClass: UnitClass?
    private var isJoined = false
    private var cases = CaseRestorer()
    /// Of a character not yet complete; as many of the last tokens.
    private var bytes: [UInt8] = []

    init(tokenCount: Int) {
        ranges.reserveCapacity(tokenCount)
        units.reserveCapacity(tokenCount * 5)
    }

    /// Passes over a token that stands for nothing.
    mutating func skip() {
        flushBytes()
        ranges.append(units.count..<units.count)
    }

    /// - Parameter isAsWritten: whether marks say nothing about its letters
    mutating func write(_ token: TokenSurface, isAsWritten: Bool = false) {
        flushBytes()
        append(token, isAsWritten: isAsWritten)
    }

    /// Changes how the letters that follow are written.
    mutating func write(_ mark: CaseMark) {
        flushBytes()
        leaders.append((ranges.count, mark == .upperEnd ? ranges.count - 1 : ranges.count + 1))
        ranges.append(units.count..<units.count)
        cases.apply(mark)
    }

    /// One of the bytes of a character.
    mutating func write(_ byte: UInt8) {
        if !bytes.isEmpty, !Self.isBeginning(bytes + [byte]) { flushBytes() }
        bytes.append(byte)
        if let text = String(validating: bytes, as: UTF8.self) {
            append(text, inPlaceOf: bytes.count)
        } else if !Self.isBeginning(bytes) {
            flushBytes()
        }
    }

    /// A protected span, which is one word.
    mutating func write(protected token: TokenSurface) {
        write(token, isAsWritten: true)
        if let range = ranges.last, !range.isEmpty { spans.append(range) }
    }

    private mutating func append(_ token: TokenSurface, isAsWritten: Bool = false) {
        isJoined = isJoined || token.joinsLeft
        guard let first = token.first, let last = token.last else {
            ranges.append(units.count..<units.count)
            return
        }
        let hasSpace = lastClass.map { !isJoined && $0.expectsSpace(before: first) } ?? false
        if hasSpace { units.append(0x20) }
        let start = units.count
        if isAsWritten {
            cases.passOver()
            units += token.units
        } else {
            units += cases.restore(token.units, first: first, last: last, isJoined: !hasSpace)
        }
        ranges.append(start..<units.count)
        lastClass = last
        isJoined = token.joinsRight
    }
}

// MARK: - Bytes

extension TokenWriter {
    /// Whether a character's UTF-8 begins so, or is it.
    private static func isBeginning(_ bytes: [UInt8]) -> Bool {
        guard let lead = bytes.first, bytes.dropFirst().allSatisfy({ $0 & 0xC0 == 0x80 }) else {
            return false
        }
        let length =
            switch lead {
            case 0x00...0x7F: 1
            case 0xC2...0xDF: 2
            case 0xE0...0xEF: 3
            case 0xF0...0xF4: 4
            default: 0
            }
        return bytes.count <= length
    }

    private mutating func flushBytes() {
        if !bytes.isEmpty { append("\u{FFFD}", inPlaceOf: bytes.count) }
    }

    /// Writes a character for its bytes' tokens, all of which it is the part of.
    private mutating func append(_ character: String, inPlaceOf count: Int) {
        bytes = []
        append(TokenSurface(TokenForm(surface: character)))
        guard let range = ranges.last else { return }
        ranges += [Range<Int>](repeating: range, count: count - 1)
    }
}

// MARK: - Words

extension TokenWriter {
    /// The text and its words.
    /// - Parameter ends: finds where ICU's words end.
    mutating func decoded(ends: ([UInt16]) -> [Int32]) -> DecodedText {
        flushBytes()
        let text = UnicodeText(verbatim: String(decoding: units, as: UTF16.self))
        let classes = UnicodeText.classes(of: units)
        let words = TokenizedText.words(
            of: units, classes: classes, ends: ends(units), spans: spans)
        var word = 0
        var wordOfToken = ranges.map { range in
            guard let place = range.first(where: { !classes[$0].isSpace }) else { return -1 }
            while word < words.count, words[word].upperBound <= place { word += 1 }
            return word < words.count && words[word].contains(place) ? word : -1
        }
        for (token, leader) in leaders.reversed() where wordOfToken.indices.contains(leader) {
            wordOfToken[token] = wordOfToken[leader]
        }
        return DecodedText(
            text: text.string,
            words: words.map { Word(text: text.string($0), range: text.source(of: $0)) },
            wordOfToken: wordOfToken)
    }
}
