/// The characters a vocabulary has room for, in the forms they occur in.
struct Alphabet {
    /// The joiner, the space, then the most frequent first.
    let forms: [TokenForm]
    private let numbers: [PieceSymbol: Int32]
    /// Whether pieces with characters that are missing count as well.
    private let learnsAroundMissing: Bool

    /// - Parameter limit: the most forms; the rarest are left out.
    init(of text: SpelledPieces, options: SubwordOptions, limit: Int) {
        var formCounts: [PieceSymbol: Int] = [:]
        var bareCounts: [PieceSymbol: Int] = [:]
        for (symbol, count) in zip(text.symbols, text.symbolCounts) {
            formCounts[symbol, default: 0] += count
            bareCounts[symbol.bare, default: 0] += count
        }
        let minimum = Self.minimumCount(of: bareCounts, options)
        // The bare form is what the others fall back to, so it counts for all of them.
        let space = PieceSymbol(scalar: " ")
        formCounts.merge(bareCounts) { max($0, $1) }
        formCounts[space] = nil
        let chosen =
            formCounts
            .filter {
                $0.value >= options.minimumCharacterCount && bareCounts[$0.key.bare] ?? 0 >= minimum
            }
            .sorted { Self.precedes(($0.key, $0.value), ($1.key, $1.value)) }
            .prefix(limit - 2).map(\.key)
        forms = [.joinerAlone, space.form] + chosen.map(\.form)
        numbers = Dictionary(
            zip([space] + chosen, Int32(1)...).map { ($0, $1) },
            uniquingKeysWith: { first, _ in first })
        learnsAroundMissing = options.hasByteFallback
    }

    /// How often a character must occur: so often that those that do are the share of the text
    /// which is to be covered.
    private static func minimumCount(
        of characters: [PieceSymbol: Int], _ options: SubwordOptions
    ) -> Int {
        let total = characters.values.reduce(0, +)
        let wanted = (Double(total) * options.characterCoverage).rounded(.up)
        var covered = 0
        for count in characters.values.sorted(by: >) {
            covered += count
            if Double(covered) >= wanted { return count }
        }
        return 1
    }

    /// The pieces as indices into `forms`; −1 where a form is missing.
    ///
    /// A piece that will be `<unk>` as a whole is left out, so that nothing is learned from it.
    func words(of text: SpelledPieces) -> CountedWords {
        let numbers = text.symbols.map { self.numbers[$0] ?? -1 }
        let isSpelled = text.symbols.map { learnsAroundMissing || self.numbers[$0.bare] != nil }
        var words = CountedWords()
        for index in text.words.counts.indices {
            let word = text.words[index]
            guard word.allSatisfy({ isSpelled[Int($0)] }) else { continue }
            words.append(word.lazy.map { numbers[Int($0)] }, count: text.words.counts[index])
        }
        return words
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
