/// The formats that units are written in.
package enum UnitFormat: String, Sendable, CaseIterable {
    case tmx
    /// XLIFF 1.2.
    case xliff
    /// XLIFF 2.1.
    case xliff2
    case tsv
    /// Parallel plain text, in two files.
    case text

    /// By the end of the name, without one for its compression; nil where that tells nothing.
    package init?(path: String) {
        if path.contains(",") {
            self = .text
            return
        }
        var name = path.lowercased()[...]
        if let ending = Compression(path: path)?.nameEnding { name = name.dropLast(ending.count) }
        switch name.split(separator: ".").last {
        case "tmx": self = .tmx
        case "xlf", "xliff": self = .xliff
        case "tsv", "txt": self = .tsv
        default: return nil
        }
    }

    /// Whether inline codes are more to it than tags in the text.
    fileprivate var holdsCodes: Bool { self != .tsv && self != .text }
}

/// Writes units of any format to a file or to standard output.
///
/// The first unit settles what was left open: the two languages of the formats that hold no more.
package struct UnitOutput {
    /// Where and how to write.
    package struct Settings: Sendable {
        /// A file, two with a comma between them for plain text, or nil for standard output.
        package var path: String?
        package var format: UnitFormat
        /// Nil to take all languages of a unit, or the first two where the format holds no more.
        package var languages: LanguagePair?
        /// In formats of plain text: what becomes of codes there, and whether tags in such a text
        /// become codes in a format that has them.
        package var codes: CodeTreatment
        /// The program's, for files that name what made them.
        package var toolVersion: String

        package init(
            path: String?, format: UnitFormat, languages: LanguagePair?,
            codes: CodeTreatment = .dropped, toolVersion: String
        ) {
            self.path = path
            self.format = format
            self.languages = languages
            self.codes = codes
            self.toolVersion = toolVersion
        }
    }

    /// Units written so far.
    package private(set) var count = 0
    private let settings: Settings
    private var writer: (any UnitWriter)?
    private var selector: PairSelector?
    private var withoutPair = 0
    private var furtherTexts = 0

    package init(_ settings: Settings) {
        self.settings = settings
        selector = settings.languages.map { PairSelector($0, codes: settings.codes) }
    }

    /// - Throws: `CorpusError` when languages are to be told from a unit that names none, and
    ///   `OutputError`
    package mutating func write(_ unit: TranslationUnit) throws {
        guard let unit = chosen(unit) else {
            withoutPair += 1
            return
        }
        if writer == nil { writer = try open(for: unit) }
        let written = withCodes(unit)
        try writer?.write(written)
        count += 1
    }

    /// The unit with the tags in a plain text as codes, if that is wanted.
    private func withCodes(_ unit: TranslationUnit) -> TranslationUnit {
        guard settings.codes == .placeholders, settings.format.holdsCodes else { return unit }
        var unit = unit
        for index in unit.variants.indices where unit.variants[index].segment.codes.isEmpty {
            unit.variants[index].segment = Segment(
                placeholders: unit.variants[index].segment.text)
        }
        return unit
    }

    /// Ends the file; without a unit, none is made.
    package mutating func finish() throws {
        try writer?.finish()
    }

    /// One line for each thing that the format could not hold.
    package var losses: [String] {
        (withoutPair > 0
            ? ["\(counted(withoutPair, "unit")) without one of the two languages left out"] : [])
            + (furtherTexts > 0
                ? ["\(counted(furtherTexts, "text")) in further languages left out"] : [])
            + (writer?.losses ?? [])
    }

    /// The unit with only the two languages, named as asked for where the file does not tell.
    private mutating func chosen(_ unit: TranslationUnit) -> TranslationUnit? {
        guard let languages = settings.languages else { return unit }
        let (source, target) = selector?.choose(from: unit) ?? (nil, nil)
        // What is yet to be translated has a place in these formats.
        guard let source, target != nil || settings.format.holdsCodes else { return nil }
        var chosen = unit
        chosen.variants = [unit.variants[source]] + (target.map { [unit.variants[$0]] } ?? [])
        furtherTexts += unit.variants.count - chosen.variants.count
        for (index, language) in zip(chosen.variants.indices, [languages.source, languages.target])
        where chosen.variants[index].language == nil {
            chosen.variants[index].language = language
        }
        return chosen
    }
}

// MARK: - Opening

extension UnitOutput {
    private func open(for unit: TranslationUnit) throws -> any UnitWriter {
        switch settings.format {
        case .tmx:
            return TMXWriter(
                try destination(), sourceLanguage: settings.languages?.source,
                toolVersion: settings.toolVersion)
        case .xliff:
            return XLIFF12Writer(try destination(), languages: try languages(of: unit))
        case .xliff2:
            return XLIFF2Writer(try destination(), languages: try languages(of: unit))
        case .tsv:
            return TSVWriter(
                try destination(), languages: try languages(of: unit), codes: settings.codes)
        case .text:
            let languages = try languages(of: unit)
            let (source, target) = try pathPair()
            return LinePairWriter(
                source: try ByteSink(path: source), target: try ByteSink(path: target),
                languages: languages, codes: settings.codes)
        }
    }

    private func destination() throws(OutputError) -> ByteSink {
        if let path = settings.path { return try ByteSink(path: path) }
        return ByteSink.standardOutput()
    }

    private func languages(of unit: TranslationUnit) throws(CorpusError) -> LanguagePair {
        if let languages = settings.languages { return languages }
        guard unit.variants.count >= 2, let source = unit.variants[0].language,
            let target = unit.variants[1].language
        else {
            throw CorpusError(reason: .unnamedLanguages, position: unit.position)
        }
        return try LanguagePair(source: source, target: target)
    }

    private func pathPair() throws(CorpusError) -> (source: String, target: String) {
        let parts = (settings.path ?? "").split(separator: ",", maxSplits: 1).map(String.init)
        guard parts.count == 2 else {
            throw CorpusError(
                reason: .needsTwoFiles, position: FilePosition(file: settings.path ?? "--output"))
        }
        return (parts[0], parts[1])
    }
}
