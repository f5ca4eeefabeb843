/// Translation Memory eXchange, 1.1 to 1.4b.
///
/// Of each `<tu>` the `<tuv>` that best match the two languages make a pair; of equally good ones
/// the first. https://www.gala-global.org/tmx-14b
enum TMX {
    static func read(_ source: ByteSource, into sink: PairSink) throws {
        let document = TMXDocument(file: source.name, sink: sink)
        let result = Result { try XMLReader.parse(source, with: document) }
        document.finish()
        try result.get()
        if let error = document.missingLanguage() { throw error }
    }
}

/// The two sides of a pair.
private enum Side {
    case source, target
}

/// What a unit has for one side so far.
private struct Candidate {
    var match = LanguageTag.Match.none
    var outcome = TMXSegment.Outcome.text("")
}

/// Listens to the parser and makes pairs of the units.
private final class TMXDocument: XMLHandler {
    private enum Element: String, CaseIterable {
        case tmx, tu, tuv, seg, bpt, ept, ph, it, ut, hi, sub
    }

    let elementNames = Element.allCases.map(\.rawValue)
    private let elements = Element.allCases
    private let file: String
    private let sink: PairSink
    private var languages: TMXLanguages
    private var isInsideRoot = false
    /// Where the open `<tu>` begins.
    private var unitLine: Int?
    private var source = Candidate()
    private var target = Candidate()
    /// The side that the open `<tuv>` is for, until its first `<seg>` is read.
    private var side: Side?
    private var isInSegment = false
    private var segment = TMXSegment()

    init(file: String, sink: PairSink) {
        self.file = file
        self.sink = sink
        languages = TMXLanguages(source: sink.source, target: sink.target)
    }

    func start(_ tag: XMLStartTag) throws -> Bool {
        let element = tag.element.map { elements[$0] }
        if !isInsideRoot {
            try enterRoot(tag, element)
        } else if isInSegment {
            segment.open(Self.inline(element, tag))
        } else if element == .tu {
            startUnit(at: tag.line)
        } else if element == .tuv, unitLine != nil {
            startVariant(tag)
        } else if element == .seg, side != nil {
            isInSegment = true
            segment.reset()
        }
        return isInSegment
    }

    func end(element index: Int?) throws -> Bool {
        if isInSegment {
            if !segment.close() { endSegment() }
            return isInSegment
        }
        switch index.map({ elements[$0] }) {
        case .tuv: side = nil
        case .tu: try endUnit()
        default: break
        }
        return false
    }

    func text(_ text: XMLText) {
        segment.append(text)
    }

    func unexpandedEntity() {
        if isInSegment { segment.hasUnknownEntity = true }
    }

    /// Counts a unit that broken XML left open, and the languages.
    func finish() {
        if let unitLine { skip(.cutOff, at: unitLine) }
        unitLine = nil
        for language in languages.counts {
            sink.count(language: language.language, by: language.count)
        }
    }

    /// The error for a document with units but without one of the languages.
    func missingLanguage() -> CorpusError? {
        guard sink.report.units > 0, let code = languages.missing else { return nil }
        return CorpusError(
            reason: .missingLanguage(code, present: languages.counts),
            position: FilePosition(file: file))
    }

    private func enterRoot(_ tag: XMLStartTag, _ element: Element?) throws {
        guard element == .tmx else {
            throw CorpusError(
                reason: .notTMX(root: String(tag.name.prefix(100))),
                position: FilePosition(file: file))
        }
        isInsideRoot = true
    }

    private func startUnit(at line: Int) {
        if let unitLine { skip(.cutOff, at: unitLine) }
        unitLine = line
        source = Candidate()
        target = Candidate()
        side = nil
    }

    private func startVariant(_ tag: XMLStartTag) {
        side = nil
        guard let code = tag.attribute("lang", prefix: "xml") ?? tag.attribute("lang") else {
            return
        }
        let match = languages.count(code)
        if match.source >= match.target, match.source > source.match {
            side = .source
            source = Candidate(match: match.source)
        } else if match.target > match.source, match.target > target.match {
            side = .target
            target = Candidate(match: match.target)
        }
    }

    private func endSegment() {
        isInSegment = false
        switch side {
        case .source: source.outcome = segment.outcome
        case .target: target.outcome = segment.outcome
        case nil: break
        }
        side = nil
    }

    private func endUnit() throws {
        guard let line = unitLine else { return }
        unitLine = nil
        if source.match == .none { return skip(.missingSource, at: line) }
        if target.match == .none { return skip(.missingTarget, at: line) }
        switch (source.outcome, target.outcome) {
        case (.unusable(let reason), _), (_, .unusable(let reason)): skip(reason, at: line)
        case (.text(let source), .text(let target)):
            let position = FilePosition(file: file, line: line)
            try sink.offer(source: source, target: target, at: position)
        }
    }

    private func skip(_ reason: CorpusReport.Reason, at line: Int) {
        sink.skip(reason, at: FilePosition(file: file, line: line))
    }

    private static func inline(_ element: Element?, _ tag: XMLStartTag) -> TMXSegment.Inline {
        switch element {
        case .bpt, .ept: .pairedCode
        case .ph, .it, .ut: .code(breaksLine: isBreakType(tag.attribute("type")))
        case .sub: .subflow
        default: .transparent
        }
    }

    /// The `type` values of TMX 1.4b for breaks of line, page and column.
    private static func isBreakType(_ type: String?) -> Bool {
        guard let type else { return false }
        return ["lb", "pb", "cb", "x-lb"].contains(type)
    }
}
