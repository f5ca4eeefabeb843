import Foundation

/// Two files, or folders of files, that make a corpus only together.
struct CorpusPair {
    private let source: String
    private let target: String
    private let files: InputCopies

    init(source: String, target: String, files: InputCopies = InputCopies()) {
        self.source = source
        self.target = target
        self.files = files
    }

    /// Reads two plain texts line by line, and two Bibles verse by verse.
    func read(into sink: UnitSink) throws {
        let sources = try Self.files(of: source)
        let targets = try Self.files(of: target)
        let sourceFile = try files.open(sources[0])
        let targetFile = try files.open(targets[0])
        let roots = [sourceFile, targetFile].map(Self.root)
        if roots.allSatisfy({ $0.map(VersePair.isSide) == true }) {
            return try VersePair.read(sources: sources, targets: targets, into: sink)
        }
        for (file, root) in zip([sourceFile, targetFile], roots) {
            // Text may begin with a tag, but not a text that is paired with a Bible.
            guard let root else { continue }
            throw CorpusError(
                reason: .unpairedDocument(root: root), position: FilePosition(file: file.name))
        }
        try LinePair.read(source: sourceFile, target: targetFile, into: sink)
    }

    /// The documents of a folder, or the file itself.
    static func files(of path: String) throws(CorpusError) -> [String] {
        guard isFolder(path) else { return [path] }
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: path)
        } catch {
            throw CorpusError(
                reason: .unreadable(error.localizedDescription), position: FilePosition(file: path))
        }
        let documents = names.sorted().filter { name in
            [".xml", ".xml.gz", ".xml.zst"].contains { name.lowercased().hasSuffix($0) }
        }
        guard !documents.isEmpty else {
            throw CorpusError(reason: .noDocumentInFolder, position: FilePosition(file: path))
        }
        return documents.map { "\(path)/\($0)" }
    }

    private static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    /// The root of a document in XML, nil for a text, which may begin with a tag too.
    private static func root(of file: ByteSource) -> String? {
        let markup = MarkupBeginning(file.beginning)
        guard let root = markup.rootElement else { return markup.isDeclared ? "?" : nil }
        return markup.isDeclared || VersePair.isSide(root: root) || CorpusFormat.isRoot(root)
            ? root : nil
    }
}
