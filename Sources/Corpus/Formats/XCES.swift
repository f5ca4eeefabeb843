import Foundation

/// Alignments of sentences in the form of OPUS: a file of links and the documents it names.
///
/// https://opus.nlpl.eu and XCES (`cesAlign`), https://www.xces.org
///
/// A link gives one unit; several sentences of a side are joined by spaces, and so are the tokens
/// of a sentence (`<w>`), because nothing tells how they were written. A side's language is the
/// `xml:lang` of its document or else, as OPUS has it, the folder that the document's name begins
/// with.
///
/// Corpora come from strangers: only documents below the link file's folder are read. They are
/// looked for under the name that the link file gives, then in its folder `xml` and beside it, each
/// plain or packed. One pair of documents is held at a time, each up to `XCESDocument.usualMaximumCost`.
enum XCES {
    static func read(_ source: ByteSource, into sink: UnitSink) throws {
        let links = XCESLinks(file: source.name, sink: sink)
        try XMLReader.parse(source, with: links)
        try links.finish()
    }
}

/// Listens to the parser of the link file and makes units.
private final class XCESLinks: XMLHandler {
    private enum Element: String, CaseIterable {
        case cesAlign, linkGrp, link
    }

    /// Longer than any honest link; of more sentences than a segment may have.
    private static let maximumTargetsBytes = 1 << 14

    let elementNames = Element.allCases.map(\.rawValue)
    private let elements = Element.allCases
    private let file: String
    private let sink: UnitSink
    private let library: XCESLibrary
    private var names: (from: String, to: String)?
    /// Nil until a link needs them; then nil in place of one that is missing.
    private var documents: (from: XCESDocument?, to: XCESDocument?)?
    private var firstMissing: CorpusError?
    private var missingDocuments = 0

    init(file: String, sink: UnitSink) {
        self.file = file
        self.sink = sink
        library = XCESLibrary(linkFile: file)
    }

    func start(_ tag: XMLStartTag) throws -> Bool {
        switch tag.element.map({ elements[$0] }) {
        case .cesAlign, .linkGrp: take(documentsOf: tag)
        case .link: try take(link: tag)
        case nil: break
        }
        return false
    }

    func end(element: Int?) throws -> Bool { false }

    func text(_ text: XMLText) {}

    func unexpandedEntity() {}

    /// Throws when not one document was there; some that are missing are a warning.
    func finish() throws {
        guard let firstMissing else { return }
        guard sink.report.units > (sink.report.skipped[.missingDocument]?.count ?? 0) else {
            throw firstMissing
        }
        let count = counted(missingDocuments, "document")
        sink.warn("\(firstMissing) In all, \(count) missing. The rest is used.")
    }

    private func take(documentsOf tag: XMLStartTag) {
        guard let from = tag.attribute("fromDoc", maximumBytes: 4_096),
            let to = tag.attribute("toDoc", maximumBytes: 4_096)
        else { return }
        guard names?.from != from || names?.to != to else { return }
        names = (from, to)
        documents = nil
    }

    private func take(link tag: XMLStartTag) throws {
        let position = FilePosition(file: file, line: tag.line)
        do {
            let ids = try Self.sentences(of: tag)
            guard let names else { throw UnusableUnit(reason: .malformedEntry) }
            let documents = try self.documents ?? open(names, at: position)
            self.documents = documents
            guard let from = documents.from, let to = documents.to else {
                throw UnusableUnit(reason: .missingDocument)
            }
            let source = try from.text(of: ids.from)
            let target = try to.text(of: ids.to)
            try offer(tag, (from, source), (to, target), at: position)
        } catch let unusable as UnusableUnit {
            sink.skip(unusable.reason, at: position)
        }
    }

    /// The ids in `xtargets`, as in `1.1;1.1 1.2`.
    private static func sentences(
        of link: XMLStartTag
    ) throws(UnusableUnit) -> (from: [Substring], to: [Substring]) {
        guard let targets = link.attribute("xtargets", maximumBytes: maximumTargetsBytes) else {
            throw UnusableUnit(reason: .malformedEntry)
        }
        if targets.utf8.count >= maximumTargetsBytes { throw UnusableUnit(reason: .tooLong) }
        let sides = targets.split(separator: ";", omittingEmptySubsequences: false).map {
            $0.split(separator: " ")
        }
        guard sides.count == 2 else { throw UnusableUnit(reason: .malformedEntry) }
        if sides[0].isEmpty { throw UnusableUnit(reason: .emptySource) }
        if sides[1].isEmpty { throw UnusableUnit(reason: .emptyTarget) }
        return (sides[0], sides[1])
    }

