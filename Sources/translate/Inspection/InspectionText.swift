import Corpus
import Foundation
import Training
import Transformer

/// An inspection as text for a terminal: one screen or two, in columns.
struct InspectionText {
    private let words: InspectionWords
    private var inspection: CorpusInspection { words.inspection }
    private var lines: [String] = []

    /// No more than what fits a screen and a half.
    static let mostLines = 60
    private static let width = 96
    private static let labelWidth = 40

    init(_ words: InspectionWords) {
        self.words = words
        addHead()
        addRows("Skipped, by rule", words.skipped, of: inspection.units, most: 6)
        addConcerns()
        addRows("Odd in the file, but used", words.findings, of: nil, most: 4)
        addLengths()
        addTags()
        addHistory()
        addOtherLanguages()
        addEstimate()
        addSamples()
    }

    var text: String {
        lines.prefix(Self.mostLines).map { $0 + "\n" }.joined()
    }

    // MARK: - Sections

    private mutating func addHead() {
        var head = "\(words.title): \(Self.counted(inspection.units, "unit"))"
        if let bytes = words.bytes { head += ", \(Self.size(bytes))" }
        add(head + String(format: ", read in %.1f s", inspection.seconds))
        if inspection.files.count > 1 {
            for file in inspection.files.prefix(6) {
                add(
                    "  \(file.name): \(Self.counted(file.units, "unit")), \(Self.counted(file.pairs, "pair"))"
                )
            }
            if inspection.files.count > 6 { add("  and \(inspection.files.count - 6) more") }
        }
        add("")
        let isOneOfMany = inspection.wereLanguagesChosen && inspection.languagePairs.count > 1
        add(words.languages + (isOneOfMany ? ", the most frequent; others below" : ""))
        row("usable pairs", inspection.pairs, of: inspection.units, note: "of the units")
        if inspection.repetitions.duplicates > 0 {
            row(
                "same as an earlier pair", inspection.repetitions.duplicates,
                of: inspection.pairs, note: "")
        }
        if inspection.pairs > 0 {
            row("different pairs", words.differentPairs, of: inspection.pairs, note: "")
        }
    }

    private mutating func addConcerns() {
        let repetitions = inspection.repetitions
        let concerns = words.concerns
        guard repetitions.ambiguousSources > 0 || !concerns.isEmpty else { return }
        section("Worth a look")
        if repetitions.ambiguousSources > 0 {
            row(
                "sources with several translations", repetitions.ambiguousSources,
                of: repetitions.sources, note: "in \(grouped(repetitions.ambiguousPairs)) pairs")
            for example in repetitions.examples.prefix(2) {
                let targets = example.targets.prefix(3).map { "“\(Self.cut($0.text, to: 28))”" }
                add(
                    "    “\(Self.cut(example.source, to: 28))” → \(targets.joined(separator: " | "))"
                )
            }
        }
        for remark in concerns.prefix(8) {
            row(remark, of: inspection.pairs)
            if remark.name == CorpusInspection.Concern.sourceScript.rawValue {
                addExample(of: inspection.sourceScripts)
            } else if remark.name == CorpusInspection.Concern.targetScript.rawValue {
                addExample(of: inspection.targetScripts)
            }
        }
    }

    private mutating func addExample(of scripts: [CorpusInspection.ForeignScript]) {
        guard let foreign = scripts.first else { return }
        add("    \(foreign.script.name): “\(Self.cut(foreign.example.text, to: 60))”")
    }

    private mutating func addLengths() {
        guard inspection.pairs > 0 else { return }
        section("Lengths")
        lines[lines.count - 1] =
            pad("Lengths", to: Self.labelWidth) + "    median     95 %      most       all"
        for (name, lengths) in [
            ("source", inspection.sourceLengths), ("target", inspection.targetLengths),
        ] {
            measure("\(name) words", lengths.words)
            measure("\(name) characters", lengths.characters)
        }
        let ratios = inspection.ratios
        add(
            pad("  target to source, in characters", to: Self.labelWidth)
                + [ratios.median, ratios.quantile(0.95), ratios.maximum].map {
                    Self.right(String(format: "%.2f", Double($0) / 100), 10)
                }.joined())
    }

    private mutating func addTags() {
        let tags = inspection.tags
        guard tags.total > 0 else { return }
        section("Inline tags")
        row("pairs with tags", tags.pairs, of: inspection.pairs, note: "")
        let kinds = InlineCode.Kind.allCases.map {
            "\(grouped(tags.kinds[$0] ?? 0)) \($0.rawValue)"
        }
        add("  \(grouped(tags.total)) tags: \(kinds.joined(separator: ", "))")
        addNames("  types: ", tags.types)
        addNames("  most frequent: ", tags.markups)
    }

    private mutating func addHistory() {
        let history = inspection.history
        guard history.dates.count > 0 || history.authors.total > 0 || !history.states.isEmpty
        else { return }
        section("History")
        if let first = history.dates.first, let last = history.dates.last {
            add("  changed: \(InspectionWords.day(first)) to \(InspectionWords.day(last))")
            let periods = words.periods.filter { $0.count > 0 }
            let shown = periods.suffix(8).map { "\($0.name) \(grouped($0.count))" }
            add(
                Self.cut(
                    "    " + (periods.count > 8 ? "… " : "") + shown.joined(separator: ", "),
                    to: Self.width))
        }
        addNames("  by: ", history.authors)
        if !history.states.isEmpty {
            let states = TranslationUnit.State.allCases.compactMap { state in
                history.states[state].map { "\(grouped($0)) \(state.rawValue)" }
            }
            add("  states: \(states.joined(separator: ", "))")
        }
    }

