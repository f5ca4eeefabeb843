import Foundation

/// Two Bibles, in OSIS or in CES, paired by the names of their verses.
///
/// OSIS 2.1.1: https://crosswire.org/osis/; CES as in https://github.com/christos-c/bible-corpus.
///
/// A side is one document or several together, such as one a book. Where one side has several
/// verses in one, the other side's are joined. What only one side has is counted. Both sides are
/// held in memory, each up to `VerseCollection.usualMaximumCost`.
enum VersePair {
    private static let roots = ["osis", "cesDoc"]

    /// Whether a document with this root can be a side of the pair.
    static func isSide(root: String) -> Bool { roots.contains(root) }

    static func read(sources: [String], targets: [String], into sink: UnitSink) throws {
        let source = try collection(of: sources, sink)
        let target = try collection(of: targets, sink)
        var pairing = VersePairing(source: source, target: target)
        while let group = pairing.next() {
            switch group {
            case .unpaired(let reason, let position): sink.skip(reason, at: position)
            case .pair(let unit): try sink.offer(unit)
            }
        }
    }

    private static func collection(of paths: [String], _ sink: UnitSink) throws -> VerseCollection {
        let collection = VerseCollection()
        var firstError: CorpusError?
        for path in paths {
            do {
                try read(ByteSource(path: path), into: collection)
            } catch let error as CorpusError where error.leavesUsablePart {
                firstError = firstError ?? error
                sink.warn("\(error) What came before is used.")
            }
        }
        guard collection.verses.isEmpty else { return collection }
        let position = FilePosition(file: paths.first ?? "")
        throw firstError ?? CorpusError(reason: .noVerse, position: position)
    }

    private static func read(_ source: ByteSource, into collection: VerseCollection) throws {
        switch MarkupBeginning(source.beginning).rootElement {
        case "osis": try OSIS.read(source, into: collection)
        case "cesDoc": try CESBible.read(source, into: collection)
        case let root:
            throw CorpusError(
                reason: .unpairedDocument(root: root ?? "?"),
                position: FilePosition(file: source.name))
        }
    }
}

/// One verse, or several in one, of a document.
struct Verse {
    let names: [VerseName]
    let text: String
    let fault: CorpusReport.Reason?
    let language: String?
    let position: FilePosition
}

/// The verses of one side, in order and by name.
final class VerseCollection {
    /// What all verses may come to, in bytes of text and `verseCost` for each.
    static let usualMaximumCost = 256 << 20
    /// What a verse takes in memory besides.
    private static let verseCost = 512

    private(set) var verses: [Verse] = []
    /// Verses of the same name are parts of one, as poetry has them.
    private var indices: [VerseName: [Int]] = [:]
    private let maximumCost: Int
    private var cost = 0

    init(maximumCost: Int = usualMaximumCost) {
        self.maximumCost = maximumCost
    }

    func add(_ verse: Verse) throws {
        cost += verse.text.utf8.count + Self.verseCost * max(1, verse.names.count)
        guard cost <= maximumCost else {
            throw CorpusError(
                reason: .tooLarge(megabytes: maximumCost >> 20),
                position: FilePosition(file: verse.position.file))
        }
        for name in verse.names { indices[name, default: []].append(verses.count) }
        verses.append(verse)
    }

    func indices(of name: VerseName) -> [Int] { indices[name] ?? [] }
}

/// Walks over two collections and puts together what belongs together.
private struct VersePairing {
    enum Group {
        case pair(TranslationUnit)
        case unpaired(CorpusReport.Reason, FilePosition)
    }

    /// More verses in one are a fault of the file.
    private static let maximumVerses = 200

    private let source: VerseCollection
    private let target: VerseCollection
    private var isSourceUsed: [Bool]
    private var isTargetUsed: [Bool]
    private var nextSource = 0
    private var nextTarget = 0

    init(source: VerseCollection, target: VerseCollection) {
        self.source = source
        self.target = target
        isSourceUsed = Array(repeating: false, count: source.verses.count)
        isTargetUsed = Array(repeating: false, count: target.verses.count)
    }

    /// The groups in the source's order, then what is left of the target.
    mutating func next() -> Group? {
        while nextSource < source.verses.count {
            defer { nextSource += 1 }
            if !isSourceUsed[nextSource] { return group(startingWith: nextSource) }
        }
        while nextTarget < target.verses.count {
            defer { nextTarget += 1 }
            if !isTargetUsed[nextTarget] {
                return .unpaired(.onlyInTarget, target.verses[nextTarget].position)
            }
        }
        return nil
    }

    private mutating func group(startingWith first: Int) -> Group {
        var sources: Set<Int> = [first]
        var targets: Set<Int> = []
        var names = source.verses[first].names
        var seen = Set(names)
        var done = 0
        while done < names.count, seen.count <= Self.maximumVerses {
            let inSource = source.indices(of: names[done]).filter { !isSourceUsed[$0] }
            let inTarget = target.indices(of: names[done]).filter { !isTargetUsed[$0] }
            sources.formUnion(inSource)
            targets.formUnion(inTarget)
            let others =
                inSource.flatMap { source.verses[$0].names }
                + inTarget.flatMap { target.verses[$0].names }
            for name in others where seen.insert(name).inserted { names.append(name) }
            done += 1
        }
        for index in sources { isSourceUsed[index] = true }
        for index in targets { isTargetUsed[index] = true }
        let position = source.verses[first].position
        guard !targets.isEmpty else { return .unpaired(.onlyInSource, position) }
        let sides = [
            sources.sorted().map { source.verses[$0] }, targets.sorted().map { target.verses[$0] },
        ]
        return .pair(
            TranslationUnit(
                id: source.verses[first].names.first?.description,
                variants: sides.map(Self.variant), position: position))
    }

    private static func variant(of verses: [Verse]) -> TranslationUnit.Variant {
        var text = ""
        var fault = verses.lazy.compactMap(\.fault).first
        for verse in verses where !verse.text.isEmpty {
            if text.utf8.count + verse.text.utf8.count > SegmentText.maximumBytes {
                fault = .tooLong
                break
            }
            text += text.isEmpty ? verse.text : " " + verse.text
        }
        return TranslationUnit.Variant(
            language: verses.first?.language, segment: Segment(fault == nil ? text : ""),
            fault: fault)
    }
}
