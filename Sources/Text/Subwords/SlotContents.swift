/// The protected spans of a text that are tokens, to be given back byte for byte and as often.
package struct SlotContents: Sendable, Equatable {
    private enum Holder: Hashable, Sendable {
        case slot(Int)
        case whole(TokenForm)
    }

    /// The spans of one token, in order.
    private struct Spans: Equatable, Sendable {
        var texts: [String] = []
        var words: [Int] = []
        var takenCount = 0
    }

    private var spans: [Holder: Spans] = [:]

    package init() {}

    package var isEmpty: Bool { spans.isEmpty }

    /// The words, by their numbers in the text, that have not been taken; in order.
    package var words: [Int] {
        spans.values.flatMap { $0.words[$0.takenCount...] }.sorted()
    }

    /// The same where word n of the text is `numbers[n]` of another.
    package func renumbering(words numbers: [Int]) -> SlotContents {
        var renumbered = self
        renumbered.spans = spans.mapValues { old in
            var new = old
            new.words = old.words.map { numbers[$0] }
            return new
        }
        return renumbered
    }

    /// The same without the spans that have the one slot for all that have no number.
    package var numbered: SlotContents {
        var numbered = self
        numbered.spans[.slot(0)] = nil
        return numbered
    }

    mutating func append(_ text: String, word: Int, slot number: Int) {
        spans[.slot(number), default: Spans()].texts.append(text)
        spans[.slot(number)]?.words.append(word)
    }

    /// Appends a span that is a token by itself.
    mutating func append(_ form: TokenForm, word: Int) {
        spans[.whole(form), default: Spans()].texts.append(form.surface)
        spans[.whole(form)]?.words.append(word)
    }

    /// Takes the next text of a slot; nil when all have been taken.
    mutating func take(slot number: Int) -> String? {
        take(.slot(number))
    }

    /// Takes a span that is a token by itself.
    /// - Returns: false when all have been taken
    mutating func take(_ form: TokenForm) -> Bool {
        take(.whole(form)) != nil
    }

    private mutating func take(_ holder: Holder) -> String? {
        guard let list = spans[holder], list.takenCount < list.texts.count else { return nil }
        spans[holder]?.takenCount += 1
        return list.texts[list.takenCount]
    }
}

/// The protected spans of a source, for its translation to number its own alike.
package struct SourceSpans: Sendable, Equatable {
    let contents: [ProtectedContent]
}
