/// Translation Memory eXchange, 1.1 to 1.4b.
///
/// https://www.gala-global.org/tmx-14b
enum TMX {
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
        case tmx, tu, tuv, seg, bpt, ept, ph, it, ut, hi, sub
    }

    let elementNames = Element.allCases.map { "\($0)" }
    private let file: String
    private let sink: UnitSink
    private var isInsideRoot = false
    /// The open `<tu>`.
    private var unit: TranslationUnit?
    /// The language of the open `<tuv>`, until its first `<seg>` is read.
    private var variant: TranslationUnit.Variant?
    private var isInSegment = false
    private var segment: TMXSegment

    init(file: String, sink: UnitSink) {
        self.file = file
        self.sink = sink
        segment = TMXSegment(gathersCodes: sink.gathers.codes)
    }

    mutating func start(_ tag: XMLStartTag) throws -> Bool {
        let element = tag.element.flatMap(Element.init)
        if !isInsideRoot {
            try enterRoot(tag, element)
        } else if isInSegment {
            open(element, tag)
        } else if element == .tu {
            startUnit(tag)
        } else if element == .tuv, unit != nil {
            startVariant(tag)
        } else if element == .seg, variant != nil {
            isInSegment = true
            segment.reset()
        }
        return isInSegment
    }

    mutating func end(element index: Int?) throws -> Bool {
        if isInSegment {
            if !segment.close() { endSegment() }
            return isInSegment
        }
        switch index.flatMap(Element.init) {
        case .tuv: endVariant()
        case .tu: try endUnit()
        default: break
        }
        return false
    }

    mutating func text(_ text: XMLText) {
        segment.append(text)
    }

    mutating func unexpandedEntity() {
        if isInSegment { segment.fault = .unknownEntity }
    }

    /// Counts a unit that broken XML left open.
    mutating func finish() {
        if let unit = unit.take() { sink.skip(.cutOff, at: unit.position) }
    }

    private mutating func enterRoot(_ tag: XMLStartTag, _ element: Element?) throws {
        guard element == .tmx else {
            throw CorpusError(
                reason: .unknownDocument(root: String(tag.name.prefix(100))),
                position: FilePosition(file: file))
        }
        isInsideRoot = true
    }

    private mutating func startUnit(_ tag: XMLStartTag) {
        finish()
        unit = TranslationUnit(
            id: sink.gathers.metadata ? tag.attribute("tuid") : nil, variants: [],
            position: FilePosition(file: file, line: tag.line))
        unit?.variants.reserveCapacity(2)
        variant = nil
    }

    private mutating func startVariant(_ tag: XMLStartTag) {
        endVariant()
        variant = TranslationUnit.Variant(
            language: tag.attribute("lang", prefix: "xml") ?? tag.attribute("lang") ?? "",
            segment: Segment(""))
    }

    private mutating func endSegment() {
        isInSegment = false
        guard var variant = variant.take() else { return }
        variant.fault = segment.fault
        if variant.fault == nil { variant.segment = segment.segment }
        unit?.variants.append(variant)
    }

    /// A `<tuv>` without a `<seg>` is an empty one.
    private mutating func endVariant() {
        if let variant = variant.take() { unit?.variants.append(variant) }
    }

    private mutating func endUnit() throws {
        guard let unit = unit.take() else { return }
        try sink.offer(unit)
    }

    private mutating func open(_ element: Element?, _ tag: XMLStartTag) {
        switch element {
        case .bpt: segment.openCode(.open, tag)
        case .ept: segment.openCode(.close, tag)
        case .ph, .ut: segment.openCode(.alone, tag)
        case .it: segment.openCode(TMXSegment.kindOfIsolated(tag.attribute("pos")), tag)
        case .hi: segment.openHighlight(tag)
        case .sub: segment.openSubflow()
        default: segment.openTransparent()
        }
    }
}
