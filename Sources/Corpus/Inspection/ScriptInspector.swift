/// Finds letters of scripts that a language is not written in.
///
/// One letter is enough, but for Latin in a language of another script: names and units come in
/// Latin letters everywhere, so there it has to be four in five.
struct ScriptInspector {
    private let own: [Script]
    private let scripts: UnicodeScripts
    private let latin: Script?
    private var found: [Script: CorpusInspection.ForeignScript] = [:]

    /// Longest part of a text for an example, in bytes.
    private static let exampleBytes = 240
    /// Characters of an example before the first letter of the script.
    private static let exampleLead = 30

    init(language: String?, scripts: UnicodeScripts) {
        own = language.map(LanguageTag.scripts) ?? []
        self.scripts = scripts
        latin = scripts.script(of: "A")
    }

    enum Outcome {
        case usual, foreign, noLetters
    }

    mutating func add(_ text: String, at position: FilePosition) -> Outcome {
        let share = scripts.share(of: text, in: own)
        if share.letters == 0 { return .noLetters }
        guard !own.isEmpty, let script = share.leadingForeign,
            script != latin || share.own * 5 <= share.letters
        else { return .usual }
        var foreign = found[script] ?? first(script, in: text, at: position)
        foreign.finding.add(position)
        found[script] = foreign
        return .foreign
    }

    private func first(
        _ script: Script, in text: String, at position: FilePosition
    ) -> CorpusInspection.ForeignScript {
        .init(
            script: script, finding: .init(),
            example: .init(text: excerpt(of: text, around: script), position: position))
    }

    /// The text, or the part of a long one in which the script occurs.
    private func excerpt(of text: String, around script: Script) -> String {
        let scalars = text.unicodeScalars
        let place = scalars.firstIndex { scripts.script(of: $0) == script } ?? scalars.startIndex
        let start = scalars.index(
            place, offsetBy: -Self.exampleLead, limitedBy: scalars.startIndex)
        guard let start, start > scalars.startIndex else {
            return text.shortened(toBytes: Self.exampleBytes)
        }
        return "…" + String(scalars[start...]).shortened(toBytes: Self.exampleBytes)
    }

    /// The most frequent first.
    var foreign: [CorpusInspection.ForeignScript] {
        found.values.sorted {
            ($1.finding.count, $0.script.rawValue) < ($0.finding.count, $1.script.rawValue)
        }
    }
}
