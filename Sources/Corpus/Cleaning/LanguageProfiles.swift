import Foundation

/// How the two languages of a corpus differ, learnt from the corpus: for each word and each run of
/// four bytes, how much likelier it is in the source language than in the target's.
///
/// Memory is fixed: what is counted is hashed into 2¹⁸ places for each side.
struct LanguageProfiles: Sendable {
    private var sourceCounts = [UInt32](repeating: 0, count: 1 << bits)
    private var targetCounts = [UInt32](repeating: 0, count: 1 << bits)
    /// log p(source language) − log p(target language), by place; empty while learning.
    private var preferences: [Float] = []
    private var folding = TextFolding()

    private static let bits = 18
    /// Counts are taken as certain only in so far as they are greater.
    private static let smoothing = 4.0

    mutating func learn(source: String, target: String) {
        folding.fold(source)
        folding.withBytes { Self.forEachFeature(of: $0) { sourceCounts[$0] &+= 1 } }
        folding.fold(target)
        folding.withBytes { Self.forEachFeature(of: $0) { targetCounts[$0] &+= 1 } }
    }

    mutating func finishLearning() {
        let sourceTotal = Double(sourceCounts.reduce(0) { $0 + Int($1) })
        let targetTotal = Double(targetCounts.reduce(0) { $0 + Int($1) })
        // The side with more text is scaled down to the other.
        let least = min(sourceTotal, targetTotal)
        let (sourceScale, targetScale) = (
            least / max(1, sourceTotal), least / max(1, targetTotal)
        )
        preferences = zip(sourceCounts, targetCounts).map { source, target in
            Float(
                log(Double(source) * sourceScale + Self.smoothing)
                    - log(Double(target) * targetScale + Self.smoothing))
        }
        sourceCounts = []
        targetCounts = []
    }

    /// How much likelier the text is in the source language than in the target's: the logarithm,
    /// summed over its features, and their number.
    mutating func preference(of text: String) -> (sum: Float, count: Int) {
        guard !preferences.isEmpty else { return (0, 0) }
        folding.fold(text)
        return folding.withBytes { preference(of: $0) }
    }

    /// Whether two texts have the same letters and digits, whatever is between them.
    mutating func areEqual(_ text: String, _ other: String) -> Bool {
        folding.fold(text)
        let letters = folding.bytes.filter { $0 != UInt8(ascii: " ") }
        folding.fold(other)
        return letters == folding.bytes.filter { $0 != UInt8(ascii: " ") }
    }

    /// The same for the words that `other` lacks: names that both have tell nothing.
    mutating func preference(of text: String, without other: String) -> (sum: Float, count: Int) {
        folding.fold(other)
        let common = Set(folding.bytes.split(separator: UInt8(ascii: " ")))
        folding.fold(text)
        let rest = folding.bytes.split(separator: UInt8(ascii: " "))
            .filter { !common.contains($0) }.joined(separator: [UInt8(ascii: " ")])
        return Array(rest).withUnsafeBufferPointer { preference(of: $0) }
    }

    private func preference(of folded: UnsafeBufferPointer<UInt8>) -> (sum: Float, count: Int) {
        var (sum, count): (Float, Int) = (0, 0)
        Self.forEachFeature(of: folded) { place in
            sum += preferences[place]
            count += 1
        }
        return (sum, count)
    }

    /// Calls `body` with the place of each word and each run of four bytes, spaces around the text
    /// among them.
    private static func forEachFeature(
        of folded: UnsafeBufferPointer<UInt8>, _ body: (Int) -> Void
    ) {
        let space = UInt8(ascii: " ")
        var window: UInt32 = 0x2020_2020
        var word: UInt64 = 0
        for index in 0...folded.count {
            let byte = index < folded.count ? folded[index] : space
            window = window << 8 | UInt32(byte)
            if index > 0 { body(place(UInt64(window))) }
            if byte != space {
                word = (word &+ UInt64(byte)) &* 0x100_0000_01b3
            } else if word != 0 {
                body(place(word ^ 0x9e37_79b9_7f4a_7c15))
                word = 0
            }
        }
    }

    /// Multiplicative hashing (Knuth, TAOCP 3, 6.4).
    private static func place(_ feature: UInt64) -> Int {
        Int(((feature ^ (feature >> 32)) &* 0x9e37_79b9_7f4a_7c15) >> UInt64(64 - bits))
    }
}
