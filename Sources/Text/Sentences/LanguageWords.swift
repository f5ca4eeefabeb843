/// What is known about the words of some languages, lower-cased: enough to tell the stop of an
/// abbreviation from that of a sentence.
enum LanguageWords {
    /// The first part of a language's tag: `pt` of `pt-BR`.
    static func code(of language: String) -> String {
        String(language.lowercased().prefix { $0 != "-" && $0 != "_" })
    }

    // MARK: - Abbreviations, without their last stop

    static let common: Set<String> = [
        "dr", "prof", "vs", "cf", "nr", "ca", "tel", "incl", "resp",
    ]

    /// Abbreviations only where a number follows; elsewhere words, or ends of sentences.
    static let beforeNumbers: Set<String> = [
        "no", "nos", "vol", "vols", "fig", "figs", "eq", "eqs", "ch", "sec", "par", "pp", "pg",
        "ref", "art", "abs", "abb", "abschn", "anm", "anl", "tab", "ziff", "kap", "cap", "chap",
        "pag", "pág", "págs", "núm", "núms", "str", "bd", "bl", "rn", "min", "max", "jan", "feb",
        "mar", "apr", "jun", "jul", "aug", "sept", "sep", "okt", "oct", "nov", "dez", "dec", "rys",
        "poz", "pkt", "табл", "гл", "ст", "п", "пп",
    ]

    /// Endings of compounds that are abbreviations where a number follows: `Kirchstr. 5`.
    static let endingBeforeNumbers = "str"

    static let abbreviations: [String: Set<String>] = [
        "en": [
            "mr", "mrs", "ms", "messrs", "rev", "gen", "col", "capt", "lt", "sgt", "sen", "rep",
            "gov", "pres", "hon", "e.g", "i.e", "viz", "approx", "dept", "mt", "maj", "adm",
            "cmdr", "cpl", "supt", "msgr", "esp", "excl",
        ],
        "de": [
            "hr", "hrn", "fr", "frl", "bzw", "z.b", "d.h", "u.a", "o.ä", "v.a", "i.d.r", "z.t",
            "m.e", "s.o", "s.u", "u.u", "o.g", "z.zt", "vgl", "ggf", "evtl", "inkl", "exkl", "zzgl",
            "abzgl", "bspw", "sog", "geb", "gest", "verh", "hrsg", "dipl", "ing", "univ",
            "mio", "mrd", "tsd", "dgl", "lt", "gem", "allg", "ehem", "st", "einschl", "insb",
            "insbes", "bes", "mind", "bzgl", "betr", "engl", "franz", "dt", "österr", "urspr",
            "stellv", "gegr", "hl", "jun", "dipl.-ing",
        ],
        "fr": [
            "m", "mm", "mme", "mlle", "mmes", "mgr", "st", "ste", "p.ex", "c.-à-d", "env", "av",
            "éd", "bd", "boul", "réf", "tél",
        ],
        "es": [
            "sr", "sra", "srta", "sres", "d", "dª", "dña", "dra", "p.ej", "avda", "aprox", "gral",
            "ud", "uds", "excmo", "excma", "ilmo", "ilma", "lic", "ing", "sta", "sto", "dpto",
        ],
        "it": [
            "sig", "sigg", "sig.ra", "dott", "dott.ssa", "prof.ssa", "avv", "arch", "geom", "p.es",
            "ing", "spett", "gent",
        ],
        "pt": ["sr", "sra", "srs", "dra", "exmo", "exma", "p.ex", "eng", "prof.ª"],
        "nl": [
            "dhr", "mevr", "mw", "drs", "ir", "mr", "bijv", "d.w.z", "o.a", "blz", "i.v.m", "m.b.t",
            "t.o.v", "ing",
        ],
        "pl": [
            "np", "ul", "inż", "mgr", "godz", "tzn", "m.in", "św", "al", "hab", "zob", "por", "im",
            "tj",
        ],
        "sv": ["t.ex", "bl.a", "dvs", "s.k", "jfr", "hr", "fr"],
        "cs": [
            "např", "tzv", "tj", "pí", "ing", "mgr", "judr", "mudr", "phdr", "rndr", "ul", "viz",
            "př",
        ],
        "ru": [
            "ул", "им", "т.е", "т.к", "т.н", "напр", "см", "стр", "рис", "проф", "акад", "обл",
            "пл", "просп", "ген", "зам", "ред",
        ],
    ]

    /// Abbreviations that as often as not end a sentence.
    static let endingAbbreviations: [String: Set<String>] = [
        "en": ["st", "inc", "corp", "co", "ltd", "bros", "jr", "sr", "ph.d"],
        "es": ["ee.uu"],
    ]

    static let withStoppedOrdinals: Set<String> = [
        "cs", "da", "de", "et", "fi", "hr", "hu", "is", "lv", "nb", "nn", "no", "pl", "sk", "sl",
    ]

    // MARK: - Openers

    /// Words that with a capital begin a sentence, even after an initial or an ordinal: articles,
    /// pronouns, prepositions and conjunctions that no name begins with.
    static let openers: [String: Set<String>] = [
        "en": words(
            """
            the a an this that these those i he she it we they you my your his her its our their
            there here in on at for from with as if when while where what who how why which but and
            or so after before during since then now however although because
            """),
        "de": words(
            """
            der die das den dem des ein eine einen einem einer eines kein keine ich du er sie es wir
            ihr mir dir ihm ihnen mich dich uns mein meine dein deine sein seine ihre unser unsere
            dies diese dieser dieses im in am an auf aus bei beim mit nach seit von vom vor zu zum
            zur für durch gegen ohne um wenn als ob da dann denn doch aber und oder auch wer was wie
            wo wann warum hier dort heute jetzt nun
            """),
        "fr": words(
            """
            l les un une ce cet cette ces il elle ils elles on nous vous je j tu mon ma mes son sa
            ses leur leurs notre votre nos vos c dans pour par sur avec mais et ou si quand comme
            """),
        "es": words(
            """
            el los las un una este esta estos estas eso él ella ellos ellas yo nosotros usted
            ustedes su sus mi en con por para pero y o si cuando como se no
            """),
        "it": words(
            """
            il gli i l un una questo questa questi queste lui lei io noi voi loro è in con per ma e
            o se quando come non si
            """),
    ]

    // MARK: - Conjunctions

    /// Words before which a clause may be cut that has no comma there.
    static let conjunctions: [String: Set<String>] = [
        "en": words("and or but nor because although while when where which that who if as than"),
        "de": words("und oder sowie aber sondern denn als wie"),
        "fr": words("et ou mais que qui quand lorsque car ni"),
        "es": words("y e o u pero que quien cuando porque ni"),
        "it": words("e ed o ma che quando perché né"),
        "pt": words("e ou mas que quando porque nem"),
        "nl": words("en of maar dat die als want omdat"),
        "pl": words("i oraz lub albo ale że"),
        "cs": words("a nebo ale i že"),
        "ru": words("и или но а что как"),
    ]

    private static func words(_ list: String) -> Set<String> {
        Set(list.split { $0.isWhitespace }.map(String.init))
    }
}
