/// Words as numbers of symbols, end to end, and how often each occurs.
struct CountedWords: Sendable {
    private(set) var symbols: [Int32] = []
    /// Where in `symbols` each word ends.
    private(set) var ends: [Int] = []
    private(set) var counts: [Int] = []

    /// The symbols of a word.
    subscript(word: Int) -> ArraySlice<Int32> {
        symbols[(word > 0 ? ends[word - 1] : 0)..<ends[word]]
    }

    /// - Parameter symbols: a number below 0 never merges.
    mutating func append(_ symbols: some Sequence<Int32>, count: Int) {
        self.symbols += symbols
        ends.append(self.symbols.count)
        counts.append(count)
    }
}
