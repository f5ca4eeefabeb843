/// Gathers authors, dates, states, notes and properties of units.
struct HistoryInspector {
    private(set) var history = CorpusInspection.History()
    /// The last date and what it says: units of one job come together.
    private var lastDate = (written: "", day: 0)

    mutating func add(_ unit: TranslationUnit) {
        if let state = unit.state { history.states[state, default: 0] += 1 }
        if let author = latest(of: unit, { $0.changedBy ?? $0.author }) {
            history.authors.count(author)
        }
        if let date = latest(of: unit, { $0.changed ?? $0.created }) {
            add(date: date, of: unit.position)
        }
        var hasNote = !unit.metadata.notes.isEmpty
        for property in unit.metadata.properties { history.properties.count(property.name) }
        for variant in unit.variants {
            hasNote = hasNote || !variant.metadata.notes.isEmpty
            for property in variant.metadata.properties { history.properties.count(property.name) }
        }
        if hasNote { history.withNotes += 1 }
    }

    /// What the last variant that tells has, which is a translation, or else the unit.
    private func latest(
        of unit: TranslationUnit, _ field: (Metadata) -> String?
    ) -> String? {
        for index in unit.variants.indices.reversed() {
            if let value = field(unit.variants[index].metadata), !value.isEmpty { return value }
        }
        guard let value = field(unit.metadata), !value.isEmpty else { return nil }
        return value
    }

    private mutating func add(date: String, of position: FilePosition) {
        if date != lastDate.written { lastDate = (date, Self.day(date) ?? 0) }
        let day = lastDate.day
        guard day > 0 else { return history.dates.invalid.add(position) }
        history.dates.first = min(history.dates.first ?? day, day)
        history.dates.last = max(history.dates.last ?? day, day)
        history.dates.months[day / 10_000 * 12 + day / 100 % 100 - 1, default: 0] += 1
    }

    /// `20190322T101500Z` and `2019-03-22…` as 20190322; nil for what is no day since 1970.
    static func day(_ date: String) -> Int? {
        var digits = 0
        var number = 0
        for byte in date.utf8 {
            if 0x30...0x39 ~= byte {
                number = number * 10 + Int(byte - 0x30)
                digits += 1
                if digits == 8 { break }
            } else if byte != UInt8(ascii: "-") || (digits != 4 && digits != 6) {
                return nil
            }
        }
        guard digits == 8, 1970...2099 ~= number / 10_000, 1...12 ~= number / 100 % 100,
            1...31 ~= number % 100
        else { return nil }
        return number
    }
}
