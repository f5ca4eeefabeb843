/// Gathers the content of one `<source>`, `<seg-source>` or `<target>` by the meaning of its inline
/// elements.
///
/// `bpt ept ph it` hold native code, and a `<sub>` in them text of its own; `g pc mrk` and unknown
/// elements mark up their content; the others are empty.
struct XLIFFText {
    /// A code in the making; its number and markup are settled when the unit is complete.
    struct Draft {
        var code: InlineCode
        var id = ""
        /// What an opening code and its closing one have in common, where they do not nest.
        var pairing = ""
        /// The index of the opening code, where they nest.
        var partner: Int?
        /// The id of the `<data>` with the native code.
        var dataReference: String?
        /// What to show for it, when there is no native code.
        var display: String?
    }

    /// What a `<mrk mtype="seg">` holds.
    struct Part {
        var id: String
        var line: Int
        var content: Range<Int>
        var drafts: Range<Int>
    }

    /// An open element.
    private enum Level {
        /// One that holds native code.
        case code
        /// One inside native code, or in deleted text; it is not kept.
        case ignored
        case subflow
        /// - Parameter closing: what to add at its end
        case pair(closing: Draft)
        case part(Part)
        case deleted
        case transparent
    }

    /// What is gathered for the text itself, or for one subflow.
    struct Frame {
        var content: [UInt8] = []
        var drafts: [Draft] = []
        fileprivate var markup: [UInt8] = []
        fileprivate var open: Draft?
    }

    /// Why the text cannot be used.
    var fault: CorpusReport.Reason?
    private(set) var frame = Frame()
    private(set) var parts: [Part] = []
    /// What is gathered in all, subflows included.
    private(set) var byteCount = 0
    private var outer: [Frame] = []
    private var levels: [Level] = []
    private var isInPart = false
    private var isDeleted = false

    /// What is kept at most of one text with its codes; room for `SegmentText.maximumBytes` of text
    /// and for as much of codes.
    static let maximumBytes = 2 * SegmentText.maximumBytes
    /// Of what is shown for one code.
    private static let maximumDisplayBytes = 4_096
    private static let maximumParts = 10_000

    mutating func reset() {
        self = XLIFFText()
    }

    mutating func append(_ text: XMLText) {
        guard !isDeleted, charge(text.byteCount) else { return }
        if frame.open == nil {
            text.append(to: &frame.content)
        } else {
            text.append(to: &frame.markup)
        }
    }

    mutating func open(_ element: XLIFF.Element?, _ tag: XMLStartTag) {
        if element == .sub, frame.open != nil { return openSubflow() }
        if isDeleted || frame.open != nil { return levels.append(.ignored) }
        switch element {
        case .bpt: openCode(.open, tag)
        case .ept: openCode(.close, tag)
        case .ph: openCode(.alone, tag)
        case .it: openCode(Self.kind(ofIsolated: tag.attribute("pos")), tag)
        case .g, .pc: openPair(tag)
        case .mrk: openMarker(tag)
        default:
            addEmpty(element, tag)
            levels.append(.transparent)
        }
    }

    /// Closes the innermost element; false when none is open, so that it is the text that ends.
    mutating func close() -> Bool {
        guard let level = levels.popLast() else { return false }
        switch level {
        case .code: closeCode()
        case .subflow: closeSubflow()
        case .pair(var closing):
            closing.code.offset = frame.content.count
            add(closing)
        case .part(var part):
            part.content = part.content.lowerBound..<frame.content.count
            part.drafts = part.drafts.lowerBound..<frame.drafts.count
            parts.append(part)
            isInPart = false
        case .deleted: isDeleted = false
        case .ignored, .transparent: break
        }
        return true
    }

    /// The character of a `<cp hex="…">`, which XML cannot hold; nil where it is none.
    static func codePoint(_ tag: XMLStartTag) -> String? {
        let scalar = tag.attribute("hex").flatMap { UInt32($0, radix: 16) }
            .flatMap(Unicode.Scalar.init)
        return scalar.map { String(Character($0)) }
    }

    private static func kind(ofIsolated position: String?) -> InlineCode.Kind {
        switch position {
        case "open", "begin": .open
        case "close", "end": .close
        default: .alone
        }
    }
}

// MARK: - Codes

extension XLIFFText {
    private func draft(_ kind: InlineCode.Kind, _ tag: XMLStartTag) -> Draft {
        var draft = Draft(
            code: InlineCode(kind, number: 0, type: Self.type(of: tag), offset: frame.content.count)
        )
        draft.id = tag.attribute("id") ?? ""
        draft.pairing = tag.attribute("startRef") ?? tag.attribute("rid") ?? draft.id
        // A code that is copied in the translation is the same one (XLIFF 2).
        if kind == .alone, let base = tag.attribute("copyOf") { draft.id = base }
        draft.dataReference = tag.attribute("dataRef")
        draft.display =
            tag.attribute("disp", maximumBytes: Self.maximumDisplayBytes) ?? tag.attribute("equiv")
            ?? tag.attribute("equiv-text", maximumBytes: Self.maximumDisplayBytes)
        return draft
    }

