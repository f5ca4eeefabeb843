/// Writes XLIFF 2.1, valid by its schema: the source and the target of each unit with state, notes
/// and inline codes, whose native code is in `<originalData>`.
///
/// A unit without a target is written without one; without the source it is left out.
package struct XLIFF2Writer: UnitWriter {
    private var xml: XMLWriter
    private var units: BilingualUnits
    private var identifiers = UnitIdentifiers { XLIFF2Writer.isNameToken($0) }
    private let original: String
    private var isEmpty = true
    private var respelledLanguages = 0
    private var droppedTypes = 0
    private var subflows = 0
    private var renumberedCodes = 0
    /// The ids of the open unit's native codes.
    private var dataIDs: [String: String] = [:]

    /// - Parameters:
    ///   - languages: which two texts of each unit are written
    ///   - original: what the file is made from
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
        isEmpty = false
        countRespelled(texts.source, language: languages.source)
        if let target = texts.target { countRespelled(target, language: languages.target) }
        let id = identifiers.next(for: unit.id)
        try xml.start("unit", [("id", id), ("name", id == unit.id ? nil : unit.id)])
        let notes = unit.notes(texts)
        if !notes.isEmpty {
            try xml.start("notes")
            for note in notes {
                try xml.element("note", [("appliesTo", note.about)], text: note.text)
            }
            try xml.end()
        }
        try writeOriginalData(
            of: texts.source.segment.codes + (texts.target?.segment.codes ?? []))
        // Without a target, only the first state is allowed.
        let state = texts.target == nil ? unit.state.map { min($0, .initial) } : unit.state
        try xml.start("segment", [("state", state?.rawValue)])
        try write(texts.source.segment, "source")
        if let target = texts.target { try write(target.segment, "target") }
        try xml.end()
        try xml.end()
    }

    package mutating func finish() throws {
        _ = try writeHeader(nil, nil)
        // A file has to hold something; a group need not.
        if isEmpty { try xml.element("group", [("id", "empty")]) }
        try xml.end()
        try xml.end()
        try xml.finish()
    }

    package var losses: [String] {
        let counts = [
            (xml.replacedCharacters, "character", "that XML cannot hold replaced by U+FFFD"),
            (respelledLanguages, "text", "under the file's spelling of the language"),
            (droppedTypes, "inline code", "with a type that XLIFF 2 cannot spell"),
            (renumberedCodes, "inline code", "with the number of another given its own"),
            (subflows, "text", "inside inline codes written as native code"),
        ]
        return units.losses
            + counts.filter { $0.0 > 0 }.map { "\(counted($0, $1)) \($2)" }
    }

    private mutating func writeHeader(
        _ source: String?, _ target: String?
    ) throws -> (source: String, target: String) {
        if let languages = units.fileLanguages { return languages }
        let languages = units.settleLanguages(source, target)
        try xml.declaration()
        try xml.start(
            "xliff",
            [
                ("version", "2.1"), ("xmlns", "urn:oasis:names:tc:xliff:document:2.0"),
                ("srcLang", languages.source), ("trgLang", languages.target),
            ])
        try xml.start(
            "file", [("id", "f1"), ("original", original), ("xml:space", "preserve")])
        return languages
    }

    /// XLIFF 2 wants every text in the languages of the root.
    private mutating func countRespelled(_ text: TranslationUnit.Variant, language: String) {
        if let own = text.language, own != language { respelledLanguages += 1 }
    }

    /// Whether a name may be an id: letters, digits and `. - _ :` (XML 1.0, Nmtoken), of which no
    /// more is asked here.
    private static func isNameToken(_ text: String) -> Bool {
        text.unicodeScalars.allSatisfy { scalar in
            switch scalar {
            case "a"..."z", "A"..."Z", "0"..."9", ".", "-", "_", ":": true
            default: false
            }
        }
    }
}

// MARK: - Inline codes

extension XLIFF2Writer {
    private mutating func writeOriginalData(of codes: [InlineCode]) throws {
        dataIDs.removeAll(keepingCapacity: true)
        for code in codes {
            let markup = nativeCode(of: code)
            guard !markup.isEmpty, dataIDs[markup] == nil else { continue }
            if dataIDs.isEmpty { try xml.start("originalData") }
            let id = "d\(dataIDs.count + 1)"
            dataIDs[markup] = id
            try xml.start("data", [("id", id)], content: .text)
            try writeText(markup)
            try xml.end()
        }
        if !dataIDs.isEmpty { try xml.end() }
    }

