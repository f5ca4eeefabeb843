/// The numbers of the slots that stand for protected spans in a pair of texts.
///
/// Equal contents have one number, counted from 1 in the order in which the source first has them.
/// A translation takes the numbers of its source's contents, so that a model learns to copy slots
/// whatever stands in them: first of those that are equal to its own, byte for byte, then of what
/// is left over of the same kind, in order, such as “1,234.5” and „1.234,5“. Each span of the
/// source has one partner at most. Inline tags and terms, which are tokens by themselves, need no
/// number and no partner.
enum SlotNumbering {
    /// - Parameters:
    ///   - contents: of a text, in order
    ///   - source: of the text that it translates, in order and numbered; nil for a source
    /// - Returns: the contents with their numbers; nil for what the source has no partner for,
    ///   which is text like any other
    static func number(
        _ contents: [ProtectedContent], like source: [ProtectedContent]?
    ) -> [ProtectedContent?] {
        let slots = contents.indices.filter { !contents[$0].isWhole }
        var numbered = contents.map { content in content.isWhole ? content : nil }
        let given =
            source.map { numbers(of: slots.map { contents[$0] }, like: $0.filter { !$0.isWhole }) }
            ?? numbers(ofSource: slots.map { contents[$0] })
        for (index, number) in zip(slots, given) {
            guard let number else { continue }
            numbered[index] = contents[index]
            numbered[index]?.number = number
        }
        return numbered
    }

    private static func numbers(ofSource contents: [ProtectedContent]) -> [Int?] {
        var numbers: [[UInt8]: Int] = [:]
        return contents.map { content in
            let number = numbers[content.bytes] ?? numbers.count + 1
            numbers[content.bytes] = number
            return number
        }
    }

    private static func numbers(
        of contents: [ProtectedContent], like source: [ProtectedContent]
    ) -> [Int?] {
        guard !contents.isEmpty else { return [] }
        var equal: [[UInt8]: [Int]] = [:]
        for index in source.indices.reversed() {
            equal[source[index].bytes, default: []].append(index)
        }
        var partners = contents.map { equal[$0.bytes]?.popLast() }
        let taken = Set(partners.compactMap { $0 })
        var left: [Protection.Kind: [Int]] = [:]
        for index in source.indices.reversed() where !taken.contains(index) {
            left[source[index].kind, default: []].append(index)
        }
        for (place, content) in contents.enumerated() where partners[place] == nil {
            partners[place] = left[content.kind]?.popLast()
        }
        return partners.map { partner in partner.map { source[$0].number } }
    }
}

extension ProtectedContent {
    /// What tells contents apart; strings would be equal that only look the same.
    fileprivate var bytes: [UInt8] { Array(text.utf8) }
}
