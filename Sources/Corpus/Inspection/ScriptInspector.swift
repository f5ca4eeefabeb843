/// Finds letters of scripts that a language is not written in.
///
/// One letter is enough, but for Latin in a language of another script: names and units come in
/// Latin letters everywhere, so there it has to be more than half.
struct ScriptInspector {
    private let own: [Script]
    private let scripts: UnicodeScripts
    private let latin: Script?
    private var found: [Script: CorpusInspection.ForeignScript] = [:]

    /// Longest beginning of an example, in bytes.
    private static let exampleBytes = 240

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
            script != latin || share.foreign * 2 > share.letters
        else { return .usual }
        found[
            script,
            default: CorpusInspection.ForeignScript(
                script: script, finding: .init(),
                example: .init(
                    text: text.shortened(toBytes: Self.exampleBytes), position: position))
        ].finding.add(position)
        return .foreign
    }

    /// The most frequent first.
    var foreign: [CorpusInspection.ForeignScript] {
        found.values.sorted {
            ($1.finding.count, $0.script.rawValue) < ($0.finding.count, $1.script.rawValue)
        }
    }
}
