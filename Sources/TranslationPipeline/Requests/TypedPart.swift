internal import Text

/// What was typed of the translation of a part of a line.
struct TypedPart: Equatable {
    var text: String
    /// The white space behind it, where more was typed.
    var separator: String?

    /// Whether the translation ends with it.
    var isWhole: Bool { separator != nil }

    /// Divides a prefix at its sentences, tabs and line ends, as a line is divided: the n-th belongs
    /// to the n-th part of the line, and the last part takes all that is left.
    /// - Parameter sentences: made only where there is something to divide
    static func parts(
        of prefix: String, atMost count: Int, sentences: @autoclosure () -> SentenceSplitter
    ) -> [TypedPart] {
        guard count > 1 else { return [TypedPart(text: prefix)] }
        let splitter = sentences()
        var parts: [TypedPart] = []
        var leading = ""
        func addSpace(_ space: String) {
            if space.isEmpty {
                return
            } else if parts.isEmpty {
                leading += space
            } else {
                parts[parts.count - 1].separator = (parts[parts.count - 1].separator ?? "") + space
            }
        }
        for stretch in stretches(of: prefix) {
            for sentence in splitter.sentences(of: stretch.text) {
                if !sentence.text.isEmpty {
                    parts.append(TypedPart(text: leading + sentence.text))
                    leading = ""
                }
                addSpace(sentence.separator)
            }
            addSpace(stretch.end)
        }
        return joined(parts, atMost: count).withOpenEnd
    }

    private static func joined(_ parts: [TypedPart], atMost count: Int) -> [TypedPart] {
        guard parts.count >= count else { return parts }
        let rest = parts[(count - 1)...].map { $0.text + ($0.separator ?? "") }.joined()
        return parts.prefix(count - 1) + [TypedPart(text: rest)]
    }

    /// Whether the text is a sentence, by the sign at its end.
    fileprivate var endsSentence: Bool {
        let closing: Set<Character> = ["\"", "'", ")", "”", "“", "’", "»", "«"]
        let last = text.reversed().first { !closing.contains($0) }
        return last.map { ".!?…。！？".contains($0) } ?? false
    }

    /// What lies between tabs and line ends, with that behind it.
    private static func stretches(of text: String) -> [(text: String, end: String)] {
        var stretches: [(text: String, end: String)] = []
        var stretch = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if SegmentPlan.separatesTexts(scalar) {
                stretches.append((String(stretch), String(scalar)))
                stretch = String.UnicodeScalarView()
            } else {
                stretch.append(scalar)
            }
        }
        return stretches + [(String(stretch), "")]
    }
}

extension [TypedPart] {
    /// The same where a space behind the last word says no more than that it is complete.
    fileprivate var withOpenEnd: [TypedPart] {
        guard let last, let separator = last.separator, !last.endsSentence,
            !separator.unicodeScalars.contains(where: SegmentPlan.separatesTexts)
        else { return self }
        return dropLast() + [TypedPart(text: last.text + separator)]
    }
}
