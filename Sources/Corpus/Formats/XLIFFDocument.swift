/// Listens to the parser and makes units.
final class XLIFFDocument: XMLHandler {
    /// An open element that is neither in text nor in what is passed over.
    private enum Level {
        case container
        /// - Parameter translates: what `translate` was around it
        case scope(translates: Bool)
        case header, tagDefinitions, tag, unit, notes, originalData
        case segment, segmentDefinitions, segmentDefinition
    }

    /// What the events are taken for; each ends with the element that began it.
    private enum Mode {
        case structure
        case passing(depth: Int)
        case text(Side)
        case capturing(Capture, depth: Int)
    }

    private enum Side { case source, segmentedSource, target }

    /// Whose plain text is gathered.
    private enum Capture {
        case note
        /// - Parameter id: of the `<data>`
        case code(id: String)
        case tagPart(XLIFF.Element)
        /// - Parameter key: of a `<sdl:value>`
        case value(key: String)
    }

    let elementNames = XLIFF.Element.allCases.map(\.rawValue)
    private let elements = XLIFF.Element.allCases
    private let file: String
    private let sink: UnitSink
    private var levels: [Level] = []
    private var mode = Mode.structure
    /// The root's.
    private var namespace: XMLNamespace?
    /// The root's and the file's, as XLIFF 2 and 1.2 have it.
    private var sourceLanguage: String?
    private var targetLanguage: String?
    private var translates = true
    private var definitions = XLIFFTagDefinitions()
    private var unit: XLIFFUnit?
    private var text = XLIFFText()
    private var captured: [UInt8] = []

    init(file: String, sink: UnitSink) {
        self.file = file
        self.sink = sink
    }

    func start(_ tag: XMLStartTag) throws -> Bool {
        let element = element(of: tag)
        switch mode {
        case .passing(let depth): mode = .passing(depth: depth + 1)
        case .text: text.open(element, tag)
        case .capturing(let capture, let depth):
            if element == .cp, captured.count < XLIFFUnit.maximumBytes {
                captured += Array((XLIFFText.codePoint(tag) ?? "\u{FFFD}").utf8)
            }
            mode = .capturing(capture, depth: depth + 1)
        case .structure where namespace == nil: try enterRoot(tag, element)
        case .structure: enter(element, tag)
        }
        return wantsText
    }

    func end(element index: Int?) throws -> Bool {
        switch mode {
        case .passing(let depth): mode = depth > 1 ? .passing(depth: depth - 1) : .structure
        case .text(let side): if !text.close() { end(side) }
        case .capturing(let capture, let depth) where depth > 1:
            mode = .capturing(capture, depth: depth - 1)
        case .capturing(let capture, _): end(capture)
        case .structure: try leave()
        }
        return wantsText
    }

    func text(_ text: XMLText) {
        switch mode {
        case .text: self.text.append(text)
        case .capturing:
            text.append(to: &captured, atMost: XLIFFUnit.maximumBytes - captured.count)
        case .structure, .passing: break
        }
    }

    func unexpandedEntity() {
        if case .text = mode { text.fault = .unknownEntity }
    }

    /// Counts a unit that broken XML left open.
    func finish() {
        if let unit { sink.skip(.cutOff, at: unit.position) }
        unit = nil
    }

    /// The element, unless it is another one of that name.
    private func element(of tag: XMLStartTag) -> XLIFF.Element? {
        guard let element = tag.element.map({ elements[$0] }) else { return nil }
        if namespace == nil || tag.namespace == namespace || element.isExtension { return element }
        // Trados spells its own as XLIFF does.
        if case .tag = levels.last { return element }
        return nil
    }

    private var wantsText: Bool {
        switch mode {
        case .text, .capturing: true
        case .structure, .passing: false
        }
    }

    private func enterRoot(_ tag: XMLStartTag, _ element: XLIFF.Element?) throws {
        guard element == .xliff else {
            throw CorpusError(
                reason: .unknownDocument(root: String(tag.name.prefix(100))),
                position: FilePosition(file: file))
        }
        namespace = tag.namespace
        sourceLanguage = tag.language("srcLang")
        targetLanguage = tag.language("trgLang")
        levels.append(.container)
    }
}

// MARK: - Structure

extension XLIFFDocument {
    /// Takes an element by where it stands; the same name elsewhere is an extension's.
    private func enter(_ element: XLIFF.Element?, _ tag: XMLStartTag) {
        guard let element, let level = levels.last else { return mode = .passing(depth: 1) }
        switch (level, element) {
        case (.container, .file), (.scope, .group), (.container, .group):
            enterScope(element, tag)
        case (.scope, .body), (.container, .body), (.scope, .binUnit), (.container, .binUnit):
            levels.append(.container)
        case (.scope, .header) where sink.gathers.codes: levels.append(.header)
        case (.header, .tagDefinitions): levels.append(.tagDefinitions)
        case (.tagDefinitions, .tag):
            definitions.start(id: tag.attribute("id"))
            levels.append(.tag)
        case (.tag, .bpt), (.tag, .ept), (.tag, .ph), (.tag, .st): capture(.tagPart(element))
        case (.container, .transUnit), (.scope, .transUnit), (.container, .unit), (.scope, .unit):
            startUnit(tag, isWhole: element == .transUnit)
        default: enterUnitPart(level, element, tag)
        }
    }