    /// The markup with the text inside it.
    private func nativeCode(of code: InlineCode) -> String {
        guard !code.subflows.isEmpty else { return code.markup }
        let places = code.subflows.map { subflow in
            InlineCode(
                .alone, number: 1, markup: subflow.segment.inserting { $1.markup },
                offset: subflow.offset)
        }
        return Segment(code.markup, codes: places).inserting { $1.markup }
    }

    private mutating func write(_ segment: Segment, _ name: String) throws {
        try xml.start(name, content: .text)
        let roles = CodePairs(segment.codes).roles
        var ids: [Int: String] = [:]
        var uses: [Int: Int] = [:]
        var pieces = TextPieces(segment.text)
        for (index, code) in segment.codes.enumerated() {
            try writeText(pieces.next(upTo: code.offset))
            subflows += code.subflows.count
            droppedTypes += CodePairs.hasStrayType(index, in: segment.codes, roles) ? 1 : 0
            switch roles[index] {
            case .paired(let partner, _) where code.kind == .close:
                ids[index] = ids[partner]
            default:
                let use = uses[code.number, default: 0] + 1
                uses[code.number] = use
                ids[index] = use == 1 ? "\(code.number)" : "\(code.number)-\(use)"
                if use > 1, code.kind != .alone || dataReference(of: code) != nil {
                    renumberedCodes += 1
                }
            }
            try write(code, roles[index], id: ids[index] ?? "", in: segment.codes)
        }
        try writeText(pieces.next(upTo: .max))
        try xml.end()
    }

    private mutating func write(
        _ code: InlineCode, _ role: CodePairs.Role, id: String, in codes: [InlineCode]
    ) throws {
        switch (role, code.kind) {
        case (.paired(let partner, isNested: true), .open):
            try xml.start(
                "pc",
                [
                    ("id", id), ("dataRefStart", dataReference(of: code)),
                    ("dataRefEnd", dataReference(of: codes[partner])),
                ] + type(of: code))
        case (.paired(_, isNested: true), _): try xml.end()
        case (.alone, _):
            // A copy says so where it has no native code (XLIFF 2.1, 4.7.2.4.2).
            let isCopy = id != "\(code.number)" && dataReference(of: code) == nil
            try writeEmpty(
                "ph", code, [("id", id), ("copyOf", isCopy ? "\(code.number)" : nil)])
        case (.paired, .open): try writeEmpty("sc", code, [("id", id)])
        case (.paired, _): try writeEmpty("ec", code, [("startRef", id)])
        case (.isolated, _):
            try writeEmpty(
                code.kind == .open ? "sc" : "ec", code, [("id", id), ("isolated", "yes")])
        }
    }

    private mutating func writeEmpty(
        _ name: String, _ code: InlineCode, _ attributes: [(name: String, value: String?)]
    ) throws {
        // The type of an end is that of its start.
        let hasStart = attributes.contains { $0.name == "startRef" }
        try xml.start(
            name,
            attributes + [("dataRef", dataReference(of: code))]
                + (hasStart ? [] : type(of: code)))
        try xml.end()
    }

    private func dataReference(of code: InlineCode) -> String? {
        dataIDs[nativeCode(of: code)]
    }

    private mutating func type(of code: InlineCode) -> [(name: String, value: String?)] {
        guard let name = code.type else { return [] }
        guard let type = XLIFF2CodeType(name) else {
            droppedTypes += 1
            return []
        }
        return [("type", type.type), ("subType", type.subtype)]
    }

    /// Writes the characters that XML cannot hold as `<cp>`.
    private mutating func writeText(_ text: some StringProtocol) throws {
        guard text.unicodeScalars.contains(where: { !XMLWriter.holds($0) }) else {
            return try xml.text(text)
        }
        var rest = Substring(text).unicodeScalars[...]
        while let place = rest.firstIndex(where: { !XMLWriter.holds($0) }) {
            try xml.text(Substring(rest[..<place]))
            let hex = String(rest[place].value, radix: 16, uppercase: true)
            try xml.element("cp", [("hex", String(repeating: "0", count: 4 - hex.count) + hex)])
            rest = rest[rest.index(after: place)...]
        }
        try xml.text(Substring(rest))
    }
}
