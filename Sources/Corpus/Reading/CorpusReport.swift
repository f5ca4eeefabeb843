/// What became of everything a corpus holds: each unit is a pair handed on or a skip counted.
package struct CorpusReport: Sendable, Equatable {
    /// Why a unit could not be used.
    package enum Reason: String, Sendable, CaseIterable {
        case missingSource, missingTarget, missingColumn
        case emptySource, emptyTarget
        case tooLong, invalidUTF8, containsNUL, unknownEntity, cutOff
        case notTranslatable
        case malformedEntry, obsolete
        case missingDocument, missingSentence, onlyInSource, onlyInTarget

        package var description: String {
            switch self {
            case .missingSource: "without the source language"
            case .missingTarget: "without the target language"
            case .missingColumn: "without a second column"
            case .emptySource: "empty source"
            case .emptyTarget: "empty target"
            case .tooLong: "longer than \(SegmentText.maximumCharacters) characters"
            case .invalidUTF8: "invalid UTF-8"
            case .containsNUL: "with a NUL character"
            case .unknownEntity: "with an entity that XML does not define"
            case .cutOff: "cut off by broken XML"
            case .notTranslatable: "marked as not to be translated"
            case .malformedEntry: "malformed"
            case .obsolete: "marked obsolete"
            case .missingDocument: "of a document that is missing"
            case .missingSentence: "with a sentence that its document lacks"
            case .onlyInSource: "only in the source document"
            case .onlyInTarget: "only in the target document"
            }
        }
    }

    /// How often one reason came up, and where first.
    package struct Skips: Sendable, Equatable {
        package static let keptPositions = 5

        package private(set) var count = 0
        /// At most the first `keptPositions`.
        package private(set) var positions: [FilePosition] = []

        mutating func add(count added: Int, positions others: [FilePosition]) {
            count += added
            positions += others.prefix(Self.keptPositions - positions.count)
        }

        mutating func merge(_ other: Skips) {
            add(count: other.count, positions: other.positions)
        }
    }

    /// The files read, in order.
    package private(set) var files: [String]
    /// The units of the files' formats seen: `<tu>`, `<trans-unit>`, lines.
    package private(set) var units = 0
    /// The units handed on as pairs.
    package private(set) var pairs = 0
    /// The pairs of each of `files`.
    package var pairsByFile: [Int] { files.count == 1 ? [pairs] : mergedPairs }
    private var mergedPairs: [Int] = []
    package private(set) var skipped: [Reason: Skips] = [:]
    /// The number of texts by language, spelled as first seen; empty for formats without.
    package private(set) var languages: [String: Int] = [:]
    /// What is wrong with units that are no less usable for it.
    package private(set) var findings: [CorpusFinding: Skips] = [:]
    /// One line each: what ended a file early, or left it without a pair.
    package private(set) var warnings: [String] = []

    /// Whether units were read for their pairs, which the summary then tells.
    private let countsPairs: Bool

    package init(files: [String] = [], countsPairs: Bool = true) {
        self.files = files
        self.countsPairs = countsPairs
    }

    package var skippedUnits: Int { skipped.values.reduce(0) { $0 + $1.count } }

    mutating func countUnit() {
        units += 1
    }

    /// Counts a unit, already counted as one, that is handed on as a pair.
    mutating func countPair() {
        pairs += 1
    }

    /// Counts a unit, already counted as one, that is not handed on.
    mutating func countSkip(_ reason: Reason, at position: FilePosition) {
        skipped[reason, default: Skips()].add(count: 1, positions: [position])
    }

    /// Counts what is wrong in the file and keeps no unit from being used.
    mutating func countFinding(_ finding: CorpusFinding, at position: FilePosition) {
        findings[finding, default: Skips()].add(count: 1, positions: [position])
    }

    mutating func count(language: String, by count: Int) {
        languages[language, default: 0] += count
    }

    mutating func warn(_ line: String) {
        warnings.append(line)
    }

    /// Adds what another file, read after, came to.
    package mutating func merge(_ other: CorpusReport) {
        mergedPairs = (files.isEmpty ? [] : pairsByFile) + other.pairsByFile
        files += other.files
        units += other.units
        pairs += other.pairs
        for (reason, skips) in other.skipped {
            skipped[reason, default: Skips()].add(count: skips.count, positions: skips.positions)
        }
        for (finding, places) in other.findings {
            findings[finding, default: Skips()].add(
                count: places.count, positions: places.positions)
        }
        languages.merge(other.languages, uniquingKeysWith: +)
        warnings += other.warnings
    }
}

extension CorpusReport {
    /// One line: `memory.tmx: 412 units, 405 pairs; skipped 7: 4 empty target (lines 12, …), …`.
    package var summary: String { "\(subject): \(outcome)" }

    /// The summary and then the warnings, for standard error.
    package var lines: [String] { [summary] + warnings }

    /// One line for each finding, the most frequent first.
    package var findingLines: [String] {
        findings.sorted { one, other in
            (other.value.count, one.key.rawValue) < (one.value.count, other.key.rawValue)
        }.map { "\($1.count) \($0.description) (\(places(of: $1)))" }
    }

    /// The file, or how many there are.
    var subject: String {
        files.count == 1 ? files[0] : counted(files.count, "file")
    }

    /// The summary without the file.
    package var outcome: String {
        let seen = counted(units, "unit") + (countsPairs ? ", \(counted(pairs, "pair"))" : "")
        guard skippedUnits > 0 else { return seen }
        let details = skipped.sorted { one, other in
            (other.value.count, one.key.rawValue) < (one.value.count, other.key.rawValue)
        }.map { "\($1.count) \($0.description) (\(places(of: $1)))" }
        return "\(seen); skipped \(skippedUnits): \(details.joined(separator: ", "))"
    }

    private func places(of skips: Skips) -> String {
        let more = skips.count > skips.positions.count ? ", …" : ""
        guard files.count == 1 else {
            return skips.positions.map(\.description).joined(separator: ", ") + more
        }
        let numbers = skips.positions.compactMap(\.line).map(String.init)
        return (skips.count == 1 ? "line " : "lines ") + numbers.joined(separator: ", ") + more
    }
}
