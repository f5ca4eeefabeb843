/// Sets some pairs aside for development, so that none of them shares its source text with
/// training.
///
/// Source texts are compared without case and with white space evened out, and all pairs of one
/// text go to the same side. Which texts are set aside depends on the texts and the seed alone, not
/// on the order of the pairs.
package struct CorpusSplit: Sendable {
    /// The share of all pairs to set aside at most, 0 to 1.
    private let fraction: Double
    /// The number of pairs to set aside at most.
    private let maximum: Int
    private let seed: UInt64

    package init(fraction: Double, maximum: Int, seed: UInt64) {
        precondition((0...1).contains(fraction), "fraction \(fraction) is outside 0...1")
        precondition(maximum >= 0, "maximum \(maximum) is negative")
        self.fraction = fraction
        self.maximum = maximum
        self.seed = seed
    }

    /// Both parts keep the order of `pairs`.
    package func split(
        _ pairs: [SegmentPair]
    ) -> (training: [SegmentPair], development: [SegmentPair]) {
        let keys = pairs.map { key(of: $0.source) }
        let chosen = choose(keys)
        var training: [SegmentPair] = []
        var development: [SegmentPair] = []
        training.reserveCapacity(pairs.count)
        for (pair, key) in zip(pairs, keys) {
            if chosen.contains(key) { development.append(pair) } else { training.append(pair) }
        }
        return (training, development)
    }

    /// The texts set aside: in the order of their keys, each that still fits.
    private func choose(_ keys: [UInt64]) -> Set<UInt64> {
        var sizes: [UInt64: Int] = [:]
        for key in keys { sizes[key, default: 0] += 1 }
        var room = min(maximum, Int((Double(keys.count) * fraction).rounded()), keys.count)
        var chosen: Set<UInt64> = []
        for (key, size) in sizes.sorted(by: { $0.key < $1.key }) {
            if room == 0 { break }
            guard size <= room else { continue }
            chosen.insert(key)
            room -= size
        }
        return chosen
    }

    /// A number for a source text, the same for texts that count as the same.
    ///
    /// FNV-1a over the folded text, started from the seed and mixed by the finisher of SplitMix64
    /// (Steele et al. 2014), so that small seeds order the texts independently.
    private func key(of source: String) -> UInt64 {
        var hash = 0xcbf2_9ce4_8422_2325 ^ mixed(seed &+ 0x9e37_79b9_7f4a_7c15)
        for byte in Self.folded(source) {
            hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3
        }
        return mixed(hash)
    }

    private func mixed(_ value: UInt64) -> UInt64 {
        var value = value
        value = (value ^ (value >> 30)) &* 0xbf58_476d_1ce4_e5b9
        value = (value ^ (value >> 27)) &* 0x94d0_49bb_1331_11eb
        return value ^ (value >> 31)
    }

    /// Lower case, one space for each run of white space, none at the ends.
    static func folded(_ text: String) -> [UInt8] {
        var folded: [UInt8] = []
        folded.reserveCapacity(text.utf8.count)
        var needsSpace = false
        for scalar in text.lowercased().unicodeScalars {
            if scalar.properties.isWhitespace {
                needsSpace = !folded.isEmpty
                continue
            }
            if needsSpace { folded.append(UInt8(ascii: " ")) }
            needsSpace = false
            folded += UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter
        }
        return folded
    }
}
