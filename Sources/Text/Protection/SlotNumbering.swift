/// The numbers of the slots that stand for protected spans in a pair of texts.
///
/// Equal contents have one number, counted from 1 in the order in which the source first has them.
/// A translation takes the numbers of its source's contents, so that a model learns to copy slots
/// whatever stands in them: first of those that are equal to its own, unit for unit, then of what
/// is left over of the same kind, in order, such as “1,234.5” and „1.234,5“. Each span of the
/// source has one partner at most; what has none on the other side gets no number.
struct SlotNumbering: Sendable {
    private struct Span {
        let content: ArraySlice<UInt16>
        let kind: Protection.Kind
        let number: Int
    }

    private var source: [Span] = []
    private var numbers: [ArraySlice<UInt16>: Int] = [:]

    init() {}

    /// - Parameter spans: of the source `units`, in order
    /// - Returns: the number of each
    mutating func number(_ spans: [ProtectedSpan], in units: [UInt16]) -> [Int] {
        spans.map { span in
            let content = units[span.range]
            let number = numbers[content] ?? numbers.count + 1
            numbers[content] = number
            source.append(Span(content: content, kind: span.kind, number: number))
            return number
        }
    }

    /// - Parameter spans: of the translation `units`, in order
    /// - Returns: the number of each, nil for what the source has no partner for
    func numbers(ofTarget spans: [ProtectedSpan], in units: [UInt16]) -> [Int?] {
        var occurrences: [ArraySlice<UInt16>: [Int]] = [:]
        for (index, span) in source.enumerated().reversed() {
            occurrences[span.content, default: []].append(index)
        }
        var partners = spans.map { occurrences[units[$0.range]]?.popLast() }
        let taken = Set(partners.compactMap { $0 })
        var left: [Protection.Kind: [Int]] = [:]
        for (index, span) in source.enumerated().reversed() where !taken.contains(index) {
            left[span.kind, default: []].append(index)
        }
        for (index, span) in spans.enumerated() where partners[index] == nil {
            partners[index] = left[span.kind]?.popLast()
        }
        return partners.map { partner in partner.map { source[$0].number } }
    }
}
