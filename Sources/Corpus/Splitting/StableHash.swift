/// A 64-bit hash of bytes that is the same on every machine and in every run.
///
/// The construction is wyhash's, version 4 (Wang Yi, github.com/wangyi-fudan/wyhash, public
/// domain): 16 bytes a step, mixed by the two halves of a 64 × 64-bit product. Swift's own `Hasher`
/// has another seed in every process. Of 10⁸ different texts two share a hash with a chance of
/// 1 in 3,700.
package struct StableHash: Sendable {
    private let seed: UInt64

    package init(seed: UInt64 = 0) {
        self.seed = seed ^ Self.mixed(seed ^ Self.secrets.0, Self.secrets.1)
    }

    package func callAsFunction(_ text: String) -> UInt64 {
        var text = text
        return text.withUTF8 { self(UnsafeRawBufferPointer($0)) }
    }

    package func callAsFunction(_ bytes: [UInt8]) -> UInt64 {
        bytes.withUnsafeBytes { self($0) }
    }

    func callAsFunction(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
        var state = seed
        var start = 0
        while bytes.count - start > 16 {
            state = Self.mixed(
                Self.word(bytes, start) ^ Self.secrets.1, Self.word(bytes, start + 8) ^ state)
            start += 16
        }
        let (first, second) = Self.ending(bytes)
        let product = (first ^ Self.secrets.1).multipliedFullWidth(by: second ^ state)
        return Self.mixed(
            product.low ^ Self.secrets.0 ^ UInt64(bytes.count), product.high ^ Self.secrets.1)
    }

    /// One hash for two in this order.
    package static func combined(_ first: UInt64, _ second: UInt64) -> UInt64 {
        mixed(first ^ secrets.2, second ^ secrets.3)
    }

    /// wyhash's numbers, each byte of them with four bits set.
    private static let secrets: (UInt64, UInt64, UInt64, UInt64) = (
        0x2d35_8dcc_aa6c_78a5, 0x8bb8_4b93_962e_acc9, 0x4b33_a62e_d433_d4a3, 0x4d5a_2da5_1de1_aa47
    )

    private static func mixed(_ first: UInt64, _ second: UInt64) -> UInt64 {
        let product = first.multipliedFullWidth(by: second)
        return product.high ^ product.low
    }

    /// The last 16 bytes, or all of fewer.
    private static func ending(_ bytes: UnsafeRawBufferPointer) -> (UInt64, UInt64) {
        let count = bytes.count
        if count >= 16 { return (word(bytes, count - 16), word(bytes, count - 8)) }
        if count >= 8 { return (word(bytes, 0), word(bytes, count - 8)) }
        if count >= 4 { return (halfWord(bytes, 0), halfWord(bytes, count - 4)) }
        if count == 0 { return (0, 0) }
        let outer = UInt64(bytes[0]) << 16 | UInt64(bytes[count - 1])
        return (outer | UInt64(bytes[count / 2]) << 8, 0)
    }

    private static func word(_ bytes: UnsafeRawBufferPointer, _ offset: Int) -> UInt64 {
        UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }

    private static func halfWord(_ bytes: UnsafeRawBufferPointer, _ offset: Int) -> UInt64 {
        UInt64(
            UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self)))
    }
}
