/// What of a text is kept from being cut, normalized and translated.
package struct Protection: Sendable, Equatable, Codable {
    package enum Kind: String, Sendable, Codable, CaseIterable, Comparable {
        /// `<g id="1">`, `<b>`, `</b>`, `<br/>`, `<a href="…">`, `&nbsp;`.
        case tags
        /// `%s`, `%1$d`, `%(name)s`, `{0}`, `{name}`, `{{x}}`, `${x}`, whole ICU messages.
        case placeholders
        /// `https://…`, `www.…`, `mailto:…`, and `example.com/…` of the common domains.
        case urls
        case emails
        /// `1,234.5`, `12:30`, without signs and units.
        case numbers
        /// What a regular expression of the user's matches.
        case pattern
        /// A term of the user's glossary.
        case term

        package static func < (one: Kind, other: Kind) -> Bool { one.rank < other.rank }

        /// Of two that begin and end together, the lower wins.
        private var rank: Int {
            switch self {
            case .pattern: 0
            case .term: 1
            case .tags: 2
            case .placeholders: 3
            case .urls: 4
            case .emails: 5
            case .numbers: 6
            }
        }

        /// The kinds that need nothing from the user.
        package static let builtIn: Set<Kind> = [.tags, .placeholders, .urls, .emails, .numbers]
    }

    /// Of the built-in kinds; patterns and terms are protected wherever there are any.
    package var kinds: Set<Kind>
    /// ICU regular expressions.
    package var patterns: [String]
    /// Found where no letter or digit stands beside them, as they are written here.
    package var terms: [String]

    package static let none = Protection()
    /// What nobody wants translated.
    ///
    /// Tags are for those who keep the codes of their memories, and numbers, which languages write
    /// differently, for those who ask.
    package static let customary = Protection(kinds: [.placeholders, .urls, .emails])

    package init(kinds: Set<Kind> = [], patterns: [String] = [], terms: [String] = []) {
        self.kinds = kinds.intersection(Kind.builtIn)
        self.patterns = patterns
        self.terms = terms
    }

    /// Reads built-in kinds with commas between, `all` or `none`.
    /// - Throws: `ProtectionError` for any other word.
    package init(parsing list: String) throws(ProtectionError) {
        self.init(kinds: [])
        switch list {
        case "all": kinds = Kind.builtIn
        case "none": break
        default:
            for word in list.split(separator: ",", omittingEmptySubsequences: false) {
                let word = word.drop { $0 == " " }.split(separator: " ").first ?? word
                guard let kind = Kind(rawValue: String(word)), Kind.builtIn.contains(kind) else {
                    throw ProtectionError(.unknownKind(String(word)))
                }
                kinds.insert(kind)
            }
        }
    }

    package var isNone: Bool { kinds.isEmpty && patterns.isEmpty && terms.isEmpty }
}

// MARK: - Codable

extension Protection {
    private enum CodingKeys: String, CodingKey {
        case kinds, patterns, terms
    }

    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        let kinds = try values.decode([Kind].self, forKey: .kinds)
        guard Kind.builtIn.isSuperset(of: kinds) else {
            throw DecodingError.dataCorruptedError(
                forKey: .kinds, in: values, debugDescription: "not a built-in kind")
        }
        self.init(
            kinds: Set(kinds),
            patterns: try values.decodeIfPresent([String].self, forKey: .patterns) ?? [],
            terms: try values.decodeIfPresent([String].self, forKey: .terms) ?? [])
    }

    /// Writes the kinds in order: a set has none, and equal settings are to be equal files.
    package func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(kinds.sorted(), forKey: .kinds)
        try values.encode(patterns, forKey: .patterns)
        try values.encode(terms, forKey: .terms)
    }
}
