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
        /// - Parameter number: the `x` of a `<hi>`
        case highlight(number: Int?, type: String?)
        case transparent
    }

    /// A code in the making; its number is settled when the segment is complete.
    private struct Draft {
        var code: InlineCode
        /// `i` and `x` as in the file.
        var pairing: Int?
        var identity: Int?
    }

    /// What is gathered for the segment itself, or for one subflow.
    private struct Frame {
        var content: [UInt8] = []
        var drafts: [Draft] = []
        /// The native code of `open`.
        var markup: [UInt8] = []
        var open: Draft?

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

    private static let separator = UInt8(ascii: "\n")
    /// What is kept of native code at most when only line breaks are looked for.
    private static let breakBytes = 256
    /// Bounds on what one segment may hold; no honest one comes near.
    private static let maximumMarkupBytes = 1 << 16
    private static let maximumCodes = 1_000

    init(gathersCodes: Bool) {
        self.gathersCodes = gathersCodes
    }

    mutating func reset() {
        fault = nil
        frame.reset()
        outer.removeAll(keepingCapacity: true)
        levels.removeAll(keepingCapacity: true)
    }

    /// `begin` and `end` of `<it pos="…">`.
    static func kindOfIsolated(_ position: String?) -> InlineCode.Kind {
        switch position {
        case "begin": .open
        case "end": .close
        default: .alone
        }
    }

    mutating func openCode(_ kind: InlineCode.Kind, _ tag: XMLStartTag) {
        guard frame.open == nil else { return levels.append(.insideCode) }
        levels.append(.code)
        // Only what stands alone can break a line.
        let type = gathersCodes || kind == .alone ? tag.attribute("type") : nil
        var draft = Draft(
            code: InlineCode(kind, number: 0, type: type, offset: frame.content.count))
        if gathersCodes {
            draft.pairing = Self.number(tag.attribute("i"))
            draft.identity = Self.number(tag.attribute("x"))
        }
        frame.open = draft
    }

    mutating func openHighlight(_ tag: XMLStartTag) {
        guard frame.open == nil else { return levels.append(.insideCode) }
        guard gathersCodes else { return levels.append(.transparent) }
        let number = Self.number(tag.attribute("x"))
        let type = tag.attribute("type")
        levels.append(.highlight(number: number, type: type))
        // No file gives a pairing below 0: it marks the nesting of highlights.
        add(.open, type: type, identity: number, pairing: -levels.count)
    }

    mutating func openSubflow() {
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
        case .highlight(let number, let type):
            add(.close, type: type, identity: number, pairing: -depth)
        case .insideCode, .transparent: break
        }
        return true
    }

    mutating func append(_ text: XMLText) {
        if frame.open == nil {
            if frame.content.count + text.byteCount > SegmentText.maximumBytes {
                fault = .tooLong
            } else {
                text.append(to: &frame.content)
            }
        } else if gathersCodes {
            if frame.markup.count + text.byteCount > Self.maximumMarkupBytes {
                fault = .tooLong
            } else {
                text.append(to: &frame.markup)
            }
        } else {
            text.append(to: &frame.markup, atMost: Self.breakBytes - frame.markup.count)
        }
    }

    /// What was gathered, when there is no fault.
    var segment: Segment { Self.segment(of: frame) }
}

// MARK: - Codes

extension TMXSegment {
    private mutating func add(
        _ kind: InlineCode.Kind, type: String?, identity: Int?, pairing: Int?
    ) {
        let code = InlineCode(kind, number: 0, type: type, offset: frame.content.count)
        add(Draft(code: code, pairing: pairing, identity: identity))
    }

    private mutating func add(_ draft: Draft) {
        if frame.drafts.count < Self.maximumCodes {
            frame.drafts.append(draft)
        } else {
            fault = .tooLong
        }
    }

    private mutating func closeCode() {
        guard var draft = frame.open.take() else { return }
        if gathersCodes || draft.code.kind == .alone {
            draft.code.markup = String(decoding: frame.markup, as: UTF8.self)
        }
        frame.markup.removeAll(keepingCapacity: true)
        if gathersCodes {
            add(draft)
        } else if draft.code.isLineBreak {
            frame.content.append(Self.separator)
        }
    }

    /// Without codes, the text of a subflow becomes a line of its own in the text around.
    private mutating func closeSubflow() {
        let subflow = frame
        frame = outer.popLast() ?? Frame()
        if gathersCodes {
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

    private static func segment(of frame: Frame) -> Segment {
        Segment(
            String(decoding: frame.content, as: UTF8.self),
            codes: frame.drafts.isEmpty ? [] : numbered(frame.drafts))
    }

    private static func number(_ attribute: String?) -> Int? {
        attribute.flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil }
    }

    /// Settles the numbers: a code keeps its `x`, a closing one takes its opening one's, and the
    /// others get what is free.
    private static func numbered(_ drafts: [Draft]) -> [InlineCode] {
        var taken = Set(drafts.compactMap(\.identity))
        var numbers: [Int: Int] = [:]
        var free = 1
        return drafts.map { draft in
            var code = draft.code
            if code.kind == .close, let pairing = draft.pairing, let open = numbers[pairing] {
                code.number = open
                numbers[pairing] = nil
                return code
            }
            if let identity = draft.identity {
                code.number = identity
            } else {
                while !taken.insert(free).inserted { free += 1 }
                code.number = free
            }
            if code.kind == .open, let pairing = draft.pairing { numbers[pairing] = code.number }
            return code
        }
    }
}
