/// Words before a full stop that does not end a sentence, lower-cased and without that stop.
///
/// Short on purpose: what stands before names, numbers and nouns, hence before a capital. What
/// may as well end a sentence, such as `etc.` and `Inc.`, is not listed.
enum Abbreviations {
    /// Looked up by the language code's first part, joined with what every language shares.
    static func words(of language: String) -> Set<String> {
        common.union(byLanguage[primary(language)] ?? [])
    }

    /// Whether the language writes ordinal numbers with a full stop: `am 3. Mai`.
    static func hasStoppedOrdinals(_ language: String) -> Bool {
        ["cs", "da", "de", "et", "fi", "hr", "hu", "is", "lv", "nb", "nn", "no", "pl", "sk", "sl"]
            .contains(primary(language))
    }

    static func primary(_ language: String) -> String {
        String(language.lowercased().prefix { $0 != "-" && $0 != "_" })
    }

    private static let common: Set<String> = [
        "dr", "prof", "st", "vs", "cf", "no", "nr", "vol", "fig", "ca", "tel", "hon",
    ]

    private static let byLanguage: [String: Set<String>] = [
        "en": [
            "mr", "mrs", "ms", "messrs", "rev", "sr", "gen", "col", "capt", "lt", "sgt", "sen",
            "rep", "gov", "pres", "e.g", "i.e", "viz", "approx", "dept", "est", "figs", "eq", "ch",
            "sec", "pp", "ed", "eds", "jan", "feb", "aug", "sept", "oct", "nov", "dec", "mt", "ft",
        ],
        "de": [
            "hr", "hrn", "fr", "frl", "bzw", "z.b", "d.h", "u.a", "o.ä", "v.a", "i.d.r", "z.t",
            "m.e", "s.o", "s.u", "vgl", "ggf", "evtl", "inkl", "exkl", "zzgl", "abzgl", "bspw",
            "sog", "geb", "gest", "verh", "abb", "tab", "art", "abs", "bd", "kap", "hrsg", "dipl",
            "ing", "mag", "min", "max", "mind", "std", "str", "mio", "mrd", "tsd", "usf", "jan",
            "feb", "aug", "sept", "okt", "nov", "dez", "dgl", "lt", "gem", "zw", "allg", "ehem",
        ],
        "fr": [
            "m", "mm", "mme", "mlle", "mmes", "mgr", "me", "ste", "p.ex", "c.-à-d", "env", "av",
            "bd", "chap", "art", "éd", "janv", "févr", "juil", "sept", "oct", "nov", "déc", "réf",
        ],
        "es": [
            "sr", "sra", "srta", "sres", "d", "dª", "dña", "dra", "ud", "uds", "vd", "p.ej", "av",
            "avda", "pág", "págs", "núm", "art", "cap", "aprox", "gral", "lic", "ing", "fco",
        ],
        "it": [
            "sig", "sigg", "sig.ra", "dott", "dott.ssa", "avv", "ing", "arch", "on", "geom",
            "p.es", "ecc.mo", "pag", "pagg", "art", "cap", "gen", "febb", "sett", "ott", "dic",
        ],
        "pt": ["sr", "sra", "srs", "dra", "exmo", "exma", "av", "pág", "p.ex", "eng", "art", "cap"],
        "nl": ["dhr", "mevr", "mw", "drs", "ir", "mr", "bijv", "bv", "d.w.z", "o.a", "blz", "art"],
        "pl": ["np", "p", "pan", "ul", "prof", "inż", "mgr", "godz", "tzn", "m.in", "św", "str"],
        "sv": ["t.ex", "bl.a", "dvs", "s.k", "kl", "ang", "jfr", "resp", "ung", "hr", "fr"],
        "cs": ["např", "tzv", "tj", "mj", "p", "pí", "ing", "mgr", "judr", "mudr", "ul", "str"],
        "ru": ["г", "ул", "им", "т.е", "т.к", "т.н", "напр", "см", "стр", "рис", "проф", "акад"],
    ]
}
