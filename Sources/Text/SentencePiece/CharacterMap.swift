/// The compiled rules by which SentencePiece replaces characters.
///
///     <size of the trie, 4 bytes> <Darts-clone double array, units of 4 bytes> <replacements>
///
/// All little-endian. A trie's value is where a replacement begins, which a zero byte ends
/// (Yata, Darts-clone; sentencepiece/src/normalizer.cc). A file may lie, so every step is checked
/// against the array's end, and no path is longer than the text.
struct CharacterMap: Sendable {
    private let units: [UInt32]
    private let replacements: [UInt8]

    /// Nil when the sizes do not fit.
    init?(_ blob: ArraySlice<UInt8>) {
        guard let size = Self.units(of: blob.prefix(4)).first else { return nil }
        let rest = blob.dropFirst(4)
        guard Int(size) <= rest.count, size > 0, size % 4 == 0 else { return nil }
        units = Self.units(of: rest.prefix(Int(size)))
        replacements = Array(rest.dropFirst(Int(size)))
        guard areValuesInside else { return nil }
    }

    private static func units(of bytes: ArraySlice<UInt8>) -> [UInt32] {
        stride(from: bytes.startIndex, to: bytes.endIndex - 3, by: 4).map { start in
            bytes[start..<start + 4].reversed().reduce(0) { $0 << 8 | UInt32($1) }
        }
    }

    /// Whether every value that a leaf can hold lies in the replacements.
    private var areValuesInside: Bool {
        units.allSatisfy { $0 >> 31 == 0 || Int($0 & 0x7FFF_FFFF) < max(1, replacements.count) }
    }

    private static func offset(_ unit: UInt32) -> Int {
        Int((unit >> 10) << ((unit & (1 << 9)) >> 6))
    }

    /// The longest rule that `text` goes on with at `start`.
    ///
    /// - Returns: how many bytes it replaces, and by what of `replacement(_:)`; nil where none does.
    func longestRule(in text: [UInt8], at start: Int) -> (byteCount: Int, value: Int)? {
        var longest: (byteCount: Int, value: Int)?
        var place = Self.offset(units[0])
        for index in start..<text.count {
            place ^= Int(text[index])
            guard place < units.count else { break }
            let unit = units[place]
            guard unit & (1 << 31 | 0xFF) == UInt32(text[index]) else { break }
            place ^= Self.offset(unit)
            guard place < units.count else { break }
            if unit >> 8 & 1 == 1 {
                longest = (index + 1 - start, Int(units[place] & 0x7FFF_FFFF))
            }
        }
        return longest
    }

    /// What a rule writes.
    func replacement(_ value: Int) -> ArraySlice<UInt8> {
        guard value < replacements.count else { return [] }
        return replacements[value...].prefix { $0 != 0 }
    }
}
