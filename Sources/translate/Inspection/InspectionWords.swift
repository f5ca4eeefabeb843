import Corpus
import Foundation
import Training

/// An inspection in words and numbers that the text, the JSON and the page share.
struct InspectionWords {
    let inspection: CorpusInspection
    /// Of all files as they are, maybe compressed; nil where that is not known.
    let bytes: Int?
    let estimate: TrainingEstimate?

    /// Something to look at, with how many pairs it concerns.
    struct Remark {
        var name: String
        var label: String
        var advice: String
        var count: Int
        var positions: [FilePosition]
    }

    /// The file, or how many there are.
    var title: String {
        inspection.files.count == 1
            ? inspection.files[0].name : "\(inspection.files.count) files"
    }

    /// The title without folders.
    var shortTitle: String {
        inspection.files.count == 1
            ? URL(fileURLWithPath: inspection.files[0].name).lastPathComponent : title
    }

    /// “English (en-US) → German (de-DE)”, or that the files name no languages.
    var languages: String {
        guard let pair = inspection.languages else { return "Languages not named" }
        return Self.languages(pair.source, pair.target)
    }

    static func languages(_ source: String?, _ target: String?) -> String {
        "\(language(source)) → \(language(target))"
    }

    /// “Portuguese (pt-BR)”.
    static func language(_ code: String?) -> String {
        guard let code, !code.isEmpty else { return "not named" }
        let primary = code.prefix { $0 != "-" && $0 != "_" }
        guard let name = LanguageTag.name(String(primary)), name.lowercased() != code.lowercased()
        else { return code }
        return "\(name) (\(code))"
    }

    /// How much of all usable pairs.
    func share(_ count: Int) -> Double { Double(count) / Double(max(1, inspection.pairs)) }

    /// `12.3%`.
    static func percent(_ share: Double) -> String {
        if share > 0, share < 0.0005 { return "< 0.1%" }
        if share < 1, share >= 0.9995 { return "> 99.9%" }
        return String(format: "%.1f%%", share * 100)
    }

    /// The first places: `lines 12, 88, …`, with the name of each file where there are several.
    func places(_ positions: [FilePosition], of count: Int) -> String {
        var groups: [(file: String, lines: [String])] = []
        for position in positions {
            if groups.last?.file != position.file { groups.append((position.file, [])) }
            if let line = position.line { groups[groups.count - 1].lines.append("\(line)") }
        }
        let texts = groups.map { file, lines in
            let name = URL(fileURLWithPath: file).lastPathComponent
            guard !lines.isEmpty else { return name }
            let numbers =
                (lines.count == 1 ? "line " : "lines ") + lines.joined(separator: ", ")
            return inspection.files.count > 1 ? "\(name) \(numbers)" : numbers
        }
        return texts.joined(separator: "; ") + (count > positions.count ? ", …" : "")
    }

    /// Units without a usable pair, the most frequent rule first.
    var skipped: [Remark] {
        inspection.skipped.map {
            Remark(
                name: $0.key.rawValue, label: $0.key.description, advice: "",
                count: $0.value.count, positions: $0.value.positions)
        }.sorted { ($1.count, $0.name) < ($0.count, $1.name) }
    }

    /// What is wrong in the files though the units can be used.
    var findings: [Remark] {
        inspection.report.findings.map {
            Remark(
                name: $0.key.rawValue, label: $0.key.description, advice: "",
                count: $0.value.count, positions: $0.value.positions)
        }.sorted { ($1.count, $0.name) < ($0.count, $1.name) }
    }

    /// What is odd about pairs, the most frequent first.
    var concerns: [Remark] {
        CorpusInspection.Concern.allCases.compactMap { concern in
            guard let finding = inspection.concerns[concern] else { return nil }
            return Remark(
                name: concern.rawValue, label: label(of: concern), advice: advice(on: concern),
                count: finding.count, positions: finding.positions)
        }.sorted { ($1.count, $0.name) < ($0.count, $1.name) }
    }

