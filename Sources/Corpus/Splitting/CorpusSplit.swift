/// Sets pairs aside for development and test, so that training sees nothing like their sources.
///
/// Pairs whose sources are equal once folded (`TextFolding`) are a group and stay together. Two
/// passes over the pairs: the first chooses groups (`Chooser`), the second asks for each pair where
/// it goes (`CorpusDivision`). Memory is that of a few thousand texts, whatever the corpus.
///
/// Which groups are set aside depends on their texts, on the seed and on how many pairs there are,
/// not on the order of the pairs. Development is chosen first, and as if there were no test.
package struct CorpusSplit: Sendable {
    private let development: Size
    private let test: Size
    private let seed: UInt64

    /// How many pairs to set aside for one use.
    package struct Size: Sendable, Equatable {
        /// Of all pairs, 0 to 1.
        package let share: Double
        /// More than the share gives, as far as a tenth of all pairs is as much.
        package let minimum: Int
        package let maximum: Int

        package init(share: Double, minimum: Int = 0, maximum: Int) {
            precondition((0...1).contains(share), "share \(share) is outside 0...1")
            precondition(minimum >= 0, "minimum \(minimum) is negative")
            precondition(maximum >= 0, "maximum \(maximum) is negative")
            self.share = share
            self.minimum = minimum
            self.maximum = maximum
        }

        package static let none = Size(share: 0, maximum: 0)
        /// 1 % and at most 1,200, as ModernMT sets aside; of few pairs a tenth, until that is 20.
        package static let usual = Size(share: 0.01, minimum: 20, maximum: 1_200)

        fileprivate func count(of pairs: Int) -> Int {
            let asked = max(share * Double(pairs), min(Double(pairs) / 10, Double(minimum)))
            return min(Int(asked.rounded()), maximum, pairs)
        }
    }

    /// Where a pair goes.
    package enum Part: Int, Sendable, CaseIterable {
        case training, development, test
        /// Its source is a near-duplicate of one set aside: in no part.
        case leftOut
    }

    package init(development: Size, test: Size = .none, seed: UInt64) {
        self.development = development
        self.test = test
        self.seed = seed
    }

    package func chooser() -> Chooser {
        Chooser(development: development, test: test, seed: seed)
    }

    /// All parts keep the order of `pairs`.
    package func split(_ pairs: [SegmentPair]) -> [Part: [SegmentPair]] {
        var chooser = chooser()
        for pair in pairs { chooser.add(source: pair.source) }
        var division = chooser.choose()
        var parts: [Part: [SegmentPair]] = [:]
        for pair in pairs { parts[division.part(ofSource: pair.source), default: []].append(pair) }
        return parts
    }
}

/// Where each pair of a corpus goes, by its source.
///
/// Counts what it is asked for, so ask once for each pair.
package struct CorpusDivision: Sendable {
    package private(set) var counts: [CorpusSplit.Part: Int] = [:]

    private var folding = TextFolding()
    private var index: NearDuplicateIndex
    private let parts: [UInt64: CorpusSplit.Part]
    private let hash = StableHash()

    fileprivate init(_ chosen: [(text: [UInt8], part: CorpusSplit.Part)]) {
        let hash = hash
        index = NearDuplicateIndex(folded: chosen.map(\.text))
        parts = Dictionary(chosen.map { (hash($0.text), $0.part) }, uniquingKeysWith: { $1 })
    }

    package mutating func part(ofSource source: String) -> CorpusSplit.Part {
        let part = find(source)
        counts[part, default: 0] += 1
        return part
    }

    private mutating func find(_ source: String) -> CorpusSplit.Part {
        if parts.isEmpty { return .training }
        if let part = parts[folding.key(of: source, hash: hash)] { return part }
        return index.nearest(toFolded: folding) == nil ? .training : .leftOut
    }
}

// MARK: - Choosing

