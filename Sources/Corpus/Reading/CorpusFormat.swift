/// The formats of a single bilingual file, told apart by content and then by extension.
enum CorpusFormat: CaseIterable {
    case tmx, xliff, xces, po, tsv

    /// - Parameters:
    ///   - beginning: the first bytes, unpacked
    ///   - name: the path; an ending for its compression does not count
    init(beginning: [UInt8], name: String) throws(CorpusError) {
        let markup = MarkupBeginning(beginning)
        let position = FilePosition(file: name)
        if let known = Self.known(beginning: beginning, name: name) {
            self = known
        } else if let root = markup.rootElement, VersePair.isSide(root: root) {
            throw CorpusError(reason: .singleDocument(root: root), position: position)
        } else if markup.isDeclared {
            throw CorpusError(
                reason: .unknownDocument(root: markup.rootElement ?? "?"), position: position)
        } else {
            self = .tsv
        }
    }

    /// The format that the content or the name tells; nil for other XML, and for plain text.
    static func known(beginning: [UInt8], name: String) -> CorpusFormat? {
        if let root = MarkupBeginning(beginning).rootElement,
            let format = allCases.first(where: { $0.roots.contains(root) })
        {
            return format
        }
        if PO.isCatalogue(beginning) { return .po }
        return allCases.first { $0.isNamed(name) }
    }

    /// Whether a document with this root is a bilingual file by itself.
    static func isRoot(_ root: String) -> Bool {
        allCases.contains { $0.roots.contains(root) }
    }

    func read(_ source: ByteSource, into sink: UnitSink) throws {
        switch self {
        case .tmx: try TMX.read(source, into: sink)
        case .xliff: try XLIFF.read(source, into: sink)
        case .xces: try XCES.read(source, into: sink)
        case .po: try PO.read(source, into: sink)
        case .tsv: try TSV.read(source, into: sink)
        }
    }

    /// The root elements that tell the format, whatever the file is called.
    private var roots: [String] {
        switch self {
        case .tmx: ["tmx"]
        case .xliff: ["xliff"]
        case .xces: ["cesAlign"]
        case .po, .tsv: []
        }
    }

    /// The endings of names that tell the format where the content does not.
    private var endings: [String] {
        switch self {
        case .tmx: [".tmx"]
        case .xliff: [".xlf", ".xliff", ".sdlxliff", ".mqxliff", ".mxliff"]
        case .po: [".po", ".pot"]
        case .xces, .tsv: []
        }
    }

    private func isNamed(_ name: String) -> Bool {
        var name = name.lowercased()[...]
        if let compression = Compression(path: name) {
            name = name.dropLast(compression.nameEnding.count)
        }
        return endings.contains { name.hasSuffix($0) }
    }
}
