/// The sides have other placeholders, or other inline codes.
///
/// Placeholders are `%s`, `%1$d`, `%@`, `%(name)s`, `%{name}`, `{0}`, `{name}`, `{{name}}`,
/// `${name}`, and the line notation of inline codes (`<x id="1"/>`). Their order does not count, nor
/// do positions: `%1$s` is `%s`. Of inline codes, those that stand alone and are no line breaks
/// have to be the same; pairs of tags, which translators move, merge and leave out, need not.
struct PlaceholderRule: PairRule {
    static let rule = CleaningRule.placeholders

    func fault(of pair: borrowing CleaningPair) -> String? {
        let source = PlaceholderScan.placeholders(in: pair.source)
        let target = PlaceholderScan.placeholders(in: pair.target)
        if source != target { return Self.difference(source, target) }
        guard !pair.source.segment.codes.isEmpty, !pair.target.segment.codes.isEmpty else {
            return nil
        }
        let (one, other) = (
            Self.codes(of: pair.source.segment), Self.codes(of: pair.target.segment)
        )
        return one == other ? nil : Self.difference(one, other)
    }

    /// The codes that stand alone, named by their markup where that is known on both sides.
    private static func codes(of segment: Segment) -> [String] {
        segment.codes.filter { $0.kind == .alone && !$0.isLineBreak }.map { "code \($0.number)" }
            .sorted()
    }

    /// What one side has more often than the other.
    private static func difference(_ source: [String], _ target: [String]) -> String {
        if let missing = excess(source, over: target) { return "\(missing) only in the source" }
        return "\(excess(target, over: source) ?? "") only in the target"
    }

    private static func excess(_ ones: [String], over others: [String]) -> String? {
        var others = others
        return ones.first { one in
            guard let index = others.firstIndex(of: one) else { return true }
            others.remove(at: index)
            return false
        }
    }
}

/// Finds the placeholders of a text.
enum PlaceholderScan {
    /// Sorted; equal ones as often as they occur.
    static func placeholders(in side: borrowing CleaningSide) -> [String] {
        guard side.traits.marks.contains(.placeholder) else { return [] }
        var found: [String] = []
        var index = 0
        while index < side.bytes.count {
            guard let (name, end) = placeholder(in: side.bytes, at: index) else {
                index += 1
                continue
            }
            if let name { found.append(name) }
            index = end
        }
        return found.sorted()
    }

    /// What begins here and where it ends; no name for what only looks like a placeholder.
    private static func placeholder(
        in text: borrowing [UInt8], at index: Int
    ) -> (name: String?, end: Int)? {
        switch text[index] {
        case UInt8(ascii: "%"): percent(in: text, at: index)
        case UInt8(ascii: "{"): braces(in: text, at: index)
        case UInt8(ascii: "$"):
            text.has("${", at: index) ? braces(in: text, at: index + 1) : nil
        case UInt8(ascii: "<"): tag(in: text, at: index)
        default: nil
        }
    }

    /// `%s`, `%1$s`, `%-5.2f`, `%lld`, `%@`, `%(name)s`, `%{name}`; `%%` is none, and neither is
    /// “100%” with a word behind it.
    private static func percent(
        in text: borrowing [UInt8], at start: Int
    ) -> (name: String?, end: Int)? {
        if text.has("%%", at: start) { return (nil, start + 2) }
        if text.has("%{", at: start) { return braces(in: text, at: start + 1) }
        if start > 0, text[start - 1].isASCIIDigit { return nil }
        var name = ""
        var index = start + 1
        if text.has("(", at: index) {
            guard let end = endOfIdentifier(in: text, from: index + 1), text.has(")", at: end)
            else {
                return nil
            }
            name = "(" + String(decoding: text[(index + 1)..<end], as: UTF8.self) + ")"
            index = end + 1
        }
        while index < text.count, isFormat(text[index]) { index += 1 }
        while index < text.count, "lhqzjtL".utf8.contains(text[index]) { index += 1 }
        guard index < text.count, "sdiufFgGeExXocp@".utf8.contains(text[index]) else { return nil }
        // A letter behind makes it a word: “50 %der”.
        if index + 1 < text.count, text[index] != UInt8(ascii: "@"),
            text[index + 1].isASCIILetter
        {
            return nil
        }
        return ("%" + name + String(decoding: [text[index]], as: UTF8.self), index + 1)
    }

    private static func isFormat(_ byte: UInt8) -> Bool {
        byte.isASCIIDigit || "$.-+#*".utf8.contains(byte)
    }

    /// `{name}` and `{{ name }}`, and of ICU's `{count, plural, …}` what comes before the comma.
    private static func braces(
        in text: borrowing [UInt8], at start: Int
    ) -> (name: String?, end: Int)? {
        let isDouble = text.has("{{", at: start)
        var first = start + (isDouble ? 2 : 1)
        while text.has(" ", at: first) { first += 1 }
        guard let end = endOfIdentifier(in: text, from: first) else { return nil }
        let name = "{" + String(decoding: text[first..<end], as: UTF8.self) + "}"
        var close = end
        while text.has(" ", at: close) { close += 1 }
        if isDouble { return text.has("}}", at: close) ? (name, close + 2) : nil }
        if text.has("}", at: close) { return (name, close + 1) }
        return text.has(",", at: close)
            ? endOfBraces(in: text, from: close).map { (name, $0) } : nil
    }

    private static func endOfBraces(in text: borrowing [UInt8], from start: Int) -> Int? {
        var depth = 1
        for index in start..<text.count {
            if text[index] == UInt8(ascii: "{") { depth += 1 }
            if text[index] == UInt8(ascii: "}") { depth -= 1 }
            if depth == 0 { return index + 1 }
        }
        return nil
    }

    /// `<g id="1">`, `</g>`, `<x id="2"/>`, `<bx id="3"/>`, `<ex id="3"/>`.
    private static func tag(
        in text: borrowing [UInt8], at start: Int
    ) -> (name: String?, end: Int)? {
        if text.has("</g>", at: start) { return ("</g>", start + 4) }
        let isTag =
            text.has("<g id=\"", at: start) || text.has("<x id=\"", at: start)
            || text.has("<bx id=\"", at: start) || text.has("<ex id=\"", at: start)
        guard isTag, let close = text.firstIndex(of: UInt8(ascii: ">"), in: start..<text.count)
        else { return nil }
        return (String(decoding: text[start...close], as: UTF8.self), close + 1)
    }

    private static func endOfIdentifier(in text: borrowing [UInt8], from start: Int) -> Int? {
        guard start < text.count,
            text[start].isASCIIAlphanumeric || text[start] == UInt8(ascii: "_")
        else { return nil }
        var end = start + 1
        while end < text.count,
            text[end].isASCIIAlphanumeric || text[end] == UInt8(ascii: "_")
                || text[end] == UInt8(ascii: ".") || text[end] == UInt8(ascii: "-")
        { end += 1 }
        return end
    }
}
