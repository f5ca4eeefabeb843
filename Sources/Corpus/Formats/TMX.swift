/// Translation Memory eXchange, 1.1 to 1.4b.
///
/// https://www.gala-global.org/tmx-14b
enum TMX {
    static let versions = ["1.0", "1.1", "1.2", "1.3", "1.4", "1.4b"]
    /// The `srclang` of a file or unit in which any text may be the source.
    static let anySource = "*all*"

    static func read(_ source: ByteSource, into sink: UnitSink) throws {
        let document = TMXDocument(file: source.name, sink: sink)
        let result = Result { try XMLReader.parse(source, with: document) }
        document.finish()
        try result.get()
    }
}

/// Listens to the parser and makes units.
private final class TMXDocument: XMLHandler {
    private enum Element: String, CaseIterable {
        case tmx, header, tu, tuv, seg, prop, note, bpt, ept, ph, it, ut, hi, sub
    }

    let elementNames = Element.allCases.map(\.rawValue)
    private let elements = Element.allCases
    private let file: String
    private let sink: UnitSink
    private var isInsideRoot = false
    /// The open `<tu>`.
    private var unit: TMXUnit?
    private var isInSegment = false
    private var segment: TMXSegment
    /// The open `<prop>` or `<note>`.
    private var field: TMXField?
    private var sourceLanguage = ""
    private var order = TMXSourceOrder()

    init(file: String, sink: UnitSink) {
        self.file = file
        self.sink = sink
        segment = TMXSegment(gathersCodes: sink.gathers.codes)
    }

    func start(_ tag: XMLStartTag) throws -> Bool {
        let element = tag.element.map { elements[$0] }
        if isInSegment {
            open(element, tag)
        } else if field != nil {
            field?.open()
        } else {
            try startStructure(element, tag)
        }
        return isInSegment || field != nil
    }

    func end(element index: Int?) throws -> Bool {
        if isInSegment {
            if !segment.close() { endSegment() }
        } else if field != nil {
            if field?.close() == true { endField() }
        } else {
            switch index.map({ elements[$0] }) {
            case .tuv: unit?.closeText()
            case .tu: try endUnit()
            default: break
            }
        }
        return isInSegment || field != nil
    }

    func text(_ text: XMLText) {
        if isInSegment {
            segment.append(text)
        } else {
            field?.append(text)
        }
    }

    func unexpandedEntity() {
        if isInSegment {
            segment.fault = .unknownEntity
        } else {
            field?.lacksEntity = true
        }
    }

    /// Counts a unit that broken XML left open.
    func finish() {
        if let unit { sink.skip(.cutOff, at: unit.position) }
        unit = nil
    }
}

// MARK: - The elements around the text

extension TMXDocument {
    private func startStructure(_ element: Element?, _ tag: XMLStartTag) throws {
        guard isInsideRoot else { return try enterRoot(tag, element) }
        switch element {
        case .header: startHeader(tag)
        case .tu: startUnit(tag)
        case .tuv: unit?.startText(tag)
        case .seg where unit?.awaitsSegment == true:
            isInSegment = true
            segment.reset()
        case .prop where sink.gathers.metadata && unit != nil:
            field = TMXField(.property(name: tag.attribute("type", maximumBytes: 4_096) ?? ""))
        case .note where sink.gathers.metadata && unit != nil:
            field = TMXField(.note)
        default: break
        }
    }

    private func enterRoot(_ tag: XMLStartTag, _ element: Element?) throws {
        guard element == .tmx else {
            throw CorpusError(
                reason: .unknownDocument(root: String(tag.name.prefix(100))),
                position: FilePosition(file: file))
        }
        isInsideRoot = true
        if !TMX.versions.contains(tag.attribute("version") ?? "") { find(.unknownVersion, tag) }
    }

    private func startHeader(_ tag: XMLStartTag) {
        sourceLanguage = tag.attribute("srclang") ?? ""
        if sourceLanguage.isEmpty { find(.noSourceLanguage, tag) }
    }

    private func startUnit(_ tag: XMLStartTag) {
        finish()
        unit = TMXUnit(
            tag, at: FilePosition(file: file, line: tag.line), gathering: sink.gathers)
    }

    private func endUnit() throws {
        guard var unit else { return }
        self.unit = nil
        unit.arrange(sourceLanguage, &order)
        for (finding, position) in unit.findings { sink.find(finding, at: position) }
        try sink.offer(unit.finished())
    }

    private func endSegment() {
        isInSegment = false
        unit?.setText(segment)
    }

    private func endField() {
        if let field { unit?.add(field) }
        field = nil
    }

    private func find(_ finding: CorpusFinding, _ tag: XMLStartTag) {
        guard sink.gathers.metadata else { return }
        sink.find(finding, at: FilePosition(file: file, line: tag.line))
    }
}

// MARK: - The elements in the text

extension TMXDocument {
    private func open(_ element: Element?, _ tag: XMLStartTag) {
        switch element {
        case .bpt: segment.openCode(.open, tag, isPaired: true)
        case .ept: segment.openCode(.close, tag, isPaired: true)
        case .ph, .ut: segment.openCode(.alone, tag)
        case .it: segment.openCode(TMXSegment.kindOfIsolated(tag.attribute("pos")), tag)
        case .hi: segment.openHighlight(tag)
        case .sub: segment.openSubflow()
        default: segment.openTransparent()
        }
    }
}