extension CorpusSplit {
    /// The first pass: sees all sources and keeps the groups that come first in the order of the
    /// seed.
    package struct Chooser: Sendable {
        private let development: Size
        private let test: Size
        private let hash: StableHash
        private var folding = TextFolding()
        private var pairs = 0
        /// By hash; up to twice `maximum`, then the last in order go.
        private var groups: [UInt64: Group] = [:]
        private let maximum: Int
        /// Groups whose hashes are above have been dropped.
        private var threshold = UInt64.max

        fileprivate struct Group: Sendable {
            let text: [UInt8]
            var pairs: Int
        }

        /// Longer sources, in bytes of folded text, are paragraphs and not set aside.
        private static let longest = 8_192

        fileprivate init(development: Size, test: Size, seed: UInt64) {
            self.development = development
            self.test = test
            hash = StableHash(seed: seed)
            let wanted = development.maximum.addingReportingOverflow(test.maximum).partialValue
            maximum = min(max(4_096, 2 * min(max(0, wanted), 1 << 20)), 1 << 21)
        }

        package mutating func add(source: String) {
            pairs += 1
            let key = folding.key(of: source, hash: hash)
            guard key <= threshold else { return }
            if groups[key] != nil {
                groups[key]?.pairs += 1
            } else {
                groups[key] = Group(text: folding.bytes, pairs: 1)
                if groups.count == 2 * maximum { prune() }
            }
        }

        package consuming func choose() -> CorpusDivision {
            prune()
            let sample = groups.sorted { $0.key < $1.key }.map(\.value)
            var selection = GroupSelection(
                sample, total: pairs, development: development.count(of: pairs),
                test: test.count(of: pairs), longest: Self.longest)
            selection.choose()
            return CorpusDivision(selection.chosen)
        }

        /// Keeps the first of the groups: those were counted from their first pair on.
        private mutating func prune() {
            guard groups.count > maximum else { return }
            threshold = groups.keys.sorted()[maximum - 1]
            groups = groups.filter { $0.key <= threshold }
        }
    }
}

/// Chooses from a sample of the groups, so that most of what is not chosen remains for training.
private struct GroupSelection {
    private let groups: [CorpusSplit.Chooser.Group]
    private let rooms: [(part: CorpusSplit.Part, pairs: Int)]
    private let longest: Int
    private var index: NearDuplicateIndex
    private var parts: [CorpusSplit.Part]
    /// Pairs of the sample that are left out so far, and that may be.
    private var leftOut = 0
    private let leftOutMaximum: Int

    /// Of what is not set aside, at most this much is left out for being alike.
    private static let leftOutShare = 0.2

    init(
        _ groups: [CorpusSplit.Chooser.Group], total: Int, development: Int, test: Int,
        longest: Int
    ) {
        self.groups = groups
        self.longest = longest
        // At least half of all pairs stay for training.
        let developmentRoom = min(development, total / 2)
        let testRoom = min(test, total / 2 - developmentRoom)
        rooms = [(.development, developmentRoom), (.test, testRoom)]
        let rest = groups.reduce(0) { $0 + $1.pairs } - developmentRoom - testRoom
        leftOutMaximum = Int(Self.leftOutShare * Double(max(0, rest)))
        index = NearDuplicateIndex(folded: groups.map(\.text))
        parts = groups.map { _ in .training }
    }

    var chosen: [(text: [UInt8], part: CorpusSplit.Part)] {
        zip(groups, parts).filter { $1 == .development || $1 == .test }
            .map { (text: $0.text, part: $1) }
    }

    /// Takes the groups in order, each that still fits.
    mutating func choose() {
        for (part, pairs) in rooms {
            var room = pairs
            var near: Set<Int> = []
            for group in groups.indices where room > 0 {
                // What is alike one of development cannot be test; alike one of its own part, it
                // can.
                guard groups[group].pairs <= room, groups[group].text.count <= longest,
                    parts[group] == .training || near.contains(group)
                else { continue }
                if take(group, for: part, near: &near) { room -= groups[group].pairs }
            }
        }
    }

    /// - Parameter near: the groups left out for what is taken for this part
    private mutating func take(
        _ group: Int, for part: CorpusSplit.Part, near: inout Set<Int>
    ) -> Bool {
        let others = index.matches(ofFolded: groups[group].text).filter {
            $0 != group && parts[$0] == .training
        }
        let own = near.contains(group) ? groups[group].pairs : 0
        let added = others.reduce(0) { $0 + groups[$1].pairs } - own
        guard leftOut + added <= leftOutMaximum else { return false }
        for other in others {
            parts[other] = .leftOut
            near.insert(other)
        }
        near.remove(group)
        parts[group] = part
        leftOut += added
        return true
    }
}
