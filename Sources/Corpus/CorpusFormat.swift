/// The formats of a single bilingual file, told apart by content and then by extension.
enum CorpusFormat: CaseIterable {
    case tmx, tsv

    /// - Parameters:
    ///   - beginning: the first bytes, unpacked
    ///   - name: the path; an ending for its compression does not count
    init(beginning: [UInt8], name: String) throws(CorpusError) {
        let markup = MarkupBeginning(beginning)
        if let root = markup.rootElement,
            let format = Self.allCases.first(where: { $0.roots.contains(root) })
        {
            self = format
        } else if let format = Self.allCases.first(where: { $0.isNamed(name) }) {
            self = format
        } else if markup.isDeclared {
            throw CorpusError(
                reason: .unknownDocument(root: markup.rootElement ?? "?"),
                position: FilePosition(file: name))
        } else {
            self = .tsv
        }
    }

    func read(_ source: ByteSource, into sink: UnitSink) throws {
        switch self {
        case .tmx: try TMX.read(source, into: sink)
        case .tsv: try TSV.read(source, into: sink)
        }
    }

    /// The root elements that tell the format, whatever the file is called.
    private var roots: [String] {
        switch self {
        case .tmx: ["tmx"]
        case .tsv: []
        }
    }

    /// The endings of names that tell the format where the content does not.
    private var endings: [String] {
        switch self {
        case .tmx: [".tmx"]
        case .tsv: []
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
