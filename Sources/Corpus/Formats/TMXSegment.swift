/// Gathers the content of one `<seg>` by the meaning of its inline elements (TMX 1.4b, “Content
/// Markup”).
///
/// `bpt ept ph it ut` hold native code, and a `<sub>` in them text of its own; `hi` and unknown
/// elements mark up their content.
struct TMXSegment {
    /// An open element.
    private enum Level {
        /// One that holds native code.
        case code
        /// One inside native code; it is not kept.
        case insideCode
        case subflow
        case highlight
        case transparent
    }

    /// What is gathered for the segment itself, or for one subflow.
    private struct Frame {
        var content: [UInt8] = []
        var drafts: [TMXCodeDraft] = []
        /// The native code of `open`.
        var markup: [UInt8] = []
        var open: TMXCodeDraft?

        mutating func reset() {
            content.removeAll(keepingCapacity: true)
            drafts.removeAll(keepingCapacity: true)
            markup.removeAll(keepingCapacity: true)
            open = nil
        }
    }

    /// Why the segment cannot be used.
    var fault: CorpusReport.Reason?
    private let gathersCodes: Bool
    private var frame = Frame()
    /// The frames around the open subflows.
    private var outer: [Frame] = []
    private var levels: [Level] = []
    /// The codes and subflows so far, and the bytes of their markup.
    private var codeCount = 0
    private var markupBytes = 0

    private static let separator = UInt8(ascii: "\n")
    /// What is kept of native code at most when only line breaks are looked for.
    private static let breakBytes = 256
    /// Bounds on what one segment may hold; no honest one comes near.
    private static let maximumMarkupBytes = 1 << 18
    private static let maximumCodes = 1_000

    init(gathersCodes: Bool) {
        self.gathersCodes = gathersCodes
    }

    mutating func reset() {
        fault = nil
        frame.reset()
        outer.removeAll(keepingCapacity: true)
        levels.removeAll(keepingCapacity: true)
        codeCount = 0
        markupBytes = 0
    }

    /// `begin` and `end` of `<it pos="…">`.
    static func kindOfIsolated(_ position: String?) -> InlineCode.Kind {
        switch position {
        case "begin": .open
        case "end": .close
        default: .alone
        }
    }

    /// - Parameter isPaired: whether it is a `<bpt>` or `<ept>`
    mutating func openCode(_ kind: InlineCode.Kind, _ tag: XMLStartTag, isPaired: Bool = false) {
        guard frame.open == nil else { return levels.append(.insideCode) }
        levels.append(.code)
        // Without codes, only what stands alone matters: it can break a line.
        let type = gathersCodes || kind == .alone ? tag.attribute("type") : nil
        var draft = TMXCodeDraft(
            code: InlineCode(kind, number: 0, type: type, offset: frame.content.count))
        if gathersCodes {
            if isPaired { draft.pairing = .written(tag.attribute("i") ?? "") }
            draft.identity = Self.identity(tag)
        }
        frame.open = draft
    }

    mutating func openHighlight(_ tag: XMLStartTag) {
        guard frame.open == nil else { return levels.append(.insideCode) }
        guard gathersCodes else { return levels.append(.transparent) }
        levels.append(.highlight)
        addHighlight(
            .open, depth: levels.count, type: tag.attribute("type"),
            identity: Self.identity(tag))
    }

    /// Outside native code there is nothing that a `<sub>` could be text of.
    mutating func openSubflow() {
        guard frame.open != nil else { return levels.append(.transparent) }
        levels.append(.subflow)
        outer.append(frame)
        frame = Frame()
    }

    mutating func openTransparent() {
        levels.append(frame.open == nil ? .transparent : .insideCode)
    }

    /// Closes the innermost element; false when none is open, so that it is the segment that ends.
    mutating func close() -> Bool {
        let depth = levels.count
        guard let level = levels.popLast() else { return false }
        switch level {
        case .code: closeCode()
        case .subflow: closeSubflow()
        case .highlight: addHighlight(.close, depth: depth)
        case .insideCode, .transparent: break
        }
        return true
    }

    mutating func append(_ text: XMLText) {
        guard fault == nil else { return }
        if frame.open == nil {
            if frame.content.count + text.byteCount > SegmentText.maximumBytes {
                fault = .tooLong
            } else {
                text.append(to: &frame.content)
            }
        } else if gathersCodes {
            markupBytes += text.byteCount
            if markupBytes > Self.maximumMarkupBytes {
                fault = .tooLong
            } else {
                text.append(to: &frame.markup)
            }
        } else {
            text.append(to: &frame.markup, atMost: Self.breakBytes - frame.markup.count)
        }
    }

    /// The text that was gathered, when there is no fault.
    var text: String { String(decoding: frame.content, as: UTF8.self) }

    /// The codes that were gathered, when there is no fault.
    var drafts: [TMXCodeDraft] { frame.drafts }

    /// About what the segment takes in memory.
    var byteCount: Int { frame.content.count + markupBytes + 256 * codeCount }
}

// MARK: - Codes

extension TMXSegment {
    private mutating func addHighlight(
        _ kind: InlineCode.Kind, depth: Int, type: String? = nil, identity: Int? = nil
    ) {
        let code = InlineCode(kind, number: 0, type: type, offset: frame.content.count)
        add(TMXCodeDraft(code: code, pairing: .depth(depth), identity: identity))
    }

    private mutating func add(_ draft: TMXCodeDraft) {
        if countCode() { frame.drafts.append(draft) }
    }

    /// Whether there is room for one more code or subflow.
    private mutating func countCode() -> Bool {
        codeCount += 1
        if codeCount > Self.maximumCodes { fault = .tooLong }
        return fault == nil
    }

    private mutating func closeCode() {
        guard var draft = frame.open.take() else { return }
        if gathersCodes || draft.code.kind == .alone {
            draft.code.markup = String(decoding: frame.markup, as: UTF8.self)
        }
        frame.markup.removeAll(keepingCapacity: true)
        if gathersCodes {
            add(draft)
        } else if fault == nil, draft.code.isLineBreak {
            if frame.content.count < SegmentText.maximumBytes {
                frame.content.append(Self.separator)
            } else {
                fault = .tooLong
            }
        }
    }

    /// Without codes, the text of a subflow becomes a line of its own in the text around.
    private mutating func closeSubflow() {
        let subflow = frame
        frame = outer.popLast() ?? Frame()
        if gathersCodes {
            guard countCode() else { return }
            let offset = frame.markup.count
            frame.open?.code.subflows.append(
                InlineCode.Subflow(offset: offset, segment: Self.segment(of: subflow)))
        } else if frame.content.count + subflow.content.count + 2 > SegmentText.maximumBytes {
            fault = .tooLong
        } else {
            frame.content.append(Self.separator)
            frame.content += subflow.content
            frame.content.append(Self.separator)
        }
    }

    /// The codes of a subflow are numbered by themselves.
    private static func segment(of frame: Frame) -> Segment {
        Segment(
            String(decoding: frame.content, as: UTF8.self),
            codes: TMXNumbering.numbered([frame.drafts])[0])
    }

    private static func identity(_ tag: XMLStartTag) -> Int? {
        tag.attribute("x").flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil }
    }
}
