/// A line and its translation, as checks look at them.
struct CheckedPair {
    let source: String
    let target: String
    /// Words and signs of the whole line, in order.
    let sourceWords: [String]
    let targetWords: [String]
}
