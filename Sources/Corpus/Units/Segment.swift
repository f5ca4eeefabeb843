/// The text of a unit in one language, with the inline codes that stand in it.
package struct Segment: Sendable, Equatable {
    /// As in the file, without the codes; empty where there is none.
    package var text: String
    /// In order: by offset and, of equal ones, as they follow each other.
    package var codes: [InlineCode]

    package init(_ text: String, codes: [InlineCode] = []) {
        self.text = text
        self.codes = codes
    }
}

/// A piece of native markup within a text, such as a tag or a placeholder.
package struct InlineCode: Sendable, Equatable {
    package enum Kind: String, Sendable, CaseIterable {
        case open, close, alone
    }

    /// Text to translate inside the markup, such as the title of a link (TMX `<sub>`).
    package struct Subflow: Sendable, Equatable {
        /// The place in the markup, in bytes of UTF-8.
        package var offset: Int
        package var segment: Segment

        package init(offset: Int, segment: Segment) {
            self.offset = offset
            self.segment = segment
        }
    }

    package var kind: Kind
    /// From 1; an open code and its close have the same, and so has the same code in another
    /// language.
    package var number: Int
    /// The native code, such as `<b>`; empty where the format does not tell.
    package var markup: String
    /// What sort of code it is, in the format's words, such as `bold`.
    package var type: String?
    /// The place in the segment's text, in bytes of UTF-8.
    package var offset: Int
    package var subflows: [Subflow]

    package init(
        _ kind: Kind, number: Int, markup: String = "", type: String? = nil, offset: Int,
        subflows: [Subflow] = []
    ) {
        self.kind = kind
        self.number = number
        self.markup = markup
        self.type = type
        self.offset = offset
        self.subflows = subflows
    }

    /// Whether it stands for nothing but a line break, so that text without it needs a space.
    package var isLineBreak: Bool {
        kind == .alone && (LineBreakCode.isBreakType(type) || LineBreakCode.isLineBreak(markup))
    }
}
