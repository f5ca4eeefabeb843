// A word is the same tokens at the beginning of a sentence, in a headline and elsewhere: its
// letters are put in lower case, and a mark before it says how they were written. Marks are
// the cheapest that say it: one before a word, two around a headline. What no mark can say exactly
// stays as it was.

/// Puts pieces in lower case and marks how they were written.
///
/// `CaseRestorer` is the way back.
enum Casing {
    /// From so many words in upper case in a row, one pair of marks stands around them all.
    static let shortestRegion = 3

    /// The pieces with their marks; those written in mixed case are cut, as `mc` and `donald`.
    ///
    /// - Parameters:
    ///   - pieces: all of a text's, in order
    ///   - letters: the units of the text; those of marked pieces become lower case
    ///   - classes: of `letters`
    static func mark(
        _ pieces: [Piece], of letters: inout [UInt16], classes: [UnitClass]
    ) -> [Piece] {
        let lowercased = LowercasedText(letters)
        guard lowercased.hasUpper else { return pieces }
        var marker = CaseMarker(lowercased: lowercased, classes: classes, letters: letters)
        marker.pieces.reserveCapacity(pieces.count)
        for piece in pieces { marker.append(piece) }
        marker.formRegions()
        marker.endRunsThatReachTooFar()
        letters = marker.letters
        return marker.pieces
    }
}

/// Marks one text.
private struct CaseMarker {
    let lowercased: LowercasedText
    let classes: [UnitClass]
    var letters: [UInt16]
    var pieces: [Piece] = []

    mutating func append(_ piece: Piece) {
        guard piece.isOfLetters, contains(.upper, piece.range) else {
            pieces.append(piece)
            return
        }
        guard let mark = CaseSpan.mark(ofAll: piece.range, in: lowercased) else {
            cut(piece)
            return
        }
        var marked = piece
        if lower(piece.range) { marked.mark = mark }
        pieces.append(marked)
    }

    /// Cuts a piece in mixed case into parts that have a mark each, or none.
    private mutating func cut(_ piece: Piece) {
        for span in CaseSpan.spans(of: piece.range, in: lowercased) {
            var part = piece
            part.range = span.range
            if span.range.lowerBound > piece.range.lowerBound {
                part.joinsLeft = classes[span.range.lowerBound - 1]
                    .expectsSpace(before: classes[span.range.lowerBound])
            }
            if span.range.upperBound < piece.range.upperBound { part.joinsRight = false }
            if let mark = span.mark, lower(span.range) { part.mark = mark }
            pieces.append(part)
        }
    }

    /// Puts a part of the text in lower case, unless accents would compose with the small letters
    /// and not with the great ones, as in `J̌` and `ǰ`.
    private mutating func lower(_ range: Range<Int>) -> Bool {
        if range.contains(where: { classes[$0].kind == .mark }) {
            let text = String(decoding: lowercased.units[range], as: UTF16.self)
            guard UnicodeText(text, isTraced: false).units.elementsEqual(lowercased.units[range])
            else { return false }
        }
        for place in range { letters[place] = lowercased.units[place] }
        return true
    }

    private func contains(_ letterCase: LetterCase, _ range: Range<Int>) -> Bool {
        range.contains { lowercased.letterCase(at: $0) == letterCase }
    }
}

// MARK: - Regions

extension CaseMarker {
    /// Puts one pair of marks around words in upper case that stand in a row.
    mutating func formRegions() {
        var first: Int?
        var last = 0
        var count = 0
        for index in pieces.indices {
            if pieces[index].mark == .upper {
                if first == nil { first = index }
                last = index
                count += 1
            } else if let begin = first, !isSameInUpperCase(pieces[index]) {
                formRegion(begin...last, of: count)
                first = nil
                count = 0
            }
        }
        if let first { formRegion(first...last, of: count) }
    }

    private mutating func formRegion(_ range: ClosedRange<Int>, of count: Int) {
        guard count >= Casing.shortestRegion else { return }
        for index in range { pieces[index].mark = nil }
        pieces[range.lowerBound].mark = .upperBegin
        pieces[range.upperBound].endsRegion = true
    }

    private func isSameInUpperCase(_ piece: Piece) -> Bool {
        piece.isFixed || !contains(.lower, piece.range)
    }

    /// Ends, by a mark, upper case that would go on into letters that are not.
    mutating func endRunsThatReachTooFar() {
        for index in pieces.indices
        where pieces[index].mark == .upper && reachesTooFar(index) {
            pieces[index].mark = .upperBegin
            pieces[index].endsRegion = true
        }
    }

    /// Whether letters in lower case follow a piece with nothing but letters between.
    private func reachesTooFar(_ index: Int) -> Bool {
        for next in pieces[(index + 1)...] {
            let place = next.range.lowerBound
            guard next.mark == nil, !next.isFixed, classes[place - 1].isOfLetters,
                classes[place].isOfLetters
            else { return false }
            if !isSameInUpperCase(next) { return true }
        }
        return false
    }
}

extension Piece {
    /// Whether it is a word or part of one, and may have a mark.
    fileprivate var isOfLetters: Bool { kind == .word || kind == .prefix }

    /// Whether it is written as it is, wherever it stands.
    fileprivate var isFixed: Bool { kind == .protected }
}
