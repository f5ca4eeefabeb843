/// Counts the pieces of a corpus, a line at a time, and learns subwords from the counts.
///
/// Memory grows with distinct pieces, not with lines. Several trainers can count parts of a corpus
/// on several threads; merged, they learn the same as one that saw it all.
package struct SubwordTrainer: Sendable {
    /// The characters seen fewer times become `<unk>`.
    package static let minimumCharacterCount = 2
    /// The smallest vocabulary that can be asked for.
    package static let smallestVocabulary = 16

    private var pieces = PieceTable()
    private var counts: [Int] = []
    private var tagCounts: [String: Int] = [:]
    /// Whether inline tags are tokens, which nothing cuts.
    package let keepsTags: Bool
    private let breakers = Pool { BreakIterator(.word) }

    /// The most inline tags that become tokens, the most frequent first.
    private static let mostTags = 100

    /// - Parameter keepsTags: whether inline tags in the lines are tokens, which nothing cuts
    package init(keepsTags: Bool = false) {
        self.keepsTags = keepsTags
    }

    /// Counts what `line` consists of.
    package mutating func add(_ line: String) {
        let units = UnicodeText(normalizing: line).units
        let ends = breakers.lend { $0.ends(in: units) }
        let tags = keepsTags ? InlineTags.ranges(in: units) : []
        for tag in tags { tagCounts[String(decoding: units[tag], as: UTF16.self), default: 0] += 1 }
        for piece in TokenizedText(units, ends: ends, tags: tags).pieces where piece.kind != .tag {
            count(pieces.number(of: piece, in: units), times: 1)
        }
    }

    /// Adds what `other` has counted.
    package mutating func merge(_ other: SubwordTrainer) {
        for (number, times) in zip(pieces.formUnion(other.pieces), other.counts) {
            count(number, times: times)
        }
        tagCounts.merge(other.tagCounts, uniquingKeysWith: +)
    }

    private mutating func count(_ number: Int, times: Int) {
        if number == counts.count { counts.append(0) }
        counts[number] += times
    }

    /// Learns a vocabulary of at most `vocabularySize` tokens: the specials, the joiner, the
    /// characters in the forms they occur in, and merges of pairs that occur at least twice.
    package func train(
        vocabularySize: Int, minimumCharacterCount: Int = Self.minimumCharacterCount
    ) throws(TextError) -> SubwordModel {
        guard vocabularySize >= Self.smallestVocabulary else {
            throw TextError(
                .vocabularyTooSmall(vocabularySize, minimum: Self.smallestVocabulary),
                in: "--vocabulary \(vocabularySize)")
        }
        let words = (0..<pieces.count).map { number in
            let (units, joinsLeft, joinsRight) = pieces.text(number)
            return PieceSymbol.symbols(of: units, joinsLeft: joinsLeft, joinsRight: joinsRight)
        }
        let tags = frequentTags(atMost: vocabularySize / 4)
        let slots = vocabularySize - Vocabulary.specials.count - tags.count
        let alphabet = Alphabet(
            of: words, counts: counts, minimumCount: minimumCharacterCount, limit: slots - slots / 4
        )
        var spelled = CountedWords()
        for (word, count) in zip(words, counts) {
            spelled.append(alphabet.numbers(of: word), count: count)
        }
        let (forms, merges) = Self.merged(alphabet.forms, over: spelled, mostSymbols: slots)
        return SubwordModel(symbols: forms + tags, merges: merges)
    }

    /// Learns merges of `forms`; returns these, followed by those that were made.
    private static func merged(
        _ forms: [TokenForm], over words: CountedWords, mostSymbols: Int
    ) -> (forms: [TokenForm], merges: [BPELearner.Merge]) {
        var symbols = ByteTable()
        for form in forms { _ = symbols.insert(form.spelling.utf8) }
        var learner = BPELearner(
            symbols: symbols, words: words, joiner: Array(String(TokenForm.joiner).utf8))
        learner.learn(mostSymbols: mostSymbols)
        var forms = forms
        for merge in learner.merges where Int(merge.merged) == forms.count {
            forms.append(forms[Int(merge.left)].followed(by: forms[Int(merge.right)]))
        }
        return (forms, learner.merges)
    }

    private func frequentTags(atMost limit: Int) -> [TokenForm] {
        tagCounts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
            .prefix(min(Self.mostTags, limit)).map { TokenForm(surface: $0.key) }
    }
}

/// The characters a vocabulary has room for, in the forms they occur in.
private struct Alphabet {
    /// The joiner, the space, then the most frequent first.
    let forms: [TokenForm]
    private let numbers: [PieceSymbol: Int32]

    /// - Parameter limit: the most forms; the rarest are left out.
    init(of words: [[PieceSymbol]], counts: [Int], minimumCount: Int, limit: Int) {
        var formCounts: [PieceSymbol: Int] = [:]
        var bareCounts: [PieceSymbol: Int] = [:]
        for (word, count) in zip(words, counts) {
            for symbol in word {
                formCounts[symbol, default: 0] += count
                bareCounts[symbol.bare, default: 0] += count
            }
        }
        // The bare form is what the others fall back to, so it counts for all of them.
        let space = PieceSymbol(scalar: " ")
        formCounts.merge(bareCounts) { max($0, $1) }
        formCounts[space] = nil
        let chosen = formCounts.filter { $0.value >= max(1, minimumCount) }
            .sorted { Self.precedes(($0.key, $0.value), ($1.key, $1.value)) }
            .prefix(limit - 2).map(\.key)
        let joiner = TokenForm(surface: "", joinsLeft: true)
        forms = [joiner, space.form] + chosen.map(\.form)
        numbers = Dictionary(
            zip([space] + chosen, Int32(1)...).map { ($0, $1) },
            uniquingKeysWith: { first, _ in first })
    }

    /// The indices into `forms`; −1 where a form is missing.
    ///
    /// None for a piece that will be `<unk>` as a whole, so that nothing is learned from it.
    func numbers(of word: [PieceSymbol]) -> [Int32] {
        guard word.allSatisfy({ numbers[$0.bare] != nil }) else { return [] }
        return word.map { numbers[$0] ?? -1 }
    }

    private static func precedes(
        _ first: (symbol: PieceSymbol, count: Int), _ second: (symbol: PieceSymbol, count: Int)
    ) -> Bool {
        if first.count != second.count { return first.count > second.count }
        return first.symbol.order < second.symbol.order
    }
}

extension PieceSymbol {
    /// Bare forms first, then by scalar.
    fileprivate var order: UInt32 {
        ((joinsLeft ? 1 : 0) + (joinsRight ? 2 : 0)) << 21 | scalar.value
    }
}
