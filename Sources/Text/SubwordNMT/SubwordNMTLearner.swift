// `BPELearner` compares symbols by their spelling and knows them by the text they stand for, in
// which canonically equivalent letters are one and white space is spelled otherwise. subword-nmt
// has neither rule. So each byte of a word is handed over as one ideograph, U+4E00 + byte: these
// are spelled as themselves, none is equivalent to another, and their order is that of the bytes.

/// Learns codes as `subword-nmt learn-bpe` does.
package struct SubwordNMTLearner {
    private static let firstIdeograph: UInt32 = 0x4E00

    private var words = ByteTable()
    private var counts: [Int] = []

    package init() {}

    /// Counts the words of a line, which spaces divide.
    package mutating func add(_ line: String) {
        let bytes = Array(line.utf8)
        for word in SubwordNMTLines.trimmed(bytes[...]).split(separator: 0x20) {
            count(bytes, word.indices, 1)
        }
    }

    /// Counts one word `count` times.
    package mutating func add(word: String, count: Int) {
        let bytes = Array(word.utf8)
        if !bytes.isEmpty { self.count(bytes, 0..<bytes.count, count) }
    }

    private mutating func count(_ text: [UInt8], _ range: Range<Int>, _ count: Int) {
        let number = words.insert(text, range)
        if number == counts.count {
            counts.append(count)
        } else {
            counts[number] += count
        }
    }

    /// The codes; fewer than asked for once no pair occurs twice.
    ///
    /// - Parameter mergeCount: `--symbols` of subword-nmt.
    package func learn(mergeCount: Int) -> SubwordNMTCodes {
        var letters = ByteTable()
        let spelled = (0..<words.count).map { Self.letters(of: words[$0], in: &letters) }
        var learner = BPELearner(
            symbols: (0..<letters.count).map { Self.form(of: letters[$0]) }, words: spelled,
            counts: counts)
        learner.learn(mostSymbols: .max, mostMerges: max(0, mergeCount))
        return SubwordNMTCodes(
            merges: learner.merges.map {
                SubwordNMTCodes.Merge(
                    left: Self.text(of: learner.symbols[Int($0.left)]),
                    right: Self.text(of: learner.symbols[Int($0.right)]))
            })
    }

    /// The numbers of a word's letters, the last with the end of the word.
    private static func letters(
        of word: ArraySlice<UInt8>, in letters: inout ByteTable
    ) -> [Int32] {
        var numbers: [Int32] = []
        var start = word.startIndex
        while start < word.endIndex {
            let end = min(start + UTF8Letters.width(word[start]), word.endIndex)
            let isFinal = end == word.endIndex
            let letter = word[start..<end] + (isFinal ? Array(SubwordNMTCodes.wordEnd.utf8) : [])
            numbers.append(Int32(letters.insert(letter)))
            start = end
        }
        return numbers
    }

    private static func form(of bytes: ArraySlice<UInt8>) -> TokenForm {
        var surface = String.UnicodeScalarView()
        for byte in bytes {
            if let ideograph = Unicode.Scalar(firstIdeograph + UInt32(byte)) {
                surface.append(ideograph)
            }
        }
        return TokenForm(surface: String(surface))
    }

    private static func text(of form: TokenForm) -> String {
        let bytes = form.surface.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }
        return String(decoding: bytes, as: UTF8.self)
    }
}
