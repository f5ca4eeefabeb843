/// How the language codes of files and of the command line are compared: by BCP 47, with the data
/// of CLDR.
///
/// Neither case nor spelling counts (`EN_us`, `eng-US`; `iw`, `he`). A code also stands for every
/// narrower one (`en` for `en-US`, `zh-Hans` for `zh-CN`, `es-419` for `es-MX`) and, failing
/// better, a narrower one is content with its wider (`en-US` with `en`), unless that is most
/// likely written in another script (`zh-TW`, `zh`). Siblings (`pt-BR`, `pt-PT`) never match, and
/// what is no code at all matches only itself.
package struct LanguageTag {
    /// How well a language found in a file answers the one that is wanted; greater is better.
    package enum Match: Int, Sendable, Comparable {
        case none
        case wider
        /// Narrower, but of a script that is not the likeliest: `sr-Latn` for `sr`.
        case otherScript
        case narrower
        case exact

        package static func < (one: Match, other: Match) -> Bool { one.rawValue < other.rawValue }
    }

    package static func matches(_ wanted: String, _ found: String) -> Bool {
        match(wanted: wanted, found: found) != .none
    }

    package static func match(wanted: String, found: String) -> Match {
        let (wantedCode, foundCode) = (trimmed(wanted), trimmed(found))
        guard !wantedCode.isEmpty, !foundCode.isEmpty else { return .none }
        if wantedCode == foundCode { return .exact }
        guard let wanted = LanguageTag(wanted), let found = LanguageTag(found) else {
            return wantedCode.lowercased() == foundCode.lowercased() ? .exact : .none
        }
        switch (wanted.covers(found), found.covers(wanted)) {
        case (true, true): return .exact
        case (true, false): return wanted.sharesLikelyScript(with: found) ? .narrower : .otherScript
        case (false, true): return wanted.sharesLikelyScript(with: found) ? .wider : .none
        case (false, false): return .none
        }
    }

    /// Whether two codes name the same language, in whatever script or region.
    static func isSameLanguage(_ one: String, _ other: String) -> Bool {
        LanguageTag(one)?.language == LanguageTag(other)?.language
    }

    /// The code as BCP 47 has it today (`EN_uk` is `en-GB`), or nil when it is no code.
    package static func canonical(_ code: String) -> String? {
        UnicodeData.canonicalTag(bcp47(code))
    }

    /// The English name of a language for people to read, as “German (Austria)”, or nil for one
    /// that is not known.
    package static func name(_ code: String) -> String? {
        UnicodeData.name(ofTag: bcp47(code))
    }

    /// The scripts that a language is written in, the likeliest first; none when that is not known.
    package static func scripts(_ code: String) -> [Script] {
        UnicodeData.scripts(ofTag: bcp47(code))
    }

    private let language: String
    /// Empty where neither the code nor its region says which.
    private let script: String
    /// Empty for languages that ICU does not know.
    private let likelyScript: String
    private let region: String
    /// Variants, extensions and private use.
    private let rest: ArraySlice<Substring>

    /// - Returns: nil for what is no code
    private init?(_ code: String) {
        let code = Self.bcp47(code)
        guard let canonical = UnicodeData.canonicalTag(code),
            let likely = UnicodeData.likelyTag(code)
        else { return nil }
        let parts = Parts(canonical)
        likelyScript = Parts(likely).script
        // Norwegian is Bokmål unless it says otherwise, but CLDR keeps both codes.
        language = parts.language == "nb" ? "no" : parts.language
        script = parts.script.isEmpty && !parts.region.isEmpty ? likelyScript : parts.script
        region = parts.region
        rest = parts.rest
    }

    /// Whether every text of `other` is one of this.
    private func covers(_ other: LanguageTag) -> Bool {
        language == other.language
            && (script.isEmpty || script == other.script)
            && (region.isEmpty || region == other.region
                || !other.region.isEmpty
                    && UnicodeData.region(region, contains: other.region))
            && other.rest.starts(with: rest)
    }

    private func sharesLikelyScript(with other: LanguageTag) -> Bool {
        likelyScript.isEmpty || other.likelyScript.isEmpty || likelyScript == other.likelyScript
    }
}

// MARK: - Spellings

extension LanguageTag {
    /// The subtags of a canonical tag by what they stand for.
    private struct Parts {
        let language: String
        var script = ""
        var region = ""
        var rest: ArraySlice<Substring>

        init(_ tag: String) {
            rest = tag.split(separator: "-")[...]
            language = String(rest.popFirst() ?? "")
            if let first = rest.first, first.isScript {
                script = String(first)
                rest.removeFirst()
            }
            if let first = rest.first, 2...3 ~= first.utf8.count {
                region = String(first)
                rest.removeFirst()
            }
        }
    }

    /// Without blanks and control characters.
    private static func trimmed(_ code: String) -> String {
        String(decoding: code.utf8.filter { $0 > UInt8(ascii: " ") }, as: UTF8.self)
    }

    /// A code in the order and with the hyphens of BCP 47, if it is one in other dress:
    /// `sr_RS.UTF-8@latin` as gettext and POSIX have it, `sr-SP-Latn` and `zh-CHT` as Windows did.
    private static func bcp47(_ code: String) -> String {
        let halves = trimmed(code).split(
            separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
        let locale = halves.first?.prefix { $0 != "." } ?? ""
        var subtags = locale.split { $0 == "_" || $0 == "-" }
        if halves.count == 2 { subtags += subtag(ofModifier: halves[1]) }
        guard subtags.count > 1 else { return subtags.joined() }
        switch subtags[1].lowercased() {
        case "chs": subtags[1] = "Hans"
        case "cht": subtags[1] = "Hant"
        default: break
        }
        if subtags.count > 2, 2...3 ~= subtags[1].utf8.count, subtags[2].isScript {
            subtags.swapAt(1, 2)
        }
        return subtags.joined(separator: "-")
    }

    /// What follows `@` in the locales of POSIX: a script, a variant or a currency, which tells
    /// nothing.
    private static func subtag(ofModifier modifier: Substring) -> [Substring] {
        switch modifier.lowercased() {
        case "latin": ["Latn"]
        case "cyrillic": ["Cyrl"]
        case "devanagari": ["Deva"]
        case "euro": []
        default: [modifier]
        }
    }
}

extension Substring {
    /// Four letters; a variant of four characters begins with a digit.
    fileprivate var isScript: Bool {
        utf8.count == 4 && utf8.allSatisfy { UInt8(ascii: "a")...UInt8(ascii: "z") ~= $0 | 0x20 }
    }
}
