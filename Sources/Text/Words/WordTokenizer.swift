// Goals, in order: nothing is lost; a word is the same tokens wherever it stands; few tokens.
//
// A single space between two tokens is left unsaid where a reader expects one, and a joiner mark
// says where it is missing. The mark goes to the punctuation, never to the word beside it:
// "Hello, world!" is `Hello ￭, world ￭!`. Scripts without spaces expect none, so they carry no
// marks and a space among them is a token. Any other white space is a token as well.

/// A stretch of text that byte-pair encoding may cut but never crosses.
struct Piece: Sendable, Equatable {
    enum Kind: Sendable {
        case space, word
        /// Leans on the word it was cut from: `l'` of `l'amour`.
        case prefix
        /// Leans on what follows, unless it closes: „so“ in German, “so” in English.
        case opening
        case other
        /// A protected span, which is one token.
        case protected
    }

    /// In UTF-16 units.
    var range: Range<Int>
    /// Index into the text's words; nil for white space.
    var word: Int?
    var kind: Kind
    /// No space before or after although one would be expected.
    var joinsLeft = false
    var joinsRight = false
    /// How its letters are written, where it was put in lower case.
    var mark: CaseMark?
    /// Whether letters after it are no longer written as `upperBegin` said.
    var endsRegion = false

    /// Which of two that touch bears the mark.
    func leansRight(on next: Piece) -> Bool {
        switch kind {
        case .space, .word: false
        case .prefix: true
        case .opening: !joinsLeft || next.kind == .word || next.kind == .prefix
        case .other, .protected: next.kind == .word || next.kind == .prefix
        }
    }

    /// Longer runs of letters are cut, which bounds the cost of what comes from strangers.
    static let longest = 64
    /// Longer runs of one and the same sign are cut.
    static let longestRun = 4
}

/// The words of a text and the pieces they are cut into.
struct TokenizedText: Sendable {
    let classes: [UnitClass]
    /// In UTF-16 units; never white space.
    private(set) var words: [Range<Int>]
    private(set) var pieces: [Piece] = []
    private let units: [UInt16]

    /// - Parameters:
    ///   - ends: where ICU's words end
    ///   - spans: what must not be cut, in order; each is a word and a piece
    init(_ units: [UInt16], ends: [Int32], spans: [Range<Int>] = []) {
        self.units = units
        classes = UnicodeText.classes(of: units)
        words = Self.words(of: units, classes: classes, ends: ends, spans: spans)
        pieces.reserveCapacity(words.count + 8)
        cut(sparing: spans)
    }
}

// MARK: - Words

extension TokenizedText {
    /// ICU's words without white space, and with runs of one sign (`...`) and spans as one word.
    static func words(
        of units: [UInt16], classes: [UnitClass], ends: [Int32], spans: [Range<Int>]
    ) -> [Range<Int>] {
        let words = words(of: units, classes: classes, ends: ends)
        return spans.isEmpty ? words : inserting(spans, into: words)
    }

    private static func words(
        of units: [UInt16], classes: [UnitClass], ends: [Int32]
    ) -> [Range<Int>] {
        var words: [Range<Int>] = []
        words.reserveCapacity(ends.count)
        var start = 0
        var runSign: UInt16?  // what the last word is a run of
        for end in ends.map(Int.init) {
            // Nearly always a segment is white or not; a mark on a space makes it both.
            while start < end {
                let isSpace = classes[start].isSpace
                var next = start + 1
                while next < end, classes[next].isSpace == isSpace { next += 1 }
                defer { start = next }
                if isSpace { continue }
                let kind = classes[start].kind
                let isSign = next == start + 1 && (kind == .other || kind == .opening)
                if isSign, runSign == units[start], words.last?.upperBound == start {
                    words[words.count - 1] = words[words.count - 1].lowerBound..<next
                } else {
                    words.append(start..<next)
                    runSign = isSign ? units[start] : nil
                }
            }
        }
        return words
    }

    /// The words, with each span as one and nothing of them left beside it.
    private static func inserting(
        _ spans: [Range<Int>], into words: [Range<Int>]
    ) -> [Range<Int>] {
        var result: [Range<Int>] = []
        result.reserveCapacity(words.count + spans.count)
        var next = 0
        var covered = 0  // up to here, spans have taken all
        for word in words {
            var start = max(word.lowerBound, covered)
            while next < spans.count, spans[next].lowerBound < word.upperBound {
                let span = spans[next]
                if start < span.lowerBound { result.append(start..<span.lowerBound) }
                result.append(span)
                covered = span.upperBound
                start = max(start, covered)
                next += 1
            }
            if start < word.upperBound { result.append(start..<word.upperBound) }
        }
        return result + spans[next...]
    }
}

// MARK: - Pieces

extension TokenizedText {
    private mutating func cut(sparing spans: [Range<Int>]) {
        var end = 0
        var nextSpan = 0
        for (index, word) in words.enumerated() {
            appendSpace(end..<word.lowerBound)
            if nextSpan < spans.count, word == spans[nextSpan] {
                append(Piece(range: word, word: index, kind: .protected))
                nextSpan += 1
            } else {
                cutWord(word, index: index)
            }
            end = word.upperBound
        }
        appendSpace(end..<units.count)
    }

