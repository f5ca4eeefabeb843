/// Words before a full stop that does not end a sentence, lower-cased and without that stop.
///
/// Short on purpose: only what stands before a name, a noun or a number. What may as well end a
/// sentence, such as `etc.` and `Inc.`, is not listed, nor is what is a common word as well.
struct Abbreviations: Sendable {
    private let words: Set<String>
    /// Whether ordinal numbers are written with a full stop: `am 3. Mai`.
    private let hasStoppedOrdinals: Bool
    /// One letter with a stop is an initial, but for these, as in “So do I.” and «в 1990 г.».
    private let endingLetters: Set<String>

    /// - Parameter language: a code such as `de` or `pt-BR`; its first part is looked up.
    init(language: String) {
        let code = String(language.lowercased().prefix { $0 != "-" && $0 != "_" })
        words = Self.common.union(Self.byLanguage[code] ?? [])
        hasStoppedOrdinals = Self.languagesWithStoppedOrdinals.contains(code)
        endingLetters = code == "en" ? ["I"] : ["г"]
    }

    /// Whether a full stop after `word` goes with the word and ends no sentence.
    func contain(_ word: String, beforeNumber: Bool) -> Bool {
        let scalars = word.unicodeScalars
        if scalars.allSatisfy({ $0.properties.generalCategory == .decimalNumber }) {
            return hasStoppedOrdinals && scalars.count <= 2
        }
        if scalars.count == 1 { return !endingLetters.contains(word) }
        let folded = word.lowercased()
        return words.contains(folded) || (beforeNumber && Self.beforeNumbers.contains(folded))
    }

    private static let languagesWithStoppedOrdinals: Set<String> = [
        "cs", "da", "de", "et", "fi", "hr", "hu", "is", "lv", "nb", "nn", "no", "pl", "sk", "sl",
    ]

    private static let common: Set<String> = ["dr", "prof", "st", "vs", "cf", "nr", "ca", "tel"]

    /// Abbreviations only where a number follows; elsewhere words, or ends of sentences.
    private static let beforeNumbers: Set<String> = [
        "no", "vol", "fig", "figs", "eq", "ch", "sec", "pp", "pg", "art", "abs", "abb", "tab",
        "kap", "cap", "chap", "pag", "pág", "núm", "str", "bd", "bl", "min", "max", "jan", "feb",
        "mar", "apr", "jun", "jul", "aug", "sept", "sep", "okt", "oct", "nov", "dez", "dec",
    ]

    private static let byLanguage: [String: Set<String>] = [
        "en": [
            "mr", "mrs", "ms", "messrs", "rev", "gen", "col", "capt", "lt", "sgt", "sen", "rep",
            "gov", "pres", "hon", "e.g", "i.e", "viz", "approx", "dept", "mt",
        ],
        "de": [
            "hr", "hrn", "fr", "frl", "bzw", "z.b", "d.h", "u.a", "o.ä", "v.a", "i.d.r", "z.t",
            "m.e", "s.o", "s.u", "vgl", "ggf", "evtl", "inkl", "exkl", "zzgl", "abzgl", "bspw",
            "sog", "geb", "gest", "verh", "hrsg", "dipl", "ing", "mio", "mrd", "tsd", "dgl", "lt",
            "gem", "allg", "ehem",
        ],
        "fr": ["mm", "mme", "mlle", "mmes", "mgr", "ste", "p.ex", "c.-à-d", "env", "av", "éd"],
        "es": ["sr", "sra", "srta", "sres", "dª", "dña", "dra", "p.ej", "avda", "aprox", "gral"],
        "it": ["sig", "sigg", "sig.ra", "dott", "dott.ssa", "avv", "arch", "geom", "p.es"],
        "pt": ["sr", "sra", "srs", "dra", "exmo", "exma", "p.ex", "eng"],
        "nl": ["dhr", "mevr", "mw", "drs", "ir", "mr", "bijv", "d.w.z", "o.a", "blz"],
        "pl": ["np", "ul", "inż", "mgr", "godz", "tzn", "m.in", "św"],
        "sv": ["t.ex", "bl.a", "dvs", "s.k", "jfr", "hr", "fr"],
        "cs": ["např", "tzv", "tj", "pí", "ing", "mgr", "judr", "mudr", "ul"],
        "ru": ["ул", "им", "т.е", "т.к", "т.н", "напр", "см", "стр", "рис", "проф", "акад"],
    ]
}
