/// Words as numbers of symbols, end to end, and how often each occurs.
struct CountedWords: Sendable {
    private(set) var symbols: [Int32] = []
    /// Where in `symbols` each word ends.
    private(set) var ends: [Int] = []
    private(set) var counts: [Int] = []

    /// - Parameter symbols: a number below 0 never merges.
    mutating func append(_ symbols: some Sequence<Int32>, count: Int) {
        self.symbols += symbols
        ends.append(self.symbols.count)
        counts.append(count)
    }
}
