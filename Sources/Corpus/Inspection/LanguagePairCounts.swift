/// Counts which languages units have together: their first with each of the others.
struct LanguagePairCounts {
    /// Further pairs are not counted; no honest memory has so many.
    private static let maximum = 1_000

    private struct Spellings: Hashable {
        var source: String
        var target: String
    }

    private var bySpelling: [Spellings: Int] = [:]
    private var last: (spellings: Spellings, count: Int)?
    private(set) var isCut = false

    mutating func add(_ unit: TranslationUnit) {
        guard let source = unit.variants.first else { return }
        for index in unit.variants.indices.dropFirst() {
            let spellings = Spellings(
                source: source.language ?? "", target: unit.variants[index].language ?? "")
            if last?.spellings == spellings {
                last?.count += 1
            } else {
                keepLast()
                last = (spellings, 1)
            }
        }
    }

    private mutating func keepLast() {
        guard let last else { return }
        if bySpelling.count < Self.maximum || bySpelling[last.spellings] != nil {
            bySpelling[last.spellings, default: 0] += last.count
        } else {
            isCut = true
        }
        self.last = nil
    }

    /// The most frequent first; spellings of the same languages together, under the most frequent.
    mutating func ranked() -> [CorpusInspection.Languages] {
        keepLast()
        var merged: [CorpusInspection.Languages] = []
        var places: [Spellings: Int] = [:]
        let spelled = bySpelling.sorted {
            ($1.value, $0.key.source, $0.key.target) < ($0.value, $1.key.source, $1.key.target)
        }
        for (spellings, count) in spelled {
            let key = Spellings(
                source: Self.key(spellings.source), target: Self.key(spellings.target))
            if let place = places[key] {
                merged[place].units += count
            } else {
                places[key] = merged.count
                merged.append(
                    .init(
                        source: spellings.source.isEmpty ? nil : spellings.source,
                        target: spellings.target.isEmpty ? nil : spellings.target, units: count))
            }
        }
        return merged.enumerated().sorted {
            ($1.element.units, $0.offset) < ($0.element.units, $1.offset)
        }
        .map(\.element)
    }

    private static func key(_ language: String) -> String {
        LanguageTag.canonical(language) ?? language.lowercased()
    }
}