    /// `ctype`, of XLIFF 1.2, without the `x-` of what it does not define; of XLIFF 2 `type` and
    /// `subType`, such as `fmt:b`, without the `xlf:` of what it does define.
    private static func type(of tag: XMLStartTag) -> String? {
        if let type = tag.attribute("ctype") {
            return type.hasPrefix("x-") ? String(type.dropFirst(2)) : type
        }
        let type = tag.attribute("type")
        guard let subtype = tag.attribute("subType") else { return type }
        if subtype.hasPrefix(XLIFF2CodeType.authority) {
            return String(subtype.dropFirst(XLIFF2CodeType.authority.count))
        }
        let name = subtype.hasPrefix("xlf:") ? subtype.dropFirst(4) : subtype[...]
        return "\(type ?? "other"):\(name)"
    }

    private mutating func openCode(_ kind: InlineCode.Kind, _ tag: XMLStartTag) {
        levels.append(.code)
        frame.open = draft(kind, tag)
    }

    private mutating func closeCode() {
        guard var draft = frame.open else { return }
        draft.code.markup = String(decoding: frame.markup, as: UTF8.self)
        frame.open = nil
        frame.markup.removeAll(keepingCapacity: true)
        add(draft)
    }

    private mutating func openPair(_ tag: XMLStartTag) {
        var opening = draft(.open, tag)
        opening.dataReference = tag.attribute("dataRefStart")
        opening.display = tag.attribute("dispStart") ?? tag.attribute("equivStart")
        var closing = opening
        closing.code.kind = .close
        closing.code.type = nil
        closing.dataReference = tag.attribute("dataRefEnd")
        closing.display = tag.attribute("dispEnd") ?? tag.attribute("equivEnd")
        closing.partner = frame.drafts.count
        add(opening)
        levels.append(.pair(closing: closing))
    }

    private mutating func addEmpty(_ element: XLIFF.Element?, _ tag: XMLStartTag) {
        switch element {
        case .x: add(draft(.alone, tag))
        case .bx, .sc: add(draft(.open, tag))
        case .ex, .ec: add(draft(.close, tag))
        case .cp:
            let character = Self.codePoint(tag) ?? "\u{FFFD}"
            if character == "\0" { fault = .containsNUL }
            if charge(4) { frame.content += character.utf8 }
        default: break
        }
    }

    private mutating func openMarker(_ tag: XMLStartTag) {
        switch tag.attribute("mtype") {
        case "seg" where outer.isEmpty && !isInPart && parts.count < Self.maximumParts:
            isInPart = true
            levels.append(
                .part(
                    Part(
                        id: tag.attribute("mid") ?? "", line: tag.line,
                        content: frame.content.count..<frame.content.count,
                        drafts: frame.drafts.count..<frame.drafts.count)))
        case "x-sdl-deleted":
            isDeleted = true
            levels.append(.deleted)
        default: levels.append(.transparent)
        }
    }

    private mutating func add(_ draft: Draft) {
        let display = draft.display?.utf8.count ?? 0
        if charge(MemoryLayout<Draft>.stride + draft.id.utf8.count + display) {
            frame.drafts.append(draft)
        }
    }

    private mutating func openSubflow() {
        levels.append(.subflow)
        outer.append(frame)
        frame = Frame()
    }

    private mutating func closeSubflow() {
        var subflow = frame
        frame = outer.popLast() ?? Frame()
        XLIFFCodeNumbers.settle(&subflow.drafts)
        let segment = Segment(
            String(decoding: subflow.content, as: UTF8.self), codes: subflow.drafts.map(\.code))
        frame.open?.code.subflows.append(
            InlineCode.Subflow(offset: frame.markup.count, segment: segment))
    }

    /// Whether there is room for more; without, the text cannot be used.
    private mutating func charge(_ bytes: Int) -> Bool {
        guard byteCount + bytes <= Self.maximumBytes else {
            fault = .tooLong
            return false
        }
        byteCount += bytes
        return true
    }
}

// MARK: - Parts

extension XLIFFText {
    /// Whether there is text, not just white space, outside the parts.
    var hasTextOutsideParts: Bool {
        var done = 0
        for part in parts {
            if hasText(in: done..<part.content.lowerBound) { return true }
            done = part.content.upperBound
        }
        return hasText(in: done..<frame.content.count)
    }

    private func hasText(in range: Range<Int>) -> Bool {
        !SegmentText.trimming(frame.content, in: range).isEmpty
    }

    /// The text, or a part of it; empty when there is a fault.
    func segment(_ part: Part? = nil, codes: [InlineCode]) -> Segment {
        guard fault == nil else { return Segment("") }
        guard let part else {
            return Segment(String(decoding: frame.content, as: UTF8.self), codes: codes)
        }
        let codes = codes[part.drafts].map { code in
            var code = code
            code.offset -= part.content.lowerBound
            return code
        }
        return Segment(String(decoding: frame.content[part.content], as: UTF8.self), codes: codes)
    }
}
