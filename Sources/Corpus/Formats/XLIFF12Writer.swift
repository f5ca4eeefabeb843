/// Writes XLIFF 1.2, valid by its strict schema: the source and the target of each unit with state,
/// notes and inline codes.
///
/// A code with native markup becomes `bpt`, `ept`, `ph` or `it`, one without `g`, `x`, `bx` or
/// `ex`. A unit without a target is written without one; without the source it is left out.
package struct XLIFF12Writer: UnitWriter {
    private var xml: XMLWriter
    private var units: BilingualUnits
    private var identifiers = UnitIdentifiers { _ in true }
    private let original: String
    private var respelledTypes = 0

    /// - Parameters:
    ///   - languages: which two texts of each unit are written
    ///   - original: what the file is made from, for its header
    package init(
        _ destination: any ByteDestination, languages: LanguagePair, original: String = "corpus"
    ) {
        xml = XMLWriter(destination)
        units = BilingualUnits(of: languages)
        self.original = original
    }

    package mutating func write(_ unit: TranslationUnit) throws {
        guard let texts = units.texts(of: unit) else { return }
        let languages = try writeHeader(texts.source.language, texts.target?.language)
        let id = identifiers.next(for: unit.id)
        try xml.start(
            "trans-unit",
            [
                ("id", id), ("resname", id == unit.id ? nil : unit.id),
                ("approved", unit.state == .final ? "yes" : nil),
            ])
        try write(texts.source, "source", language: languages.source)
        if let target = texts.target {
            try write(target, "target", language: languages.target, state: unit.state)
        }
        for note in unit.notes(texts) {
            try xml.element("note", [("annotates", note.about)], text: note.text)
        }
        try xml.end()
    }

    package mutating func finish() throws {
        _ = try writeHeader(nil, nil)
        try xml.end()
        try xml.end()
        try xml.end()
        try xml.finish()
    }

    package var losses: [String] {
        let counts = [
            (xml.replacedCharacters, "character", "that XML cannot hold replaced by U+FFFD"),
            (respelledTypes, "type", "of inline codes spelled otherwise"),
        ]
        return units.losses
            + counts.filter { $0.0 > 0 }.map { "\(counted($0, $1)) \($2)" }
    }

    /// Writes the header before the first unit, whose spelling of the languages is the file's.
    private mutating func writeHeader(
        _ source: String?, _ target: String?
    ) throws -> (source: String, target: String) {
        if let languages = units.fileLanguages { return languages }
        let languages = units.settleLanguages(source, target)
        try xml.declaration()
        try xml.start(
            "xliff", [("version", "1.2"), ("xmlns", "urn:oasis:names:tc:xliff:document:1.2")])
        try xml.start(
            "file",
            [
                ("original", original), ("datatype", "plaintext"), ("xml:space", "preserve"),
                ("source-language", languages.source), ("target-language", languages.target),
            ])
        try xml.start("body")
        return languages
    }

    private mutating func write(
        _ text: TranslationUnit.Variant, _ name: String, language: String,
        state: TranslationUnit.State? = nil
    ) throws {
        let own = BilingualUnits.tag(text.language, else: language)
        try xml.start(
            name,
            [
                ("xml:lang", own == language ? nil : own),
                ("state", state.map { XLIFFState.name12($0) }),
            ], content: .text)
        try write(text.segment)
        try xml.end()
    }
}

// MARK: - Inline codes

