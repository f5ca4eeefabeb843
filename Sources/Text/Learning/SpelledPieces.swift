/// Counted pieces, spelled in symbols that are numbered in the order they were first seen.
struct SpelledPieces: Sendable {
    private(set) var symbols: [PieceSymbol] = []
    /// How often each symbol occurs in the text.
    private(set) var symbolCounts: [Int] = []
    /// The pieces, as numbers of symbols, with their counts.
    private(set) var words = CountedWords()

    init(_ pieces: CountedPieces) {
        var numbers = PairTable()
        let units = pieces.table.units
        let classes = UnicodeText.classes(of: units)
        var word: [Int32] = []
        for (piece, count) in pieces.counts.enumerated() {
            let mark = pieces.table.mark(piece)
            word.removeAll(keepingCapacity: true)
            PieceSymbol.forEach(
                in: units, pieces.table.range(piece), classes, joinsLeft: mark & 1 != 0,
                joinsRight: mark & 2 != 0
            ) { symbol in
                let number = numbers.insert(
                    Int32(symbol.scalar.value),
                    (symbol.joinsLeft ? 1 : 0) | (symbol.joinsRight ? 2 : 0),
                    number: Int32(symbols.count))
                if Int(number) == symbols.count {
                    symbols.append(symbol)
                    symbolCounts.append(0)
                }
                symbolCounts[Int(number)] += count
                word.append(number)
            }
            words.append(word, count: count)
        }
    }
}
