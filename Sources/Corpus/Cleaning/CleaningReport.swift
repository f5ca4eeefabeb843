/// What cleaning did, by rule, and where first.
package struct CleaningReport: Sendable, Equatable {
    package typealias Places = CorpusReport.Skips

    /// All that were judged, usable or not.
    package internal(set) var units = 0
    package internal(set) var kept = 0
    /// The kept in which a rule changed something.
    package private(set) var repaired: [CleaningRule: Places] = [:]
    package private(set) var dropped: [CleaningRule: Places] = [:]
    /// Units that are no pair of the two languages.
    package private(set) var unusable: [CorpusReport.Reason: Places] = [:]

    package init() {}

    package var droppedUnits: Int { dropped.values.reduce(0) { $0 + $1.count } }
    package var unusableUnits: Int { unusable.values.reduce(0) { $0 + $1.count } }

    mutating func count(repair rule: CleaningRule, at position: FilePosition) {
        repaired[rule, default: Places()].add(count: 1, positions: [position])
    }

    mutating func count(drop rule: CleaningRule, at position: FilePosition) {
        dropped[rule, default: Places()].add(count: 1, positions: [position])
    }

    mutating func count(unusable reason: CorpusReport.Reason, at position: FilePosition) {
        unusable[reason, default: Places()].add(count: 1, positions: [position])
    }
}

extension CleaningReport {
    /// The sum, and then a line for each rule that did something, in the rules' order.
    package var lines: [String] {
        var lines = ["\(counted(units, "unit")): \(kept) kept, \(droppedUnits) dropped\(rest)"]
        for rule in CleaningRule.allCases {
            if let places = repaired[rule] { lines.append(line("repaired by", rule, places)) }
            if let places = dropped[rule] { lines.append(line("dropped by", rule, places)) }
        }
        for (reason, places) in unusable.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            lines.append("  unusable, \(reason.description): \(places.countAndPositions)")
        }
        return lines
    }

    private var rest: String {
        unusableUnits > 0 ? ", \(unusableUnits) unusable" : ""
    }

    private func line(_ what: String, _ rule: CleaningRule, _ places: Places) -> String {
        "  \(what) \(rule.rawValue): \(places.countAndPositions)"
    }
}

extension CorpusReport.Skips {
    /// `7 (memory.tmx:12, memory.tmx:40, …)`.
    fileprivate var countAndPositions: String {
        let more = count > positions.count ? ", …" : ""
        return "\(count) (\(positions.map(\.description).joined(separator: ", "))\(more))"
    }
}