    private mutating func appendSpace(_ gap: Range<Int>) {
        guard !gap.isEmpty else { return }
        let isUnsaid =
            gap.count == 1 && units[gap.lowerBound] == 0x20
            && gap.lowerBound > 0 && gap.upperBound < units.count
            && classes[gap.lowerBound - 1].expectsSpace(before: classes[gap.upperBound])
        guard !isUnsaid else { return }
        appendRuns(gap, word: nil, kind: .space)
    }

    /// Cuts a range into runs of one and the same unit.
    private mutating func appendRuns(_ range: Range<Int>, word: Int?, kind: Piece.Kind) {
        var start = range.lowerBound
        while start < range.upperBound {
            var end = start + 1
            while end < range.upperBound, end - start < Piece.longestRun, units[end] == units[start]
            {
                end += 1
            }
            append(Piece(range: start..<end, word: word, kind: kind))
            start = end
        }
    }

    private mutating func cutWord(_ word: Range<Int>, index: Int) {
        var start = word.lowerBound
        while start < word.upperBound {
            switch classes[start].kind {
            case .letter, .mark, .space:
                start = cutLetters(from: start, in: word, index: index)
            case .digit:
                let end = endOfMarks(after: endOfScalar(start), in: word)
                appendCutting(Piece(range: start..<end, word: index, kind: .word))
                start = end
            case .opening, .other:
                start = cutSigns(from: start, in: word, index: index)
            }
        }
    }

    /// Cuts one sign off, a run of the same, or an emoji with all that modifies it.
    private mutating func cutSigns(from start: Int, in word: Range<Int>, index: Int) -> Int {
        let kind: Piece.Kind = classes[start].kind == .opening ? .opening : .other
        var end = endOfScalar(start)
        if end < word.upperBound, classes[end].kind == .mark {
            appendCutting(Piece(range: start..<word.upperBound, word: index, kind: kind))
            return word.upperBound
        }
        if end - start == 1 {
            while end < word.upperBound, units[end] == units[start] { end += 1 }
            appendRuns(start..<end, word: index, kind: kind)
        } else {
            append(Piece(range: start..<end, word: index, kind: kind))
        }
        return end
    }

    /// Cuts off letters, and the apostrophe between them with the shorter side:
    /// `John 's`, `don 't`, `l' amour`.
    private mutating func cutLetters(from start: Int, in word: Range<Int>, index: Int) -> Int {
        let end = endOfLetters(from: start, in: word)
        let apostrophe = end
        guard apostrophe + 1 < word.upperBound, isApostrophe(units[apostrophe]),
            isLetter(apostrophe + 1)
        else {
            appendCutting(Piece(range: start..<end, word: index, kind: .word))
            return end
        }
        let suffixEnd = endOfLetters(from: apostrophe + 1, in: word)
        if isContraction(apostrophe + 1..<suffixEnd) {
            appendCutting(Piece(range: start..<end, word: index, kind: .word))
            append(Piece(range: apostrophe..<suffixEnd, word: index, kind: .word))
            return suffixEnd
        }
        if end - start <= 2 {
            append(Piece(range: start..<apostrophe + 1, word: index, kind: .prefix))
            return apostrophe + 1
        }
        appendCutting(Piece(range: start..<end, word: index, kind: .word))
        return end
    }

    /// Appends a piece in parts of bounded length.
    private mutating func appendCutting(_ piece: Piece) {
        var start = piece.range.lowerBound
        while piece.range.upperBound - start > Piece.longest {
            var end = start + Piece.longest
            if classes[end].isTrail { end -= 1 }
            append(Piece(range: start..<end, word: piece.word, kind: piece.kind))
            start = end
        }
        append(Piece(range: start..<piece.range.upperBound, word: piece.word, kind: piece.kind))
    }

    /// Appends a piece and marks the joint with the one before, on the side that leans.
    private mutating func append(_ piece: Piece) {
        var piece = piece
        if let last = pieces.last, last.range.upperBound == piece.range.lowerBound,
            classes[piece.range.lowerBound - 1].expectsSpace(
                before: classes[piece.range.lowerBound])
        {
            if last.leansRight(on: piece) {
                pieces[pieces.count - 1].joinsRight = true
            } else {
                piece.joinsLeft = true
            }
        }
        pieces.append(piece)
    }
}

// MARK: - Runs

extension TokenizedText {
    private func endOfScalar(_ start: Int) -> Int {
        start + 1 < units.count && classes[start + 1].isTrail ? start + 2 : start + 1
    }

    private func endOfMarks(after start: Int, in word: Range<Int>) -> Int {
        var end = start
        while end < word.upperBound, classes[end].kind == .mark { end += 1 }
        return end
    }

    private func isLetter(_ place: Int) -> Bool {
        let kind = classes[place].kind
        return kind == .letter || kind == .mark
    }

    private func endOfLetters(from start: Int, in word: Range<Int>) -> Int {
        var end = start + 1
        while end < word.upperBound, isLetter(end) { end += 1 }
        return end
    }

    private func isApostrophe(_ unit: UInt16) -> Bool {
        unit == 0x27 || unit == 0x2019
    }

    /// What English writes after an apostrophe: ’s ’t ’d ’m ’re ’ve ’ll.
    private func isContraction(_ range: Range<Int>) -> Bool {
        let letters = range.prefix(3).map { units[$0] | 0x20 }
        switch letters.count {
        case 1: return [0x73, 0x74, 0x64, 0x6D].contains(letters[0])
        case 2: return [[0x72, 0x65], [0x76, 0x65], [0x6C, 0x6C]].contains(letters)
        default: return false
        }
    }
}