    private func enterUnitPart(_ level: Level, _ element: XLIFF.Element, _ tag: XMLStartTag) {
        switch (level, element) {
        case (.unit, .segment), (.unit, .ignorable):
            unit?.startSegment(tag, isIgnorable: element == .ignorable)
            levels.append(.segment)
        case (.unit, .source), (.segment, .source): start(.source, tag)
        case (.unit, .target), (.segment, .target): start(.target, tag)
        case (.unit, .segSource): start(.segmentedSource, tag)
        case (.unit, .notes): levels.append(.notes)
        case (.unit, .note) where sink.gathers.metadata,
            (.notes, .note) where sink.gathers.metadata:
            capture(.note)
        case (.unit, .originalData): levels.append(.originalData)
        case (.originalData, .data): capture(.code(id: tag.attribute("id") ?? ""))
        case (.unit, .segmentDefinitions): levels.append(.segmentDefinitions)
        case (.segmentDefinitions, .seg):
            unit?.startSegmentDefinition(tag)
            levels.append(.segmentDefinition)
        case (.segmentDefinition, .value) where sink.gathers.metadata:
            capture(.value(key: tag.attribute("key") ?? ""))
        default: mode = .passing(depth: 1)
        }
    }

    private func leave() throws {
        switch levels.popLast() {
        case .scope(let translates): self.translates = translates
        case .unit: try endUnit()
        default: break
        }
    }

    private func enterScope(_ element: XLIFF.Element, _ tag: XMLStartTag) {
        levels.append(.scope(translates: translates))
        translates = tag.translates ?? translates
        guard element == .file else { return }
        definitions = XLIFFTagDefinitions()
        sourceLanguage = tag.language("source-language") ?? sourceLanguage
        targetLanguage = tag.language("target-language") ?? targetLanguage
    }

    private func start(_ side: Side, _ tag: XMLStartTag) {
        mode = .text(side)
        text.reset()
        unit?.noteText(tag, isTarget: side == .target)
    }

    private func end(_ side: Side) {
        mode = .structure
        switch side {
        case .source: unit?.setText(text, at: \.source)
        case .segmentedSource: unit?.setText(text, at: \.segmentedSource)
        case .target: unit?.setText(text, at: \.target)
        }
    }

    private func capture(_ capture: Capture) {
        captured.removeAll(keepingCapacity: true)
        mode = .capturing(capture, depth: 1)
    }

    private func end(_ capture: Capture) {
        mode = .structure
        let content = String(decoding: captured, as: UTF8.self)
        switch capture {
        case .note: unit?.add(note: content)
        case .code(let id): unit?.add(data: content, id: id)
        case .tagPart(let element):
            if !definitions.add(content, of: element) {
                sink.warn(
                    "\(file): its header defines more tags than are kept "
                        + "(\(XLIFFTagDefinitions.maximumBytes >> 20) MiB). "
                        + "The codes of later ones have no markup.")
            }
        case .value(let key): unit?.addToSegmentDefinition(content, key: key)
        }
    }
}

// MARK: - Units

extension XLIFFDocument {
    private func startUnit(_ tag: XMLStartTag, isWhole: Bool) {
        unit = XLIFFUnit(
            tag, isWhole: isWhole, gathering: sink.gathers,
            languages: (sourceLanguage, targetLanguage),
            position: FilePosition(file: file, line: tag.line))
        unit?.isTranslatable = tag.translates ?? translates
        levels.append(.unit)
    }

    private func endUnit() throws {
        guard let unit else { return }
        self.unit = nil
        if !unit.isTranslatable {
            sink.skip(.notTranslatable, at: unit.position)
        } else if let fault = unit.fault {
            sink.skip(fault, at: unit.position)
        } else {
            for unit in unit.translationUnits(definitions) { try sink.offer(unit) }
        }
    }
}

extension XMLStartTag {
    /// What `translate` says, if it is there.
    fileprivate var translates: Bool? {
        switch attribute("translate") {
        case "no": false
        case "yes": true
        default: nil
        }
    }

    /// A language of an attribute; nil where it is missing or empty.
    func language(_ name: StaticString, prefix: StaticString? = nil) -> String? {
        attribute(name, prefix: prefix).flatMap { $0.isEmpty ? nil : $0 }
    }
}
