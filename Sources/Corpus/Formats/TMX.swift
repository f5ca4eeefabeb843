/// Translation Memory eXchange, 1.1 to 1.4b.
///
/// https://www.gala-global.org/tmx-14b
enum TMX {
    static let versions = ["1.0", "1.1", "1.2", "1.3", "1.4", "1.4b"]
    /// The `srclang` of a file or unit in which any text may be the source.
    static let anySource = "*all*"

    static func read(_ source: ByteSource, into sink: UnitSink) throws {
        var document = TMXDocument(file: source.name, sink: sink)
        let result = Result { try XMLReader.parse(source, with: &document) }
        document.finish()
        try result.get()
    }
}

/// Listens to the parser and makes units.
private struct TMXDocument: XMLHandler {
    private enum Element: Int, CaseIterable {
        case tmx, header, tu, tuv, seg, prop, note, bpt, ept, ph, it, ut, hi, sub
    }

    let elementNames = Element.allCases.map { "\($0)" }
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

    mutating func start(_ tag: XMLStartTag) throws -> Bool {
        let element = tag.element.flatMap(Element.init)
        if isInSegment {
            open(element, tag)
        } else if field != nil {
            field?.open()
        } else {
            try startStructure(element, tag)
        }
        return isInSegment || field != nil
    }

    mutating func end(element index: Int?) throws -> Bool {
        if isInSegment {
            if !segment.close() { endSegment() }
        } else if field != nil {
            if field?.close() == true { endField() }
        } else {
            switch index.flatMap(Element.init) {
            case .tuv: unit?.closeText()
            case .tu: try endUnit()
            default: break
            }
        }
        return isInSegment || field != nil
    }

    mutating func text(_ text: XMLText) {
        if isInSegment {
            segment.append(text)
        } else {
            field?.append(text)
        }
    }

    mutating func unexpandedEntity() {
        if isInSegment {
            segment.fault = .unknownEntity
        } else {
            field?.lacksEntity = true
        }
    }

    /// Counts a unit that broken XML left open.
    mutating func finish() {
        if let unit = unit.take() { sink.skip(.cutOff, at: unit.position) }
    }
}

// MARK: - The elements around the text

extension TMXDocument {
    private mutating func startStructure(_ element: Element?, _ tag: XMLStartTag) throws {
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

    private mutating func enterRoot(_ tag: XMLStartTag, _ element: Element?) throws {
        guard element == .tmx else {
            throw CorpusError(
                reason: .unknownDocument(root: String(tag.name.prefix(100))),
                position: FilePosition(file: file))
        }
        isInsideRoot = true
        if !TMX.versions.contains(tag.attribute("version") ?? "") { find(.unknownVersion, tag) }
    }

    private mutating func startHeader(_ tag: XMLStartTag) {
        sourceLanguage = tag.attribute("srclang") ?? ""
        if sourceLanguage.isEmpty { find(.noSourceLanguage, tag) }
    }

    private mutating func startUnit(_ tag: XMLStartTag) {
        finish()
        unit = TMXUnit(
            tag, at: FilePosition(file: file, line: tag.line), gathering: sink.gathers)
    }

    private mutating func endUnit() throws {
        guard var unit = unit.take() else { return }
        unit.arrange(sourceLanguage, &order)
        for (finding, position) in unit.findings { sink.find(finding, at: position) }
        try sink.offer(unit.finished())
    }

    private mutating func endSegment() {
        isInSegment = false
        unit?.setText(segment)
    }

    private mutating func endField() {
        if let field = field.take() { unit?.add(field) }
    }

    private func find(_ finding: CorpusFinding, _ tag: XMLStartTag) {
        guard sink.gathers.metadata else { return }
        sink.find(finding, at: FilePosition(file: file, line: tag.line))
    }
}

// MARK: - The elements in the text

extension TMXDocument {
    private mutating func open(_ element: Element?, _ tag: XMLStartTag) {
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
