import Testing

@testable import Corpus

@Suite struct CleanerTests {
    private func cleaner(_ rules: Set<CleaningRule>) throws -> Cleaner {
        var options = CleaningOptions()
        options.rules = rules
        return Cleaner(
            languages: try LanguagePair(source: "en", target: "de"), options: options)
    }

    /// The names of the rules that pairs have to go by; nil for those that stay.
    private func rules(_ pairs: [SegmentPair], by cleaner: Cleaner) throws -> [CleaningRule?] {
        for pair in pairs { try cleaner.learn(pair) }
        try cleaner.finishLearning()
        return pairs.map {
            if case .dropped(let rule, _) = cleaner.clean($0) { rule } else { nil }
        }
    }

    private let house = CleaningSamples.pair("The house.", "Das Haus.")

    @Test("of equal pairs the first stays, of almost equal ones too")
    func duplicates() throws {
        let pairs = [
            CleaningSamples.pair("The house", "Das Haus"), house, house,
            CleaningSamples.pair("THE HOUSE!", "das Haus"),
            CleaningSamples.pair("The house.", "Ein Haus."),
            CleaningSamples.pair("Page 1", "Seite 1"), CleaningSamples.pair("Page 27", "Seite 27"),
        ]
        #expect(
            try rules(pairs, by: cleaner([.duplicates, .nearDuplicates]))
                == [nil, .nearDuplicates, .duplicates, .nearDuplicates, nil, nil, .nearDuplicates])
        #expect(
            try rules(pairs, by: cleaner([.duplicates]))
                == [nil, nil, .duplicates, nil, nil, nil, nil])
        #expect(
            try rules(pairs, by: cleaner([.nearDuplicates]))
                == [
                    nil, .nearDuplicates, .nearDuplicates, .nearDuplicates, nil, nil,
                    .nearDuplicates,
                ])
        #expect(try rules(pairs, by: cleaner([])) == pairs.map { _ in nil })
    }

    @Test("a pair that another rule drops is no first of others")
    func droppedFirst() throws {
        let pairs = [
            CleaningSamples.pair("Delete %s", "Löschen"),
            CleaningSamples.pair("Delete s", "Löschen"),
        ]
        #expect(
            try rules(pairs, by: cleaner([.placeholders, .nearDuplicates])) == [.placeholders, nil])
    }

    @Test("repaired pairs are handed on and counted")
    func repairs() throws {
        let cleaner = try cleaner(Set(CleaningRule.allCases))
        let pair = CleaningSamples.pair(
            "Tom &amp; Mary", "Tom und\u{1} Mary lieben GrÃ¶ÃŸe", line: 7)
        #expect(try rules([pair], by: cleaner) == [nil])
        guard case .kept(let repaired) = cleaner.clean(pair) else {
            Issue.record("not kept")
            return
        }
        #expect(repaired.source == "Tom & Mary")
        #expect(repaired.target == "Tom und Mary lieben Größe")
        #expect(Set(cleaner.report.repaired.keys) == [.control, .entities, .mojibake])
    }

    @Test("the report says what went by which rule, and where first")
    func report() throws {
        let cleaner = try cleaner([.length, .entities, .identical])
        let pairs = [
            house, CleaningSamples.pair("", "leer", line: 2),
            CleaningSamples.pair("a &lt; b", "c", line: 3),
        ]
        _ = try rules(pairs, by: cleaner)
        #expect(
            cleaner.report.lines == [
                "3 units: 2 kept, 1 dropped", "  repaired by entities: 1 (m.tsv:3)",
                "  dropped by length: 1 (m.tsv:2)",
            ])
        #expect(!cleaner.needsLearning)
    }
}

@Suite struct CleaningUnitsTests {
    private typealias Variant = TranslationUnit.Variant

    private func unit(
        _ source: String, _ target: String, changed: String? = nil, file: String? = nil
    ) -> TranslationUnit {
        var unit = TranslationUnit(
            variants: [
                Variant(language: "fr", segment: Segment("autre")),
                Variant(language: "de-DE", segment: Segment(target)),
                Variant(language: "en", segment: Segment(source)),
            ], position: FilePosition(file: "m.tmx", line: 9))
        unit.variants[1].metadata.changed = changed
        if let file { unit.metadata.properties = [.init(name: "file", value: file)] }
        return unit
    }

    private func clean(_ units: [TranslationUnit]) throws -> ([CleaningRule?], Cleaner) {
        let cleaner = Cleaner(languages: try LanguagePair(source: "en", target: "de"))
        for unit in units { try cleaner.learn(unit) }
        try cleaner.finishLearning()
        let rules: [CleaningRule?] = units.map {
            if case .dropped(let rule, _) = cleaner.clean($0) { rule } else { nil }
        }
        return (rules, cleaner)
    }

    @Test("of translations of one source the newest stays, and all without a date")
    func drafts() throws {
        let units = [
            unit("Open", "Offen", changed: "20200101T120000Z"),
            unit("Open", "Öffnen", changed: "2024-01-01T12:00:00Z"), unit("Open", "Auf"),
            unit("Close", "Zu"), unit("Close", "Schließen"),
        ]
        #expect(try clean(units).0 == [.drafts, nil, nil, nil, nil])
    }

    @Test("of three drafts the newest stays, though it equals the first")
    func draftThatCameBack() throws {
        let units = [
            unit("Open", "Offen", changed: "20200101T000000Z"),
            unit("Open", "Auf", changed: "20210101T000000Z"),
            unit("Open", "Offen", changed: "20220101T000000Z"),
        ]
        #expect(try clean(units).0 == [.drafts, .drafts, nil])
    }

    @Test("translations for different places are no drafts of each other")
    func contexts() throws {
        let units = [
            unit("Open", "Offen", changed: "20200101T000000Z", file: "a"),
            unit("Open", "Öffnen", changed: "20240101T000000Z", file: "b"),
        ]
        #expect(try clean(units).0 == [nil, nil])
    }

    @Test("a repaired unit keeps its codes, other languages and what the file says of it")
    func repair() throws {
        var unit = unit("a &amp; b", "c", changed: "20200101T000000Z")
        unit.variants[2].segment.codes = [InlineCode(.alone, number: 1, offset: 8)]
        unit.variants[1].segment.codes = [InlineCode(.alone, number: 1, offset: 0)]
        let cleaner = try clean([unit]).1
        guard case .kept(let repaired) = cleaner.clean(unit) else {
            Issue.record("not kept")
            return
        }
        var expected = unit
        expected.variants[2].segment.text = "a & b"
        expected.variants[2].segment.codes[0].offset = 4
        #expect(repaired == expected)
    }

    @Test("units without one of the languages are unusable, and counted so")
    func unusable() throws {
        let cleaner = Cleaner(languages: try LanguagePair(source: "en", target: "it"))
        guard case .unusable(.missingTarget) = cleaner.clean(unit("a", "b")) else {
            Issue.record("usable")
            return
        }
        #expect(
            cleaner.report.lines == [
                "1 unit: 0 kept, 0 dropped, 1 unusable",
                "  unusable, without the target language: 1 (m.tmx:9)",
            ])
        guard case .missingLanguage("it", _) = cleaner.missingLanguage else {
            Issue.record("\(String(describing: cleaner.missingLanguage))")
            return
        }
    }
}
