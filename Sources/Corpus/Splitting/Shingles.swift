/// The set of words and of neighbouring words of a folded text, each as a hash.
///
/// A word is what stands between spaces; in scripts written without spaces (Chinese, Japanese,
/// Thai …) each character counts as one. Words alone would make “dog bites man” the same as “man
/// bites dog”; neighbours alone would make one changed word of ten a different text. Both together
/// find texts alike (Jaccard ≥ 0.7) from one changed word in 7 to 9 on. Runs of characters would
/// not need words to be told apart, but there are five times as many of them.
struct Shingles: Sendable {
    /// Each once.
    private(set) var hashes: [UInt64] = []

    private let hash = StableHash(seed: 0x5348)
    private var seen: [UInt64] = []
    /// In which round `seen` was written: what is older counts as empty.
    private var rounds: [UInt32] = []
    private var round: UInt32 = 0

    mutating func collect(_ folded: UnsafeBufferPointer<UInt8>) {
        begin(folded.count)
        var previous: UInt64?
        var start = 0
        while start < folded.count {
            if folded[start] == UInt8(ascii: " ") {
                start += 1
                continue
            }
            let end = Self.endOfWord(folded, from: start)
            let word = hash(
                UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: folded[start..<end])))
            insert(word)
            if let previous { insert(StableHash.combined(previous, word)) }
            previous = word
            start = end
        }
    }

    private static func endOfWord(
        _ folded: UnsafeBufferPointer<UInt8>, from start: Int
    ) -> Int {
        var end = start
        while end < folded.count {
            let byte = folded[end]
            if byte == UInt8(ascii: " ") { break }
            guard byte >= 0xE0 else {
                end += 1
                continue
            }
            let (scalar, length) = UTF8Decoding.scalar(folded, at: end)
            if isOfUnspacedScript(scalar) { return end == start ? end + length : end }
            end += length
        }
        return end
    }

    /// Whether a letter is of a script that does not part words by spaces.
    static func isOfUnspacedScript(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0x0E00...0x0FFF,  // Thai, Lao, Tibetan
            0x1000...0x109F, 0x1780...0x17FF,  // Burmese, Khmer
            0x1950...0x19DF, 0x1A20...0x1AAF,  // Tai scripts
            0x3005...0x3007, 0x3040...0x30FF, 0x31F0...0x31FF, 0xFF66...0xFF9D,  // kana
            0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF, 0x2_0000...0x3_FFFF:  // Han
            true
        default: false
        }
    }

    private mutating func begin(_ byteCount: Int) {
        hashes.removeAll(keepingCapacity: true)
        // At most one word and one pair of neighbours for each byte, in a table half full.
        var slots = max(seen.count, 256)
        while slots / 4 < byteCount { slots *= 2 }
        if slots > seen.count || round == .max {
            seen = [UInt64](repeating: 0, count: slots)
            rounds = [UInt32](repeating: 0, count: slots)
            round = 0
        }
        round += 1
    }

    private mutating func insert(_ shingle: UInt64) {
        let mask = seen.count - 1
        var slot = Int(truncatingIfNeeded: shingle) & mask
        while rounds[slot] == round {
            if seen[slot] == shingle { return }
            slot = (slot + 1) & mask
        }
        rounds[slot] = round
        seen[slot] = shingle
        hashes.append(shingle)
    }
}
