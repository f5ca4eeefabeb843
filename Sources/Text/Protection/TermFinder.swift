/// Finds the terms of a glossary, the longest first, in one pass however many there are.
struct TermFinder: Sendable {
    private let trie: ByteTrie
    /// A bit for each unit that a term begins with.
    private var beginnings = [UInt64](repeating: 0, count: 1 << 10)

    static let longestTerm = 256
    static let mostTerms = 100_000

    init(_ terms: [String]) throws(ProtectionError) {
        guard terms.count <= Self.mostTerms else {
            throw ProtectionError(.tooManyTerms(terms.count, limit: Self.mostTerms))
        }
        var distinct: Set<[UInt8]> = []
        for (term, number) in zip(terms, 1...) {
            let units = try Self.units(of: term, number: number)
            distinct.insert(units.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] })
            if let first = units.first { beginnings[Int(first >> 6)] |= 1 << UInt64(first & 63) }
        }
        trie = ByteTrie(distinct.map { ($0[...], 0) })
    }

    private static func units(of term: String, number: Int) throws(ProtectionError) -> [UInt16] {
        let units = Array(term.utf16.prefix(longestTerm + 1))
        guard !units.isEmpty else { throw ProtectionError(.emptyTerm(number)) }
        guard units.count <= longestTerm else {
            throw ProtectionError(
                .termTooLong(term: number, units: term.utf16.count, limit: longestTerm))
        }
        let ends = [units.unitClass(at: 0), units.unitClass(before: units.count)]
        guard !ends.contains(where: { $0?.isSpace == true }) else {
            throw ProtectionError(.spacedTerm(term, term: number))
        }
        return units
    }

    /// Where terms stand, in order.
    func spans(in units: [UInt16]) -> [ProtectedSpan] {
        var spans: [ProtectedSpan] = []
        var place = 0
        while place < units.count {
            if beginnings[Int(units[place] >> 6)] >> UInt64(units[place] & 63) & 1 == 1,
                let end = end(in: units, at: place)
            {
                spans.append(ProtectedSpan(range: place..<end, kind: .term))
                place = end
            } else {
                place += 1
            }
        }
        return spans
    }

    /// The place behind the longest term that begins here.
    private func end(in units: [UInt16], at start: Int) -> Int? {
        guard Self.isBoundary(start, in: units) else { return nil }
        var place = ByteTrie.root
        var end: Int?
        for index in start..<units.count {
            guard let half = trie.step(from: place, UInt8(units[index] >> 8)),
                let next = trie.step(from: half, UInt8(units[index] & 0xFF))
            else { break }
            place = next
            if trie.value(at: place) != nil, Self.isBoundary(index + 1, in: units) {
                end = index + 1
            }
        }
        return end
    }

    /// No letter, digit or mark on both sides, unless one is of a script without spaces; a mark
    /// belongs to what is before it in any script.
    private static func isBoundary(_ place: Int, in units: [UInt16]) -> Bool {
        guard let before = units.unitClass(before: place), let after = units.unitClass(at: place),
            !isDirection(units[place - 1]), !isDirection(units[place])
        else { return true }
        if after.kind == .mark { return false }
        return !before.isWordPart || !after.isWordPart || before.isUnspaced || after.isUnspaced
    }

    /// Whether it is no letter and no mark on one: what tells the direction of writing, and the
    /// space without width.
    private static func isDirection(_ unit: UInt16) -> Bool {
        switch unit {
        case 0x200B, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069, 0xFEFF: true
        default: false
        }
    }
}
