/// One entry of a catalogue in the making.
struct POEntry {
    enum Field: Hashable {
        case context, message, plural
        case translation(Int)

        /// No language has more than six forms.
        private static let maximumForms = 32

        init?(keyword: String) {
            switch keyword {
            case "msgctxt": self = .context
            case "msgid": self = .message
            case "msgid_plural": self = .plural
            case "msgstr": self = .translation(0)
            default:
                guard keyword.hasPrefix("msgstr["), keyword.hasSuffix("]"),
                    let form = Int(keyword.dropFirst(7).dropLast()),
                    (0..<Self.maximumForms).contains(form)
                else { return nil }
                self = .translation(form)
            }
        }
    }

    /// The strings of a complete entry.
    struct Contents {
        let context: String?
        let message: String
        let plural: String?
        /// By form, without gaps.
        let translations: [String]
    }

    /// Of comments, as much as any entry of worth has.
    private static let maximumCommentBytes = 1 << 16

    /// The line of its first keyword.
    var line: Int?
    var fault: CorpusReport.Reason?
    private(set) var isFuzzy = false
    /// Comments as notes, references and flags as properties.
    private(set) var metadata = Metadata()
    private var commentBytes = 0
    private var strings: [Field: [UInt8]] = [:]
    private var current: Field?

    /// Whether there was more than comments, so that another comment belongs to the next entry.
    var isBegun: Bool { !strings.isEmpty || fault != nil }

    /// Whether a field cannot be of this entry.
    func isEnded(by field: Field) -> Bool {
        switch field {
        case .context: isBegun
        case .message: strings.keys.contains { $0 != .context } || fault != nil
        case .plural, .translation: false
        }
    }

    mutating func begin(_ field: Field) {
        if strings[field] != nil { fault = fault ?? .malformedEntry }
        strings[field] = []
        current = field
    }

    /// - Returns: whether there is a field to append to
    mutating func append(_ string: [UInt8]) -> Bool {
        guard let current, let count = strings[current]?.count else { return false }
        if count + string.count > SegmentText.maximumBytes {
            fault = .tooLong
        } else {
            strings[current]? += string
        }
        return true
    }

    mutating func take(flags: String) {
        for flag in flags.split(separator: ",").map({ $0.drop(while: \.isWhitespace) }) {
            if flag == "fuzzy" {
                isFuzzy = true
            } else {
                add(property: "flag", String(flag))
            }
        }
    }

    mutating func add(comment: String, isReference: Bool) {
        let comment = SegmentText.normalized(comment)
        guard !comment.isEmpty else { return }
        if isReference {
            add(property: "reference", comment)
        } else if fits(comment) {
            metadata.notes.append(comment)
        }
    }

    private mutating func add(property name: String, _ value: String) {
        if fits(value) {
            metadata.properties.append(Metadata.Property(name: name, value: value))
        }
    }

    private mutating func fits(_ comment: String) -> Bool {
        commentBytes += comment.utf8.count
        return commentBytes <= Self.maximumCommentBytes
    }
}

extension POEntry {
    /// What the header says, where this is one: the entry of the empty message.
    var header: POHeader? {
        guard fault == nil, strings[.message]?.isEmpty == true, strings[.context] == nil,
            let text = strings[.translation(0)]
        else { return nil }
        return POHeader(String(decoding: text, as: UTF8.self))
    }

    var contents: Result<Contents, UnusableUnit> {
        Result { () throws(UnusableUnit) in
            if let fault { throw UnusableUnit(reason: fault) }
            guard let message = try text(of: .message), let first = try text(of: .translation(0))
            else { throw UnusableUnit(reason: .malformedEntry) }
            var translations = [first]
            while let next = try text(of: .translation(translations.count)) {
                translations.append(next)
            }
            return Contents(
                context: try text(of: .context), message: message, plural: try text(of: .plural),
                translations: translations)
        }
    }

    private func text(of field: Field) throws(UnusableUnit) -> String? {
        guard let bytes = strings[field] else { return nil }
        if bytes.contains(0) { throw UnusableUnit(reason: .containsNUL) }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw UnusableUnit(reason: .invalidUTF8)
        }
        return text
    }
}

extension POEntry.Contents {
    /// The units of the entry; the second, for many, only where it says something else.
    func pairs(plural rule: PluralRule?) -> [(source: String, target: String)] {
        guard let plural else { return [(message, translations[0])] }
        let one = translation(for: 1, rule) ?? translations[0]
        let many = translation(for: PluralRule.many, rule) ?? translations[translations.count - 1]
        let singular = (source: message, target: one)
        return plural == message && many == one ? [singular] : [singular, (plural, many)]
    }

    private func translation(for number: Int, _ rule: PluralRule?) -> String? {
        guard let form = rule?.form(for: number), translations.indices.contains(form) else {
            return nil
        }
        return translations[form]
    }
}

/// What the first entry of a catalogue says of all.
struct POHeader {
    /// As a language tag: of `sr_RS.UTF-8@latin`, `sr_RS-Latn`.
    private(set) var language: String?
    private(set) var sourceLanguage: String?
    /// In capitals.
    private(set) var charset: String?
    private(set) var pluralRule: PluralRule?

    init() {}

    init(_ text: String) {
        for line in text.split(separator: "\n") {
            guard let colon = line.firstIndex(of: ":") else { continue }
            let value = SegmentText.normalized(String(line[line.index(after: colon)...]))
            switch line[..<colon].lowercased() {
            case "language": language = Self.tag(value)
            case "x-source-language": sourceLanguage = Self.tag(value)
            case "content-type":
                charset = value.split(separator: "charset=").dropFirst().first.map {
                    $0.prefix { !$0.isWhitespace && $0 != ";" }.uppercased()
                }
            case "plural-forms":
                pluralRule = value.firstRange(of: "plural=").flatMap {
                    // “nplurals=” comes before, so that the last one counts.
                    PluralRule(
                        String(value[(value.ranges(of: "plural=").last ?? $0).upperBound...]))
                }
            default: break
            }
        }
    }

    /// Locale names have an encoding and a modifier, which tags of languages do not.
    private static func tag(_ locale: String) -> String? {
        let parts = locale.split(separator: "@", maxSplits: 1)
        guard let name = parts.first?.split(separator: ".").first, !name.isEmpty else {
            return nil
        }
        guard parts.count == 2 else { return String(name) }
        let scripts = ["latin": "Latn", "cyrillic": "Cyrl", "devanagari": "Deva", "arabic": "Arab"]
        let modifier = String(parts[1])
        return "\(name)-\(scripts[modifier.lowercased()] ?? modifier)"
    }
}
