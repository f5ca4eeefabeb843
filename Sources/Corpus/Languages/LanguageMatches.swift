/// The languages of a file: how each matches what is wanted, and how often it occurs.
///
/// Compares each spelling once.
struct LanguageMatches {
    typealias Matches = (source: LanguageTag.Match, target: LanguageTag.Match)

    /// Further spellings are matched but not counted; no honest file has so many.
    private static let maximumSpellings = 1_000

    private let source: String
    private let target: String
    private var hasUnnamedSource = false
    private var hasUnnamedTarget = false
    private var indices: [String: Int] = [:]
    private var entries: [(language: String, count: Int, matches: Matches)] = []

    init(_ wanted: LanguagePair) {
        source = wanted.source
        target = wanted.target
    }

    /// Counts one text and says how its language matches the two that are wanted.
    mutating func count(_ spelling: String) -> Matches {
        guard !spelling.isEmpty else { return (.none, .none) }
        if let index = indices[spelling] {
            entries[index].count += 1
            return entries[index].matches
        }
        let matches = (
            source: LanguageTag.match(wanted: source, found: spelling),
            target: LanguageTag.match(wanted: target, found: spelling)
        )
        if entries.count < Self.maximumSpellings {
            indices[spelling] = entries.count
            entries.append((spelling, 1, matches))
        }
        return matches
    }

    /// Counts a text of no named language, which stands for what its place in the unit says.
    mutating func countUnnamed(at index: Int) {
        if index == 0 { hasUnnamedSource = true }
        if index == 1 { hasUnnamedTarget = true }
    }

    /// By language; spellings that differ only in case count as one, under the first.
    var counts: [CorpusError.LanguageCount] {
        var merged: [(language: String, count: Int)] = []
        var indices: [String: Int] = [:]
        for entry in entries {
            let key = entry.language.lowercased()
            if let index = indices[key] {
                merged[index].count += entry.count
            } else {
                indices[key] = merged.count
                merged.append((entry.language, entry.count))
            }
        }
        return merged.sorted { $0.language < $1.language }.map {
            CorpusError.LanguageCount(language: $0.language, count: $0.count)
        }
    }

    /// The wanted language that never occurred, the source's first.
    var missing: String? {
        if !hasUnnamedSource, !entries.contains(where: { $0.matches.source != .none }) {
            return source
        }
        if !hasUnnamedTarget, !entries.contains(where: { $0.matches.target != .none }) {
            return target
        }
        return nil
    }
}
