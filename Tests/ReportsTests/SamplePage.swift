import Reports

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Pages with every block, as a corpus' health report and a training report would fill them.
enum SamplePage {
    static var health: HTMLPage {
        var page = HTMLPage(
            title: "customer-memory.tmx",
            summary: "412,001 units, English to German and four other languages. "
                + "97.2% can be trained on; look at the drafts and the conflicting targets first.",
            footer: "translate corpus inspect, 7 March 2025, 4.2 s")
        page.add(
            Headlines([
                .init(.count(412_001), "units", detail: "in 3 files"),
                .init(.count(400_518), "usable pairs", detail: "97.2% of the units"),
                .init(.count(8_214), "duplicates", detail: "2.0%"),
                .init(.count(1_203), "conflicting targets"),
                .init(.bytes(283_000_000), "read in 4.2 s"),
            ]))
        page.add(
            Note(
                .warning, "1,203 sources have more than one target.",
                detail: "Training learns an average of them. Keep the newest with "
                    + "--conflicts newest, or look at the list below."))
        addLanguages(to: &page)
        addLengths(to: &page)
        page.addSection("Samples", summary: "Chosen at random, so that anyone finds the same.")
        page.add(samples)
        return page
    }

    private static func addLanguages(to page: inout HTMLPage) {
        page.addSection("Languages and rules")
        page.add(
            Table(
                title: "Languages",
                columns: ["Language", .init("Variants", showsBars: true), "Empty", "Words"],
                rows: [
                    ["English (en-GB)", 412_001, 12, 6_120_331],
                    ["German (de-DE)", 409_882, 2_131, 5_702_118],
                    [.text("العربية", language: "ar"), 81_204, 0, 1_130_201],
                    ["Hebrew (he)", 3, 0, .missing],
                ]))
        page.add(
            BarChart(
                title: "Left out, by rule",
                bars: [
                    .init("duplicate of an earlier pair", 8_214),
                    .init("source equals target", 2_170),
                    .init("no letters: numbers, punctuation, codes only", 771),
                    .init("empty target", 311), .init("wrong language", 42),
                    .init("draft", 1),
                ], total: 412_001, caption: "Each unit is counted under the first rule it meets."))
        page.add(
            Table(
                title: "Files",
                columns: [
                    "File", "Format", "Units", "Pairs", .init("Usable", showsBars: true), "Read",
                ],
                rows: [
                    [
                        "legal/2019 – 2021 contracts.tmx", "TMX 1.4", 301_220, 295_118,
                        .percent(0.9797), .seconds(3.1),
                    ],
                    ["ui.xlf", "XLIFF 1.2", 81_004, 80_900, .percent(0.9987), .seconds(0.9)],
                    [
                        "old/export-from-a-very-long-folder-name/with_a_name_without_any_space_in_it_at_all.tsv",
                        "TSV", 29_777, 24_500, .percent(0.823), .seconds(0.2),
                    ],
                ]))
        page.add(
            KeyValues(
                title: "Header",
                [
                    ("Creation tool", "OmegaT 6.0.0"), ("Source language", "en-GB"),
                    ("Segmentation", "sentence"), ("Changed", "2019-02-11 to 2024-11-30"),
                ]))
        page.add(
            Histogram(
                title: "Units by year of change", names: (2009...2024).map(String.init),
                counts: [
                    12, 40, 311, 900, 4_210, 8_000, 12_100, 31_000, 22_010, 41_000, 51_320, 60_001,
                    73_000, 40_010, 39_000, 29_087,
                ]))
    }

