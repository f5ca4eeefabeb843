/// Writes TMX 1.4b: all texts of a unit, its metadata, and its inline codes.
///
/// What it writes reads back as it was, with these exceptions: characters that XML cannot hold,
/// and what TMX has no place for, which `losses` tells.
package struct TMXWriter: UnitWriter {
    private var xml: XMLWriter
    private var codes = TMXCodeWriter()
    private let toolVersion: String
    /// The `srclang` of the file; until the header is written, what was asked for.
    private var sourceLanguage: String?
    private var hasHeader = false
    private var order = TMXSourceOrder()
    private var emptyUnits = 0
    private var faultyTexts = 0
    private var unnamedTexts = 0

    /// - Parameters:
    ///   - sourceLanguage: nil to take that of the first unit's first text
    ///   - toolVersion: the program's, for the header
    package init(
        _ destination: any ByteDestination, sourceLanguage: String? = nil, toolVersion: String
    ) {
        xml = XMLWriter(destination)
        self.sourceLanguage = sourceLanguage
        self.toolVersion = toolVersion
    }

    package mutating func write(_ unit: TranslationUnit) throws {
        let texts = unit.variants.filter { $0.fault == nil }
        faultyTexts += unit.variants.count - texts.count
        guard let first = texts.first else {
            if unit.variants.isEmpty { emptyUnits += 1 }
            return
        }
        try writeHeader(before: first)
        try xml.start("tu", attributes(of: unit, texts))
        try writeFields(of: unit.metadata, isUnit: true)
        if let state = unit.state {
            try xml.element("prop", [("type", "state")], text: state.rawValue)
        }
        for text in texts { try write(text) }
        try xml.end()
    }

    package mutating func finish() throws {
        try writeHeader(before: nil)
        try xml.end()
        try xml.end()
        try xml.finish()
    }

    package var losses: [String] {
        let all: [(Int, String, String)] = [
            (xml.replacedCharacters, "character", "that XML cannot hold, written as U+FFFD"),
            (faultyTexts, "text", "left out for a fault in the file they come from"),
            (emptyUnits, "unit", "without a text, left out"),
            (unnamedTexts, "text", "without a language, written as “und”"),
            (codes.strayTypes, "closing code", "with a type of its own, written without"),
        ]
        return all.filter { $0.0 > 0 }.map { "\(counted($0.0, $0.1)) \($0.2)" }
    }
}

// MARK: - Elements

extension TMXWriter {
    private mutating func writeHeader(before first: TranslationUnit.Variant?) throws {
        guard !hasHeader else { return }
        hasHeader = true
        let language = sourceLanguage ?? Self.named(first?.language) ?? TMX.anySource
        sourceLanguage = language
        try xml.declaration()
        try xml.start("tmx", [("version", "1.4")])
        let attributes: [(name: String, value: String?)] = [
            ("creationtool", "translate"), ("creationtoolversion", toolVersion),
            ("segtype", "sentence"), ("o-tmf", "translate"), ("adminlang", "en"),
            ("srclang", language), ("datatype", "unknown"),
        ]
        try xml.element("header", attributes)
        try xml.start("body")
    }

    private mutating func attributes(
        of unit: TranslationUnit, _ texts: [TranslationUnit.Variant]
    ) -> [(name: String, value: String?)] {
        [("tuid", unit.id), ("srclang", ownSource(of: texts))]
            + TMXAttributes.written(from: unit.metadata, isUnit: true)
    }

    /// The `srclang` of a unit whose first text would not be taken for the source without it.
    private mutating func ownSource(of texts: [TranslationUnit.Variant]) -> String? {
        guard let sourceLanguage, TMXSourceOrder.isLanguage(sourceLanguage),
            let index = order.index(of: sourceLanguage, in: texts), index > 0
        else { return nil }
        guard let first = Self.named(texts[0].language),
            order.index(of: first, in: texts) == 0
        else { return TMX.anySource }
        return first
    }

    private mutating func write(_ text: TranslationUnit.Variant) throws {
        let language = Self.named(text.language)
        if language == nil { unnamedTexts += 1 }
        try xml.start(
            "tuv",
            [("xml:lang", language ?? "und")]
                + TMXAttributes.written(from: text.metadata, isUnit: false))
        try writeFields(of: text.metadata, isUnit: false)
        try xml.start("seg", content: .text)
        try codes.write(text.segment, to: &xml)
        try xml.end()
        try xml.end()
    }

    private mutating func writeFields(of metadata: Metadata, isUnit: Bool) throws {
        for note in metadata.notes { try xml.element("note", text: note) }
        let attributes = TMXAttributes.countWritten(from: metadata, isUnit: isUnit)
        for property in metadata.properties.dropFirst(attributes) {
            try xml.element("prop", [("type", property.name)], text: property.value)
        }
    }

    private static func named(_ language: String?) -> String? {
        language.flatMap { $0.isEmpty ? nil : $0 }
    }
}

extension TMXAttributes {
    /// How many properties, from the first, are written as attributes.
    ///
    /// Only those before the first other one, so that they read back in order.
    static func countWritten(from metadata: Metadata, isUnit: Bool) -> Int {
        var names: Set<String> = []
        let others = metadata.properties.firstIndex { property in
            let isAttribute =
                properties.contains(property.name)
                || isUnit && property.name == "segtype" && segmentTypes.contains(property.value)
            return !isAttribute || !names.insert(property.name).inserted
        }
        return others ?? metadata.properties.count
    }

    static func written(
        from metadata: Metadata, isUnit: Bool
    ) -> [(name: String, value: String?)] {
        let own: [(name: String, value: String?)] = [
            (author, metadata.author), (created, metadata.created),
            (changedBy, metadata.changedBy), (changed, metadata.changed),
        ]
        let count = countWritten(from: metadata, isUnit: isUnit)
        return own + metadata.properties.prefix(count).map { ($0.name, $0.value) }
    }
}
