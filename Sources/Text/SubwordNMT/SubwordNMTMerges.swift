/// The merges of codes, by number, ready to cut words.
struct SubwordNMTMerges: Sendable {
    struct Merge: Sendable {
        let left: Int32
        let right: Int32
        let merged: Int32
    }

    private struct Letter {
        /// −1 where no merge has it.
        var inner: Int32 = -1
        var final: Int32 = -1
    }

    /// What a letter or pair is that no merge knows.
    static let none: Int32 = -1

    let version: SubwordNMTCodes.Version
    /// In the order of learning.
    let merges: [Merge]
    /// 0.1's `</w>`.
    let wordEnd: Int32
    private let symbols: ByteTable
    private let ranks: [UInt64: Int32]
    private let letters: [UInt32: Letter]
    /// For each symbol the merge that undoing it takes back, or −1.
    private let origins: [Int32]

    init(_ codes: SubwordNMTCodes) {
        version = codes.version
        var symbols = ByteTable()
        merges = codes.merges.map { merge in
            let left = symbols.insert(merge.left.utf8)
            let right = symbols.insert(merge.right.utf8)
            let merged = symbols.insert(Array(merge.left.utf8) + Array(merge.right.utf8))
            return Merge(left: Int32(left), right: Int32(right), merged: Int32(merged))
        }
        wordEnd = Int32(symbols.number(of: SubwordNMTCodes.wordEnd.utf8) ?? -1)
        ranks = Dictionary(
            zip(merges, Int32(0)...).map { (Self.key($0.left, $0.right), $1) },
            uniquingKeysWith: { first, _ in first })
        letters = Self.letters(of: symbols)
        origins = Self.origins(of: merges, symbolCount: symbols.count)
        self.symbols = symbols
    }

    private static func letters(of symbols: ByteTable) -> [UInt32: Letter] {
        var letters: [UInt32: Letter] = [:]
        let end = Array(SubwordNMTCodes.wordEnd.utf8)
        for number in 0..<symbols.count {
            let bytes = symbols[number]
            guard let first = bytes.first else { continue }
            let width = UTF8Letters.width(first)
            let scalar = UTF8Letters.value(Array(bytes), 0, width: min(width, bytes.count))
            if bytes.count == width {
                letters[scalar, default: Letter()].inner = Int32(number)
            } else if bytes.dropFirst(width).elementsEqual(end) {
                letters[scalar, default: Letter()].final = Int32(number)
            }
        }
        return letters
    }

    /// Where several merges make one symbol, the one counts whose last occurrence comes first.
    private static func origins(of merges: [Merge], symbolCount: Int) -> [Int32] {
        var lastOccurrence: [UInt64: Int] = [:]
        for (index, merge) in merges.enumerated() {
            lastOccurrence[key(merge.left, merge.right)] = index
        }
        var origins = [Int32](repeating: -1, count: symbolCount)
        for index in merges.indices.reversed() {
            let merge = merges[index]
            if lastOccurrence[key(merge.left, merge.right)] == index {
                origins[Int(merge.merged)] = Int32(index)
            }
        }
        return origins
    }

    private static func key(_ left: Int32, _ right: Int32) -> UInt64 {
        UInt64(UInt32(bitPattern: left)) << 32 | UInt64(UInt32(bitPattern: right))
    }

    /// When the pair was merged in learning, or nil.
    func rank(_ left: Int32, _ right: Int32) -> Int32? {
        left < 0 || right < 0 ? nil : ranks[Self.key(left, right)]
    }

    /// The symbol of one letter.
    func symbol(of scalar: UInt32, isFinal: Bool) -> Int32 {
        guard let letter = letters[scalar] else { return Self.none }
        return isFinal && version == .endIsGlued ? letter.final : letter.inner
    }

    /// What `symbol`, spelled with `</w>` where it ends a word, was merged from.
    func parts(of symbol: [UInt8]) -> (left: [UInt8], right: [UInt8])? {
        guard let number = symbols.number(of: symbol), origins[number] >= 0 else { return nil }
        let merge = merges[Int(origins[number])]
        return (Array(symbols[Int(merge.left)]), Array(symbols[Int(merge.right)]))
    }
}

/// Letters of text that is known to be UTF-8.
enum UTF8Letters {
    /// How many bytes a letter has that begins so; 1 for a byte that begins none.
    static func width(_ first: UInt8) -> Int {
        first < 0xC0 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
    }

    /// The scalar of `width` bytes.
    static func value(_ bytes: [UInt8], _ start: Int, width: Int) -> UInt32 {
        guard width > 1 else { return UInt32(bytes[start]) }
        var value = UInt32(bytes[start]) & (0x7F >> UInt32(width))
        for index in start + 1..<start + width {
            value = value << 6 | UInt32(bytes[index] & 0x3F)
        }
        return value
    }
}
