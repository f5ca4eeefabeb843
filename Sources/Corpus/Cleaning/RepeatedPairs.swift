import Foundation

/// What only a view of the whole corpus tells: which pairs were there before, and which were
/// translated anew later.
///
/// A class because it owns temporary files. Memory is that of `SpilledRecords`, and two bits for
/// each pair.
final class RepeatedPairs {
    private struct Place: BitwiseCopyable, Comparable, Sendable {
        let index: UInt64
        /// Of the pair as it is.
        let exact: UInt64

        static func < (one: Place, other: Place) -> Bool { one.index < other.index }
    }

    private struct Draft: BitwiseCopyable, Comparable, Sendable {
        let index: UInt64
        let target: UInt64
        let date: UInt64

        static func < (one: Draft, other: Draft) -> Bool { one.index < other.index }
    }

    private let rules: Set<CleaningRule>
    private let pairs: SpilledRecords<Place>
    private let drafts: SpilledRecords<Draft>
    private var folding = TextFolding()
    private let hash = StableHash()
    /// Of each pair, four to a byte.
    private var fates: [UInt8] = []

    private static let kinds: [CleaningRule?] = [nil, .duplicates, .nearDuplicates, .drafts]

    init(rules: Set<CleaningRule>, folder: URL) {
        self.rules = rules
        pairs = SpilledRecords(in: folder)
        drafts = SpilledRecords(in: folder)
    }

    /// - Parameters:
    ///   - index: how many pairs came before, whether or not they were learnt
    ///   - date: when it was last worked on, greater for later; nil when nothing tells
    ///   - context: a number for the place the pair was translated for, if it is for one only
    func learn(
        _ pair: borrowing CleaningPair, index: Int, date: UInt64?, context: UInt64
    ) throws(TemporaryFileError) {
        let source = hash(pair.source.bytes)
        let target = hash(pair.target.bytes)
        if rules.contains(.drafts), let date {
            try drafts.append(
                key: StableHash.combined(source, context),
                payload: Draft(index: UInt64(index), target: target, date: date))
        }
        guard rules.contains(.duplicates) || rules.contains(.nearDuplicates) else { return }
        let exact = StableHash.combined(
            source ^ codes(of: pair.source), target ^ codes(of: pair.target))
        try pairs.append(
            key: rules.contains(.nearDuplicates) ? nearKey(of: pair) : exact,
            payload: Place(index: UInt64(index), exact: exact))
    }

    /// - Parameter count: of all pairs, whether or not they were learnt
    /// - Throws: `TemporaryFileError`
    func finishLearning(count: Int) throws {
        fates = [UInt8](repeating: 0, count: (count + 3) / 4)
        try drafts.forEachGroup(ofAtLeast: 2) { group in
            guard let first = group.first,
                group.contains(where: { $0.payload.target != first.payload.target }),
                let newest = group.map(\.payload.date).max()
            else { return }
            for record in group where record.payload.date < newest {
                set(.drafts, for: record.payload.index)
            }
        }
        try pairs.forEachGroup(ofAtLeast: 2) { group in
            var seen: Set<UInt64> = []
            for record in group where rule(against: Int(record.payload.index)) == nil {
                let isNew = seen.isEmpty
                let isExact = !seen.insert(record.payload.exact).inserted
                if isNew { continue }
                let isDuplicate = isExact && rules.contains(.duplicates)
                set(isDuplicate ? .duplicates : .nearDuplicates, for: record.payload.index)
            }
        }
    }

    /// The rule that a pair has to go by, if any.
    func rule(against index: Int) -> CleaningRule? {
        guard index / 4 < fates.count else { return nil }
        return Self.kinds[Int(fates[index / 4] >> UInt8(index % 4 * 2) & 3)]
    }

    private func set(_ rule: CleaningRule, for index: UInt64) {
        guard let kind = Self.kinds.firstIndex(of: rule) else { return }
        fates[Int(index / 4)] |= UInt8(kind) << UInt8(index % 4 * 2)
    }

    private func nearKey(of pair: borrowing CleaningPair) -> UInt64 {
        StableHash.combined(
            folding.key(of: pair.source.text), folding.key(of: pair.target.text))
    }

    /// A number for the inline codes: other codes make another text.
    private func codes(of side: borrowing CleaningSide) -> UInt64 {
        var number: UInt64 = 0
        for code in side.segment.codes {
            number = StableHash.combined(number ^ UInt64(code.offset), hash(code.markup))
        }
        return number
    }
}