extension XLIFF12Writer {
    private mutating func write(_ segment: Segment) throws {
        let roles = CodePairs(segment.codes).roles
        var uses: [Int: Int] = [:]
        var keys: [Int: String] = [:]
        var pieces = TextPieces(segment.text)
        for (index, code) in segment.codes.enumerated() {
            try xml.text(pieces.next(upTo: code.offset))
            respelledTypes += CodePairs.hasStrayType(index, in: segment.codes, roles) ? 1 : 0
            switch roles[index] {
            case .alone: try writeAlone(code)
            case .isolated: try writeIsolated(code)
            case .paired(let partner, isNested: true)
            where code.isBare && segment.codes[partner].isBare:
                if code.kind == .open { try start("g", code) } else { try xml.end() }
            case .paired(let partner, _):
                if code.kind == .open {
                    // Of two pairs with one number, each needs a key of its own.
                    let use = uses[code.number, default: 0] + 1
                    uses[code.number] = use
                    keys[index] = use == 1 ? "\(code.number)" : "\(code.number)-\(use)"
                }
                let isBare = code.isBare && segment.codes[partner].isBare
                let key = keys[code.kind == .open ? index : partner] ?? ""
                try writePaired(code, key: key, isBare: isBare)
            }
        }
        try xml.text(pieces.next(upTo: .max))
    }

    private mutating func writeAlone(_ code: InlineCode) throws {
        if code.isBare { return try writeEmpty("x", code) }
        try start("ph", code)
        try writeMarkup(of: code)
    }

    private mutating func writeIsolated(_ code: InlineCode) throws {
        if code.isBare, code.kind == .open { return try writeEmpty("bx", code) }
        // An `ex` has no type.
        if code.isBare, code.type == nil { return try writeEmpty("ex", code) }
        try start("it", code, [("pos", code.kind == .open ? "open" : "close")])
        try writeMarkup(of: code)
    }

    private mutating func writePaired(_ code: InlineCode, key: String, isBare: Bool) throws {
        let isOpen = code.kind == .open
        if isBare {
            return try writeEmpty(isOpen ? "bx" : "ex", code, [("rid", key)])
        }
        try start(isOpen ? "bpt" : "ept", code, [("rid", key)])
        try writeMarkup(of: code)
    }

    private mutating func writeEmpty(
        _ name: String, _ code: InlineCode, _ attributes: [(name: String, value: String?)] = []
    ) throws {
        try start(name, code, attributes)
        try xml.end()
    }

    private mutating func start(
        _ name: String, _ code: InlineCode, _ attributes: [(name: String, value: String?)] = []
    ) throws {
        let hasType = name != "ept" && name != "ex"
        let isPlaceholder = name == "x" || name == "ph"
        let type = hasType ? code.type.flatMap { typeName($0, isPlaceholder: isPlaceholder) } : nil
        try xml.start(
            name, [("id", "\(code.number)")] + attributes + [("ctype", type)], content: .text)
    }

    /// What XLIFF 1.2 calls a type: its own by their names, others after `x-`.
    private mutating func typeName(_ type: String, isPlaceholder: Bool) -> String? {
        let known =
            isPlaceholder ? ["image", "pb", "lb"] : ["bold", "italic", "underlined", "link"]
        if known.contains(type) { return type }
        let isPlain = !type.unicodeScalars.contains(where: \.properties.isWhitespace)
        guard !type.isEmpty, isPlain else {
            respelledTypes += 1
            return type.isEmpty ? nil : "x-" + Self.withoutBlanks(type)
        }
        return "x-" + type
    }

    private static func withoutBlanks(_ type: String) -> String {
        var scalars = String.UnicodeScalarView()
        for scalar in type.unicodeScalars {
            scalars.append(scalar.properties.isWhitespace ? "-" : scalar)
        }
        return String(scalars)
    }

    /// Writes the native code with the text in it, and ends the element.
    private mutating func writeMarkup(of code: InlineCode) throws {
        var pieces = TextPieces(code.markup)
        for subflow in code.subflows {
            try xml.text(pieces.next(upTo: subflow.offset))
            try xml.start("sub")
            try write(subflow.segment)
            try xml.end()
        }
        try xml.text(pieces.next(upTo: .max))
        try xml.end()
    }
}

extension InlineCode {
    /// Whether nothing native is known of it.
    fileprivate var isBare: Bool { markup.isEmpty && subflows.isEmpty }
}
