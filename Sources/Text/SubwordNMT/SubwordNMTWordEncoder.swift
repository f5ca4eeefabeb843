/// Cuts words, and remembers what it has cut.
///
/// `@unchecked Sendable`: its memory is not safe to share; a `Pool` lends it to one caller at a
/// time, and what it answers depends on the codes and options alone.
final class SubwordNMTWordEncoder: @unchecked Sendable {
    /// What is remembered at most; beyond, it begins anew, so that memory stays bounded.
    private static let mostWords = 1 << 16
    private static let mostBytes = 1 << 24

    private let table: SubwordNMTMerges
    private let vocabulary: SubwordNMTVocabulary?
    private let glossaries: SubwordNMTGlossaries
    private let separator: [UInt8]
    private var cutter: SubwordNMTCutter
    private var known = ByteTable()
    /// Where in `answers` the answer for each known word begins.
    private var starts: [Int] = [0]
    private var answers: [UInt8] = []

    /// - Parameter vocabulary: nil, or not empty.
    init(
        table: SubwordNMTMerges, vocabulary: SubwordNMTVocabulary?,
        glossaries: SubwordNMTGlossaries, separator: [UInt8]
    ) {
        self.table = table
        self.vocabulary = vocabulary
        self.glossaries = glossaries
        self.separator = separator
        cutter = SubwordNMTCutter(table)
    }

    /// Appends the pieces of the word at `range` of `text`, as a line has them.
    func append(_ text: [UInt8], _ range: Range<Int>, to line: inout [UInt8]) {
        if known.count >= Self.mostWords || known.bytes.count + answers.count >= Self.mostBytes {
            known = ByteTable()
            starts = [0]
            answers.removeAll(keepingCapacity: true)
        }
        let number = known.insert(text, range)
        if number == starts.count - 1 {
            write(text, range, to: &answers) { part, ends in cutter.cut(text, part, into: &ends) }
            starts.append(answers.count)
        }
        line += answers[starts[number]..<starts[number + 1]]
    }

    /// The same with dropout; nothing is remembered.
    func append(
        _ text: [UInt8], _ range: Range<Int>, to line: inout [UInt8], dropout: Double,
        using generator: inout some RandomNumberGenerator
    ) {
        write(text, range, to: &line) { part, ends in
            cutter.cut(text, part, dropout: dropout, using: &generator, into: &ends)
        }
    }

    private func write(
        _ text: [UInt8], _ range: Range<Int>, to line: inout [UInt8],
        cut: (Range<Int>, inout [Int]) -> Void
    ) {
        var isFirst = true
        for piece in pieces(text, range, cut: cut) {
            if !isFirst {
                line += separator
                line.append(0x20)
            }
            line += piece
            isFirst = false
        }
    }

    private func pieces(
        _ text: [UInt8], _ range: Range<Int>, cut: (Range<Int>, inout [Int]) -> Void
    ) -> [ArraySlice<UInt8>] {
        var pieces: [ArraySlice<UInt8>] = []
        var ends: [Int] = []
        for part in glossaries.parts(of: text[range]) {
            if glossaries.keeps(part) {
                pieces.append(part)
                continue
            }
            ends.removeAll(keepingCapacity: true)
            cut(part.indices, &ends)
            var cuts: [ArraySlice<UInt8>] = []
            var start = part.startIndex
            for end in ends {
                cuts.append(text[start..<end])
                start = end
            }
            let isLetter = UTF8Letters.width(text[part.startIndex]) == part.count
            pieces += isLetter ? cuts : restricted(cuts)
        }
        return pieces
    }
}

// MARK: - Vocabulary

extension SubwordNMTWordEncoder {
    /// Undoes merges until every piece is in the vocabulary or cannot be undone.
    private func restricted(_ pieces: [ArraySlice<UInt8>]) -> [ArraySlice<UInt8>] {
        guard let vocabulary else { return pieces }
        var restricted: [ArraySlice<UInt8>] = []
        for (index, piece) in pieces.enumerated() {
            // A stack of what is to be looked at, the next on top.
            var open = [(subword: Array(piece), isFinal: index == pieces.count - 1)]
            while let (subword, isFinal) = open.popLast() {
                let spelled = isFinal ? subword : subword + separator
                if !vocabulary.subwords.contains(spelled), let parts = parts(subword, isFinal) {
                    open.append((parts.right, isFinal))
                    open.append((parts.left, false))
                } else {
                    restricted.append(subword[...])
                }
            }
        }
        return restricted
    }

    /// What a piece was merged from, the end of the word taken off.
    private func parts(
        _ subword: [UInt8], _ isFinal: Bool
    ) -> (left: [UInt8], right: [UInt8])? {
        guard !subword.isEmpty else { return nil }
        guard isFinal else { return table.parts(of: subword) }
        let end = Array(SubwordNMTCodes.wordEnd.utf8)
        guard let (left, right) = table.parts(of: subword + end) else { return nil }
        // subword-nmt takes four characters off, whatever they are.
        let rest = String(decoding: right, as: UTF8.self).unicodeScalars.dropLast(end.count)
        return (left, Array(String(rest).utf8))
    }
}