    private static func addLengths(to page: inout HTMLPage) {
        page.addSection("Lengths")
        let counts = (1...40).map { (length: Int) -> Int in
            208_000 * length / (length * length / 2 + 40)
        }
        page.add(
            Histogram(
                title: "Source length", edges: (0...40).map { Double($0 * 5) }, counts: counts,
                unit: "words", countUnit: "segments",
                caption: "Median 14 words; 95 in 100 have at most 48."))
        page.add(
            Histogram(
                title: "Length ratio",
                edges: [0, 0.25, 0.5, 0.7, 0.8, 0.9, 1, 1.1, 1.25, 1.5, 2, 4, .infinity],
                counts: [
                    21, 320, 4_010, 21_200, 61_000, 98_100, 101_000, 72_000, 31_000, 9_010, 2_800,
                    57,
                ],
                unit: "target to source", countUnit: "pairs", wholeNumbers: false))
    }

    private static var samples: SampleList {
        SampleList(
            title: "Pairs",
            samples: [
                .init(
                    [
                        .init("en-GB", "Press <b>Start</b> & hold for 3 seconds.", language: "en"),
                        .init("de-DE", "<b>Start</b> drücken & 3 Sekunden halten.", language: "de"),
                    ], about: "contracts.tmx:1204 · approved · J. Smith, 2021"),
                .init(
                    [
                        .init("en-GB", "The contract (no. 12) ends on 3 March.", language: "en"),
                        .init("ar", "ينتهي العقد (رقم 12) في 3 مارس.", language: "ar"),
                    ], about: "contracts.tmx:80"),
                .init(
                    [
                        .init("en", "Hello, world!\nSecond line"),
                        .init("he", "שלום, עולם!\nשורה שנייה", language: "he"),
                    ]),
            ])
    }

    static var training: HTMLPage {
        var page = HTMLPage(
            title: "English–German engine",
            summary: "Step 18,400 of about 30,000; 51 minutes left.",
            renewal: PageRenewal(
                seconds: 60, writtenAt: 1_700_000_000, patienceSeconds: 300,
                advice: "It was stopped, or <killed>."))
        page.add(
            Headlines([
                .init(
                    .number(34.6, decimals: 1), "BLEU on the development set",
                    detail: "best at step 16,000"),
                .init(.number(2.131, decimals: 3), "loss"),
                .init(.count(5_240), "target tokens a second"),
                .init(.seconds(4_812), "trained"),
            ]))
        page.addSection("Curves")
        addCurves(to: &page)
        page.addSection("Attention")
        let source = ["The", "contract", "ends", "on", "3", "March", ".", "</s>"]
        let target = ["Der", "Vertrag", "endet", "am", "3.", "März", ".", "</s>"]
        page.add(
            HeatMap(
                title: "Target by source", rows: target, columns: source,
                values: target.indices.flatMap { row in
                    source.indices.map { exp(-Double(($0 - row) * ($0 - row)) / 1.3) * 0.9 }
                }))
        page.add(samples)
        return page
    }

    private static func addCurves(to page: inout HTMLPage) {
        let loss = (1...10_000).map { (step: Int) -> LineChart.Point in
            let noise = Double((step * 7919) % 101) / 101 - 0.5
            return .init(Double(step) * 2, 2 + 6 * exp(-Double(step) / 1500) + noise * 0.4)
        }
        page.add(
            LineChart(
                title: "Loss",
                series: [
                    .init("training", loss),
                    .init("development", curve(from: 7.3, to: 2.3, every: 1000)),
                ], x: "step", y: "loss per token, nats", mark: .init(16_000, "best")))
        page.add(
            LineChart(
                title: "Score",
                series: [
                    .init("BLEU", curve(from: 3, to: 36, every: 250)),
                    .init("chrF", curve(from: 21, to: 60, every: 250)),
                    .init("TER", curve(from: 93, to: 48, every: 250)),
                ], x: "time", y: "score", xKind: .duration))
    }

    private static func curve(
        from first: Double, to last: Double, every step: Double
    ) -> [LineChart.Point] {
        (0..<18).map { (index: Int) -> LineChart.Point in
            .init(Double(index + 1) * step, last + (first - last) * exp(-Double(index) / 3))
        }
    }
}
