// The text is searched in one pass for signs that a protected span has to have – a brace, a per
// cent sign, an @ – and looked at more closely only around them: nearly all lines have none.

/// Finds what of a text is protected.
///
/// The cost is linear in the text, whatever it is.
struct ProtectedSpanFinder: Sendable {
    private let signs: SignSet
    private let findsNumbers: Bool
    private let patterns: UserPatterns?
    private let terms: TermFinder?

    /// - Parameter kinds: built-in ones
    init(kinds: Set<Protection.Kind>) {
        signs = SignSet(kinds.map(Self.signs).joined())
        findsNumbers = kinds.contains(.numbers)
        patterns = nil
        terms = nil
    }

    /// - Throws: `ProtectionError` for a pattern or a term that is none.
    init(_ protection: Protection) throws(ProtectionError) {
        signs = SignSet(protection.kinds.map(Self.signs).joined())
        findsNumbers = protection.kinds.contains(.numbers)
        patterns = protection.patterns.isEmpty ? nil : try UserPatterns(protection.patterns)
        terms = protection.terms.isEmpty ? nil : try TermFinder(protection.terms)
    }

    private static func signs(of kind: Protection.Kind) -> String.UnicodeScalarView {
        switch kind {
        case .tags: "<&".unicodeScalars
        case .placeholders: "%{$#".unicodeScalars
        case .urls: ":./".unicodeScalars
        case .emails: "@".unicodeScalars
        case .numbers: "0123456789".unicodeScalars
        case .pattern, .term: "".unicodeScalars
        }
    }

    /// In order and without overlaps: of spans that overlap the earliest, then the longest; what
    /// the user has named before what is built in, unless it lies within.
    func spans(in units: [UInt16]) -> [ProtectedSpan] {
        let found = builtIn(in: units)
        guard patterns != nil || terms != nil else { return found }
        let named = (patterns?.spans(in: units) ?? []) + (terms?.spans(in: units) ?? [])
        return named.isEmpty ? found : found.yielding(to: named.withoutOverlaps)
    }

    // MARK: - Built-in kinds

    private func builtIn(in units: [UInt16]) -> [ProtectedSpan] {
        var spans: [ProtectedSpan] = []
        var messages = MessageScanner()
        var place = 0
        while let sign = next(in: units, from: place) {
            let end = spans.last?.range.upperBound ?? 0
            place = sign + 1
            if findsNumbers, let run = NumberScanner.run(in: units, at: sign) {
                place = run.end
                if run.isNumber {
                    spans.append(ProtectedSpan(range: sign..<run.end, kind: .numbers))
                }
            } else if let span = span(
                in: units, at: sign, protectedEnd: end, messages: &messages),
                Self.replaceLast(of: &spans, by: span)
            {
                place = max(place, span.range.upperBound)
            }
        }
        return spans
    }

    private func next(in units: [UInt16], from start: Int) -> Int? {
        var place = start
        while place < units.count {
            if signs.contains(units[place]) || (findsNumbers && units[place] >= 0x80) {
                return place
            }
            place += 1
        }
        return nil
    }

    private func span(
        in units: [UInt16], at sign: Int, protectedEnd: Int, messages: inout MessageScanner
    ) -> ProtectedSpan? {
        let range: Range<Int>?
        let kind: Protection.Kind
        switch units[sign] {
        case UInt16(ascii: "<"), UInt16(ascii: "&"):
            (kind, range) = (.tags, TagScanner.end(in: units, at: sign).map { sign..<$0 })
        case UInt16(ascii: "%"):
            let end = PercentScanner.end(in: units, at: sign, protectedEnd: protectedEnd)
            (kind, range) = (.placeholders, end.map { sign..<$0 })
        case UInt16(ascii: "{"):
            let end = BraceScanner.end(in: units, at: sign, messages: &messages)
            (kind, range) = (.placeholders, end.map { sign..<$0 })
        case UInt16(ascii: "$"), UInt16(ascii: "#"):
            let end = BraceScanner.endOfSigned(in: units, at: sign)
            (kind, range) = (.placeholders, end.map { sign..<$0 })
        case UInt16(ascii: "@"):
            (kind, range) = (.emails, MailScanner.range(in: units, at: sign))
        default:
            (kind, range) = (.urls, AddressScanner.range(in: units, at: sign))
        }
        return range.map { ProtectedSpan(range: $0, kind: kind) }
    }

    /// Appends a span instead of those that begin no earlier, as the number in `1@example.com`.
    /// - Returns: false where it would overlap an earlier one
    private static func replaceLast(
        of spans: inout [ProtectedSpan], by span: ProtectedSpan
    ) -> Bool {
        let kept = spans.lastIndex { $0.range.lowerBound < span.range.lowerBound }
        if let kept, spans[kept].range.upperBound > span.range.lowerBound { return false }
        spans.removeSubrange((kept.map { $0 + 1 } ?? 0)...)
        spans.append(span)
        return true
    }
}

/// Some of the characters of ASCII.
private struct SignSet: Sendable {
    private var low: UInt64 = 0
    private var high: UInt64 = 0

    init(_ signs: some Sequence<Unicode.Scalar>) {
        for sign in signs {
            if sign.value < 64 {
                low |= 1 << UInt64(sign.value)
            } else if sign.value < 128 {
                high |= 1 << UInt64(sign.value - 64)
            }
        }
    }

    func contains(_ unit: UInt16) -> Bool {
        unit < 128 && (unit < 64 ? low : high) >> UInt64(unit & 63) & 1 == 1
    }
}
