// Goals, in order: no id twice in a file; memory that does not grow with it; ids as they were.
//
// A Bloom filter of fixed size remembers the ids: it may take a new one for one it has seen, never
// the other way round. What may be a repetition gets a made id, which no kept one can be like.

/// Gives the units of a file ids that are unique in it.
struct UnitIdentifiers {
    /// 8 MiB: with ten million ids, one in ten is made anew; few files have as many.
    private static let bits = 1 << 26
    private static let prefix = "translate-"

    private let accepts: (String) -> Bool
    private var words: [UInt64]
    private var count = 0

    /// - Parameter accepts: whether the format can hold an id
    init(accepts: @escaping (String) -> Bool) {
        self.accepts = accepts
        words = [UInt64](repeating: 0, count: Self.bits / 64)
    }

    /// The id to write for the next unit: its own, if it may have that.
    mutating func next(for id: String?) -> String {
        count += 1
        if let id, !id.isEmpty, accepts(id), !Self.isMade(id), isNew(id) { return id }
        return Self.prefix + String(count)
    }

    /// Whether an id is one that this program made for want of another.
    static func isMade(_ id: String?) -> Bool {
        guard let id, id.hasPrefix(prefix) else { return false }
        let number = id.utf8.dropFirst(prefix.utf8.count)
        return !number.isEmpty && number.allSatisfy { (0x30...0x39).contains($0) }
    }

    private mutating func isNew(_ id: String) -> Bool {
        let hash = StableHash()(id)
        var isNew = false
        for part in [hash & 0xffff_ffff, hash >> 32] {
            let place = Int(part) & (Self.bits - 1)
            let bit: UInt64 = 1 << UInt64(place & 63)
            if words[place >> 6] & bit == 0 { isNew = true }
            words[place >> 6] |= bit
        }
        return isNew
    }
}
