/// Learns codes as `subword-nmt learn-bpe` does.
package struct SubwordNMTLearner {
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

    /// The codes; fewer than asked for once no pair occurs often enough.
    ///
    /// - Parameters:
    ///   - mergeCount: `--symbols` of subword-nmt
    ///   - minimumFrequency: `--min-frequency` of subword-nmt
    package func learn(mergeCount: Int, minimumFrequency: Int = 2) -> SubwordNMTCodes {
        var letters = ByteTable()
        var spelled = CountedWords()
        for number in 0..<words.count {
            spelled.append(Self.letters(of: words[number], in: &letters), count: counts[number])
        }
        var learner = BPELearner(symbols: letters, words: spelled)
        learner.learn(
            mostSymbols: .max, mostMerges: max(0, mergeCount),
            minimumPairCount: minimumFrequency)
        return SubwordNMTCodes(
            merges: learner.merges.map {
                SubwordNMTCodes.Merge(
                    left: String(decoding: learner.spellings[Int($0.left)], as: UTF8.self),
                    right: String(decoding: learner.spellings[Int($0.right)], as: UTF8.self))
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
}