    private func label(of concern: CorpusInspection.Concern) -> String {
        switch concern {
        case .identical: "source and target are the same"
        case .noLetters: "without letters: numbers, signs"
        case .codesDiffer: "inline tags differ"
        case .writtenTags: "tags written as text (<b>)"
        case .writtenTagsDiffer: "tags written as text differ in number"
        case .sourceScript: "other scripts in the source"
        case .targetScript: "other scripts in the target"
        case .entities: "entities left over (&amp;)"
        case .misdecoded: "wrongly decoded (Ã¤ for ä)"
        case .replacements: "lost characters (\u{FFFD})"
        case .controls: "control characters"
        }
    }

    private func advice(on concern: CorpusInspection.Concern) -> String {
        switch concern {
        case .identical:
            "Names and codes may stay as they are; a text that nobody translated teaches an "
                + "engine to copy."
        case .noLetters: "There is nothing to learn from them."
        case .codesDiffer:
            "A tag was lost or added in the translation, or one side was exported without tags."
        case .writtenTags:
            "The tool wrote tags as plain text: an engine sees them as words."
        case .writtenTagsDiffer: "A tag was lost or added in the translation."
        case .sourceScript, .targetScript:
            "Names and symbols are fine. A whole text is in the wrong language; one letter in a "
                + "word only looks like the right one."
        case .entities: "The text was escaped twice on its way; unescape it before training."
        case .misdecoded:
            "UTF-8 was read as Windows-1252 somewhere; the memory should be exported again."
        case .replacements: "Characters were lost in a conversion and cannot be told any more."
        case .controls: "Left by some program; nobody sees them, but an engine does."
        }
    }

    /// A word on how much there is to train on.
    static func verdict(_ amount: TrainingEstimate.Amount) -> String {
        switch amount {
        case .tooLittle:
            "Too little to train on alone: an engine would know these texts by heart and little "
                + "else. Below 5,000 different pairs, add more text of the same subject."
        case .little:
            "Enough for texts much like these. From 20,000 different pairs on, an engine does "
                + "better on new ones."
        case .fair: "Enough for one subject and one style."
        case .plenty: "Plenty to train on."
        }
    }

    /// A time that is only guessed: `45 s`, `32 min`, `3 h 20 min`.
    static func roughly(_ seconds: Double) -> String {
        if seconds < 90 { return "\(Int(seconds.rounded())) s" }
        if seconds < 90 * 60 { return "\(Int((seconds / 60).rounded())) min" }
        guard seconds < 1e9 else { return "years" }
        let minutes = Int((seconds / 60).rounded())
        if minutes >= 48 * 60 { return "\(minutes / 60 / 24) days \(minutes / 60 % 24) h" }
        return "\(minutes / 60) h \(minutes % 60) min"
    }

    /// Pairs that no earlier pair repeats.
    var differentPairs: Int { inspection.pairs - inspection.repetitions.duplicates }

    /// `2019-03-22`.
    static func day(_ day: Int) -> String {
        String(format: "%04d-%02d-%02d", day / 10_000, day / 100 % 100, day % 100)
    }

    /// The years or, of a short time, the months that units are from, in order.
    var periods: [(name: String, count: Int)] {
        let months = inspection.history.dates.months
        guard let first = months.keys.min(), let last = months.keys.max() else { return [] }
        if last - first < 24 {
            return (first...last).map {
                (String(format: "%04d-%02d", $0 / 12, $0 % 12 + 1), months[$0] ?? 0)
            }
        }
        let years = Dictionary(grouping: months, by: { $0.key / 12 }).mapValues { months in
            months.reduce(0) { $0 + $1.value }
        }
        return (first / 12...last / 12).map { (String($0), years[$0] ?? 0) }
    }

    /// How the text is measured.
    static let wordNote = "Each Chinese or Japanese character counts as a word."
}
