/// How much of themselves two texts share, word for word.
///
///     2 · Σ min(count in one, count in the other) / (words of one + words of the other)
///
/// Dice 1945; 1 for the same words in whatever order, 0 for none in common. What leaves words out
/// loses as much as what adds some.
package enum WordAgreement {
    /// - Parameters: words and signs, each as often as it stands in the text
    /// - Returns: 0 … 1; 1 for two empty texts
    package static func share(_ one: [String], _ other: [String]) -> Double {
        let total = one.count + other.count
        guard total > 0 else { return 1 }
        var counts: [String: Int] = [:]
        for word in one { counts[word, default: 0] += 1 }
        var shared = 0
        for word in other {
            guard let count = counts[word], count > 0 else { continue }
            counts[word] = count - 1
            shared += 1
        }
        return 2 * Double(shared) / Double(total)
    }
}