    private mutating func addOtherLanguages() {
        let all = inspection.languagePairs
        guard all.count > 1 else { return }
        section("Languages")
        for pair in all.prefix(5) {
            row(InspectionWords.languages(pair.source, pair.target), pair.units, of: nil, note: "")
        }
        if all.count > 5 {
            add(
                "  and \(all.count - 5)\(inspection.hasMoreLanguagePairs ? " or" : "") more; "
                    + "look closely with --source and --target")
        }
    }

    private mutating func addEstimate() {
        guard let estimate = words.estimate else { return }
        section("Training on this machine, estimated")
        addWrapped(InspectionWords.verdict(estimate.amount))
        add(
            "  “translate train” would take --preset \(estimate.plan.preset.rawValue), --vocabulary "
                + "\(estimate.plan.vocabularySize): \(grouped(estimate.parameters)) parameters")
        add(
            "  \(grouped(estimate.sourceTokens)) source and \(grouped(estimate.targetTokens)) "
                + "target tokens an epoch, \(grouped(Int(estimate.tokensPerSecond))) target tokens a second"
        )
        add(
            "  \(estimate.plan.epochs) epochs in \(InspectionWords.roughly(estimate.seconds)) at most; less when it "
                + "stops getting better")
    }

    private mutating func addSamples() {
        guard !inspection.samples.isEmpty else { return }
        let room = (Self.mostLines - lines.count - 2) / 2
        guard room > 0 else { return }
        section("Sample")
        for pair in inspection.samples.prefix(min(4, room)) {
            let place =
                inspection.files.count == 1
                ? pair.position.line.map { "\($0)" } ?? "" : "\(pair.position)"
            add(
                pad("  \(Self.cut(place, to: 30))", to: 10)
                    + Self.cut(pair.source, to: Self.width - 12))
            add(pad("", to: 8) + "→ " + Self.cut(pair.target, to: Self.width - 12))
        }
    }

    // MARK: - Lines

    private mutating func add(_ line: String) {
        let end = line.lastIndex { $0 != " " }.map(line.index(after:)) ?? line.startIndex
        lines.append(String(line[..<end]))
    }

    private mutating func addWrapped(_ text: String) {
        var line = " "
        for word in text.split(separator: " ") {
            if line.count + word.count >= Self.width {
                add(line)
                line = " "
            }
            line += " " + word
        }
        add(line)
    }

    private mutating func section(_ title: String) {
        add("")
        add(title)
    }

    private mutating func addRows(
        _ title: String, _ remarks: [InspectionWords.Remark], of total: Int?, most: Int
    ) {
        guard !remarks.isEmpty else { return }
        section(title)
        for remark in remarks.prefix(most) { row(remark, of: total) }
        if remarks.count > most { add("  and \(remarks.count - most) more rules") }
    }

    private mutating func row(_ remark: InspectionWords.Remark, of total: Int?) {
        row(
            remark.label, remark.count, of: total,
            note: words.places(remark.positions, of: remark.count))
    }

    private mutating func row(_ label: String, _ count: Int, of total: Int?, note: String) {
        let share = total.map { InspectionWords.percent(Double(count) / Double(max(1, $0))) } ?? ""
        let line =
            pad("  " + label, to: Self.labelWidth) + Self.right(grouped(count), 11)
            + Self.right(share, 10) + (note.isEmpty ? "" : "  " + note)
        add(line)
    }

    private mutating func measure(_ label: String, _ distribution: Distribution) {
        let numbers = [
            distribution.median, distribution.quantile(0.95), distribution.maximum,
            Int(distribution.sum),
        ]
        add(
            pad("  " + label, to: Self.labelWidth)
                + numbers.map { Self.right(grouped($0), 10) }.joined())
    }

    private mutating func addNames(_ label: String, _ names: FrequentNames) {
        guard names.total > 0 else { return }
        let shown = names.top(6).map { "\(Self.cut($0.name, to: 24)) \(grouped($0.count))" }
        let more = names.distinct > 6 ? ", …" : ""
        add(Self.cut(label + shown.joined(separator: ", ") + more, to: Self.width + 10))
    }

    private func pad(_ text: String, to width: Int) -> String {
        text + String(repeating: " ", count: max(1, width - text.count))
    }

    private static func right(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(1, width - text.count)) + text
    }

    /// The beginning of a text, on one line and without control characters, which a terminal would
    /// obey.
    private static func cut(_ text: String, to width: Int) -> String {
        let clean = String(
            String.UnicodeScalarView(
                text.unicodeScalars.prefix(4 * width).map { scalar in
                    scalar.properties.generalCategory == .control ? " " : scalar
                }))
        guard clean.count > width else { return clean }
        return clean.prefix(width - 1) + "…"
    }

    private static func counted(_ count: Int, _ noun: String) -> String {
        "\(grouped(count)) \(noun)\(count == 1 ? "" : "s")"
    }

    private static func size(_ bytes: Int) -> String {
        bytes < 1_000_000
            ? String(format: "%.1f kB", Double(bytes) / 1e3)
            : String(format: "%.1f MB", Double(bytes) / 1e6)
    }
}
