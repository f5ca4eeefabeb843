/// Catalogues of messages of GNU gettext, `.po` and `.pot`.
///
/// https://www.gnu.org/software/gettext/manual/html_node/PO-Files.html
///
/// What is of use: `msgid` is the source, `msgstr` the target, and `msgctxt` the unit's id. An
/// entry with plural forms gives two units: `msgid` with the form for one, and `msgid_plural` with
/// the form for many, as the header's rule names them (without a rule, the first and the last).
/// Fuzzy entries and those without a translation are `.initial`, the others `.translated`.
/// The header is no unit; previous messages (`#|`) are passed over, and obsolete entries (`#~`)
/// counted. Formats such as `%s` are text: the catalogue does not mark them.
///
/// The target's language is the header's. The source's is told only by `X-Source-Language`, which
/// few files have.
enum PO {
    static func read(_ source: ByteSource, into sink: UnitSink) throws {
        var lines = try LineReader(source)
        var catalogue = POCatalogue(file: source.name, sink: sink)
        while let line = try lines.next() {
            switch line {
            case .tooLong: try catalogue.takeTooLongLine(number: lines.count)
            case .bytes(let range):
                try catalogue.take(line: Array(lines.bytes[range]), number: lines.count)
            }
        }
        try catalogue.finish()
    }

    /// Whether the first line that is no comment begins an entry.
    ///
    /// - Parameter beginning: the first bytes of a file, of which the last line may be cut off
    static func isCatalogue(_ beginning: [UInt8]) -> Bool {
        // Enough for the comparison: UTF-16 without its zero bytes, any text without its mark.
        let bytes = beginning.filter { $0 != 0 && $0 != 0xFF && $0 != 0xFE }
        let text = Substring(decoding: bytes, as: UTF8.self).drop { $0 == "\u{feff}" }
        let lines = text.split(whereSeparator: \.isNewline).lazy.map {
            $0.drop(while: \.isWhitespace)
        }
        guard let first = lines.first(where: { !$0.isEmpty && !$0.hasPrefix("#") }) else {
            return false
        }
        return first.hasPrefix("msgid \"") || first.hasPrefix("msgctxt \"")
    }
}

/// Takes the lines of a catalogue and makes units of them.
struct POCatalogue {
    private let file: String
    private let sink: UnitSink
    private var header = POHeader()
    private var decoder: CharsetDecoder?
    private var entry = POEntry()
    private var lineNumber = 0
    private var isAfterBlank = false

    init(file: String, sink: UnitSink) {
        self.file = file
        self.sink = sink
    }

    mutating func take(line: [UInt8], number: Int) throws {
        lineNumber = number
        let line = try decoded(line)
        var scanner = POScanner(line)
        scanner.skipBlanks()
        isAfterBlank = scanner.peek == nil
        switch scanner.peek {
        case nil: break
        case UInt8(ascii: "#"): try takeComment(&scanner)
        case UInt8(ascii: "\""): append(&scanner)
        default: try takeKeyword(&scanner)
        }
    }

    /// Only after a blank line it is sure that the line is not of the entry before.
    mutating func takeTooLongLine(number: Int) throws {
        if isAfterBlank { try endEntry() }
        isAfterBlank = false
        lineNumber = number
        note(.tooLong)
    }

    mutating func finish() throws {
        try endEntry()
    }

    /// The line in UTF-8, out of the encoding that the header declares.
    ///
    /// What is UTF-8 already is left as it is: tools convert catalogues and forget the header.
    private mutating func decoded(_ line: [UInt8]) throws -> [UInt8] {
        guard !line.allSatisfy({ $0 < 0x80 }), String(validating: line, as: UTF8.self) == nil,
            let charset = header.charset, charset != "UTF-8"
        else { return line }
        if decoder == nil { decoder = CharsetDecoder(encoding: charset) }
        guard let decoder else {
            throw CorpusError(
                reason: .unsupportedEncoding(charset), position: FilePosition(file: file))
        }
        return decoder.decode(line) ?? line
    }

    // MARK: - Lines

    private mutating func takeComment(_ scanner: inout POScanner) throws {
        scanner.advance()
        let mark = scanner.peek
        if mark == UInt8(ascii: "~") {
            scanner.advance()
            return try takeObsolete(&scanner)
        }
        if entry.isBegun { try endEntry() }
        switch mark {
        case UInt8(ascii: ","), UInt8(ascii: "="):
            scanner.advance()
            entry.take(flags: scanner.rest)
        case UInt8(ascii: "."), UInt8(ascii: ":"), UInt8(ascii: "|"):
            scanner.advance()
            guard sink.gathers.metadata, mark != UInt8(ascii: "|") else { return }
            entry.add(comment: scanner.rest, isReference: mark == UInt8(ascii: ":"))
        default:
            if sink.gathers.metadata { entry.add(comment: scanner.rest, isReference: false) }
        }
    }

    private mutating func takeObsolete(_ scanner: inout POScanner) throws {
        if entry.isBegun { try endEntry() }
        // The comments above it are its own.
        entry = POEntry()
        scanner.skipBlanks()
        if scanner.keyword() == "msgid" {
            sink.skip(.obsolete, at: FilePosition(file: file, line: lineNumber))
        }
    }

    private mutating func append(_ scanner: inout POScanner) {
        guard let string = scanner.string() else { return note(.malformedEntry) }
        if !entry.append(string) { note(.malformedEntry) }
    }

    private mutating func takeKeyword(_ scanner: inout POScanner) throws {
        let keyword = scanner.keyword()
        if keyword == "domain" { return try endEntry() }
        guard let field = POEntry.Field(keyword: keyword) else { return note(.malformedEntry) }
        if entry.isEnded(by: field) { try endEntry() }
        if entry.line == nil { entry.line = lineNumber }
        scanner.skipBlanks()
        entry.begin(field)
        // The string may as well be on the next line.
        if scanner.peek != nil { append(&scanner) }
    }

    private mutating func note(_ fault: CorpusReport.Reason) {
        entry.fault = entry.fault ?? fault
        if entry.line == nil { entry.line = lineNumber }
    }

    // MARK: - Entries

    private mutating func endEntry() throws {
        defer { entry = POEntry() }
        guard entry.isBegun else { return }
        let position = FilePosition(file: file, line: entry.line ?? lineNumber)
        if let header = entry.header {
            self.header = header
            decoder = nil
            return
        }
        switch entry.contents {
        case .failure(let unusable): sink.skip(unusable.reason, at: position)
        case .success(let contents):
            for (source, target) in contents.pairs(plural: header.pluralRule) {
                try offer(source, target, id: contents.context, at: position)
            }
        }
    }

    private func offer(
        _ source: String, _ target: String, id: String?, at position: FilePosition
    ) throws {
        let variants = [
            TranslationUnit.Variant(language: header.sourceLanguage, segment: Segment(source)),
            TranslationUnit.Variant(language: header.language, segment: Segment(target)),
        ]
        try sink.offer(
            TranslationUnit(
                id: sink.gathers.metadata ? id : nil, variants: variants,
                state: entry.isFuzzy || target.isEmpty ? .initial : .translated,
                metadata: entry.metadata, position: position))
    }
}