    private func offer(
        _ tag: XMLStartTag, _ source: (document: XCESDocument, text: String),
        _ target: (document: XCESDocument, text: String), at position: FilePosition
    ) throws {
        var unit = TranslationUnit(
            variants: [source, target].map { side in
                TranslationUnit.Variant(
                    language: side.document.language, segment: Segment(side.text))
            }, position: position)
        if sink.gathers.metadata {
            unit.id = tag.attribute("id")
            if let certainty = tag.attribute("certainty") {
                unit.metadata.properties = [
                    Metadata.Property(name: "certainty", value: certainty)
                ]
            }
        }
        try sink.offer(unit)
    }

    private func open(
        _ names: (from: String, to: String), at position: FilePosition
    ) throws -> (from: XCESDocument?, to: XCESDocument?) {
        let from = try open(names.from, at: position)
        let to = try open(names.to, at: position)
        let folders = (XCESLibrary.languageFolder(names.from), XCESLibrary.languageFolder(names.to))
        if let fromFolder = folders.0, let toFolder = folders.1, fromFolder != toFolder {
            from?.language = from?.language ?? fromFolder
            to?.language = to?.language ?? toFolder
        }
        return (from, to)
    }

    private func open(_ name: String, at position: FilePosition) throws -> XCESDocument? {
        guard let path = try library.path(of: name, at: position) else {
            missingDocuments += 1
            firstMissing =
                firstMissing ?? CorpusError(reason: .missingDocument(name), position: position)
            return nil
        }
        let document = XCESDocument(file: path)
        do {
            try XMLReader.parse(ByteSource(path: path), with: document)
        } catch let error as CorpusError where error.leavesUsablePart {
            sink.warn("\(error) What came before is used.")
        }
        return document
    }
}

/// Finds the documents that a link file names.
private struct XCESLibrary {
    private let folder: String

    /// - Parameter linkFile: its path; of standard input, documents are in the working folder
    init(linkFile: String) {
        folder = URL(fileURLWithPath: linkFile).deletingLastPathComponent().path
    }

    /// - Returns: nil where there is no such document
    /// - Throws: `CorpusError` when it is, or claims to be, outside the folder
    func path(of name: String, at position: FilePosition) throws(CorpusError) -> String? {
        let parts = name.split(separator: "/", omittingEmptySubsequences: false)
        let outside = CorpusError(reason: .documentOutside(name), position: position)
        guard let last = parts.last, !last.isEmpty, !name.hasPrefix("/"), !name.contains(":"),
            !name.contains("\\"), !name.contains("\0"), !parts.contains("..")
        else { throw outside }
        for place in [name, "xml/" + name, String(last)] {
            for path in Self.spellings(of: "\(folder)/\(place)") where access(path, F_OK) == 0 {
                // A link of the file system may lead out as well.
                guard Self.resolved(path).hasPrefix(Self.resolved(folder) + "/") else {
                    throw outside
                }
                return path
            }
        }
        return nil
    }

    /// `de` of `de/2004/talk.xml`.
    static func languageFolder(_ name: String) -> String? {
        guard let slash = name.firstIndex(of: "/") else { return nil }
        let folder = name[..<slash]
        let language = folder.prefix { $0 != "_" && $0 != "-" }
        let isTag =
            (2...3).contains(language.utf8.count) && folder.utf8.count <= 11
            && language.allSatisfy { $0.isASCII && $0.isLowercase }
        return isTag ? String(folder) : nil
    }

    /// The name as it is, packed, and unpacked.
    private static func spellings(of path: String) -> [String] {
        let packings = [".gz", ".zst"]
        let plain = packings.first { path.hasSuffix($0) }.map { String(path.dropLast($0.count)) }
        return [path] + packings.map { (plain ?? path) + $0 } + [plain].compactMap(\.self)
    }

    private static func resolved(_ path: String) -> String {
        guard let resolved = realpath(path, nil) else { return path }
        defer { free(resolved) }
        return String(cString: resolved)
    }
}
