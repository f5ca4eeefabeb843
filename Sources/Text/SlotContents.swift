/// What the slots of a text stand for, byte for byte.
package struct SlotContents: Sendable, Equatable {
    /// For each slot's number, the texts of its tokens in order.
    private var texts: [Int: [String]] = [:]

    package init() {}

    package var isEmpty: Bool { texts.isEmpty }

    mutating func append(_ text: String, slot number: Int) {
        texts[number, default: []].append(text)
    }

    /// Takes the next text of a slot away; nil when all have been taken.
    mutating func next(slot number: Int) -> String? {
        guard let first = texts[number]?.first else { return nil }
        texts[number]?.removeFirst()
        return first
    }
}

/// The protected spans of a source, for its translation to number its own alike.
package struct SourceSpans: Sendable {
    let contents: [ProtectedContent]
}
