/// XML of no known format, read by `XMLPaths`.
///
/// Of markup inside a text, the text is kept.
enum XMLDocument {
    /// Whether a file is XML of no known format.
    ///
    /// One of a known format is read as that, whatever paths are given, so that different files can
    /// be read together.
    static func isOne(_ file: ByteSource) -> Bool {
        let markup = MarkupBeginning(file.beginning)
        guard CorpusFormat.known(beginning: file.beginning, name: file.name) == nil else {
            return false
        }
        return markup.isDeclared || markup.rootElement != nil
    }

    static func read(_ source: ByteSource, paths: XMLPaths, into sink: UnitSink) throws {
        let units = XMLUnits(file: source.name, paths: paths, sink: sink)
        let result = Result { try XMLReader.parse(source, with: units) }
        try units.finish(isBroken: (try? result.get()) == nil)
        try result.get()
    }
}

/// Listens to the parser and makes units.
private final class XMLUnits: XMLHandler {
    /// One text of the open unit.
    private struct Side {
        let path: XMLPaths.Path
        /// The depth of its element while that is open.
        var depth: Int?
        var content: [UInt8] = []
        /// Whether the open unit has it.
        var isFound = false
        /// Whether any unit had it.
        var isEverFound = false

        init(_ path: XMLPaths.Path) {
            self.path = path
        }
    }

    let elementNames: [String]
    private let file: String
    private let sink: UnitSink
    private let unitPath: XMLPaths.Path
    private var sides: [Side]
    /// The open elements; nil for what is in none of the paths.
    private var stack: [Int?] = []
    private var unitDepth: Int?
    private var unitLine = 0
    private var fault: CorpusReport.Reason?
    private var units = 0
    /// What the document has, and what its units have.
    private var present = ElementNames()
    private var presentInUnits = ElementNames()

    init(file: String, paths: XMLPaths, sink: UnitSink) {
        self.file = file
        self.sink = sink
        unitPath = paths.unit
        sides = [Side(paths.source), Side(paths.target)]
        let all = [paths.unit, paths.source, paths.target].flatMap(\.elements)
        elementNames = Set(all).sorted()
    }

    func start(_ tag: XMLStartTag) throws -> Bool {
        stack.append(tag.element)
        if let unitDepth {
            if units < ElementNames.sampledUnits { presentInUnits.insert(tag) }
            startSide(tag, in: stack[unitDepth...])
        } else {
            if units == 0 { present.insert(tag) }
            if matches(unitPath, tag, in: stack[...]) { startUnit(tag) }
        }
        return isGathering
    }

    func end(element: Int?) throws -> Bool {
        let depth = stack.count
        for index in sides.indices where sides[index].depth == depth { sides[index].depth = nil }
        if depth == unitDepth { try endUnit() }
        stack.removeLast()
        return isGathering
    }

    func text(_ text: XMLText) {
        for index in sides.indices where sides[index].depth != nil {
            if sides[index].content.count + text.byteCount > SegmentText.maximumBytes {
                fault = .tooLong
            } else {
                text.append(to: &sides[index].content)
            }
        }
    }

    func unexpandedEntity() {
        if isGathering { fault = .unknownEntity }
    }

    /// Throws when a path never matched, for all would then be lost in silence.
    func finish(isBroken: Bool) throws {
        if unitDepth != nil {
            sink.skip(.cutOff, at: FilePosition(file: file, line: unitLine))
        }
        guard !isBroken else { return }
        if units == 0 { throw unmatched(unitPath, "--xml-unit", present) }
        for (side, option) in zip(sides, ["--xml-source", "--xml-target"])
        where !side.isEverFound {
            throw unmatched(side.path, option, presentInUnits)
        }
    }

    private var isGathering: Bool { sides.contains { $0.depth != nil } }

    private func unmatched(
        _ path: XMLPaths.Path, _ option: String, _ present: ElementNames
    ) -> CorpusError {
        CorpusError(
            reason: .unmatchedPath(path.text, option: option, present: present.shown),
            position: FilePosition(file: file))
    }

    private func startUnit(_ tag: XMLStartTag) {
        unitDepth = stack.count
        unitLine = tag.line
        units += 1
        fault = nil
        for index in sides.indices {
            sides[index].isFound = false
            sides[index].content.removeAll(keepingCapacity: true)
        }
        for index in sides.indices where sides[index].path.elements.isEmpty {
            take(attributeOf: tag, for: index)
        }
    }

    /// - Parameter elements: those inside the unit, down to the tag
    private func startSide(_ tag: XMLStartTag, in elements: ArraySlice<Int?>) {
        for index in sides.indices where !sides[index].isFound {
            let path = sides[index].path
            guard !path.elements.isEmpty, matches(path, tag, in: elements) else { continue }
            if path.attribute == nil {
                sides[index].isFound = true
                sides[index].depth = stack.count
            } else {
                take(attributeOf: tag, for: index)
            }
            // An element is not both sides, where the paths are the same.
            if path == sides[0].path, sides[0].path == sides[1].path { return }
        }
    }

    private func take(attributeOf tag: XMLStartTag, for index: Int) {
        let limit = SegmentText.maximumBytes
        guard let name = sides[index].path.attribute,
            let value = tag.attribute(named: name, maximumBytes: limit)
        else { return }
        if value.utf8.count >= limit { fault = .tooLong }
        sides[index].isFound = true
        sides[index].content = Array(value.utf8)
    }

    private func matches(
        _ path: XMLPaths.Path, _ tag: XMLStartTag, in elements: ArraySlice<Int?>
    ) -> Bool {
        guard elements.count >= path.elements.count,
            zip(elements.reversed(), path.elements.reversed()).allSatisfy({ element, name in
                element.map { elementNames[$0] == name } ?? false
            })
        else { return false }
        guard let condition = path.condition else { return true }
        let limit = condition.value.utf8.count + 1
        return tag.attribute(named: condition.attribute, maximumBytes: limit) == condition.value
    }

    private func endUnit() throws {
        unitDepth = nil
        for index in sides.indices where sides[index].isFound { sides[index].isEverFound = true }
        let position = FilePosition(file: file, line: unitLine)
        if let fault { return sink.skip(fault, at: position) }
        guard sides[0].isFound else { return sink.skip(.missingSource, at: position) }
        let variants = sides.filter(\.isFound).map { side in
            TranslationUnit.Variant(
                language: nil, segment: Segment(String(decoding: side.content, as: UTF8.self)))
        }
        try sink.offer(TranslationUnit(variants: variants, position: position))
    }
}

/// The names of some of a document's elements, for a message.
private struct ElementNames {
    static let sampledUnits = 1_000
    private static let maximum = 20

    private var names: [String] = []
    private var hasMore = false

    mutating func insert(_ tag: XMLStartTag) {
        guard !hasMore else { return }
        let name = String(tag.name.prefix(40))
        if names.contains(name) { return }
        if names.count < Self.maximum { names.append(name) } else { hasMore = true }
    }

    var shown: [String] {
        names.isEmpty ? ["no element"] : names.map { "<\($0)>" } + (hasMore ? ["more"] : [])
    }
}
