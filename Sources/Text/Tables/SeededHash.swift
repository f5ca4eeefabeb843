/// A quick hash of short strings for tables whose order nobody sees.
///
/// Eight bytes at a time are multiplied with a secret, and the halves of the product are folded,
/// as in wyhash (Wang Yi 2019). Seeded afresh in every process, so that nobody can write a text
/// whose words all collide; no result may depend on it.
struct SeededHash: Sendable {
    private let seed: UInt64

    init() {
        // Swift's own hasher is seeded at random when the process begins.
        seed = UInt64(bitPattern: Int64(Hasher().finalize()))
    }

    func callAsFunction(_ word: UInt64) -> UInt64 {
        Self.fold(word ^ seed)
    }

    func callAsFunction(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
        var state = seed ^ UInt64(bytes.count)
        var place = 0
        while place + 8 <= bytes.count {
            state = Self.fold(state ^ bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self))
            place += 8
        }
        var rest: UInt64 = 0
        while place < bytes.count {
            rest = rest << 8 | UInt64(bytes[place])
            place += 1
        }
        return Self.fold(state ^ rest)
    }

    private static func fold(_ word: UInt64) -> UInt64 {
        let product = word.multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15)
        return product.high ^ product.low
    }
}
