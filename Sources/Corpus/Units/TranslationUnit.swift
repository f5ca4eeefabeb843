/// One unit of a bilingual file: a text in each of its languages, and what the file says of it.
package struct TranslationUnit: Sendable, Equatable {
    /// How far the work on a translation has come (XLIFF 2.1, `state`).
    package enum State: String, Sendable, Comparable, CaseIterable {
        case initial, translated, reviewed, final

        package static func < (one: State, other: State) -> Bool {
            allCases.firstIndex(of: one) ?? 0 < allCases.firstIndex(of: other) ?? 0
        }
    }

    /// The text in one language.
    package struct Variant: Sendable, Equatable {
        /// As the file spells it; nil where it does not say.
        package var language: String?
        package var segment: Segment
        package var metadata = Metadata()
        /// Why the segment is not what the file holds; its text is then empty.
        package var fault: CorpusReport.Reason?

        package init(
            language: String?, segment: Segment, metadata: Metadata = Metadata(),
            fault: CorpusReport.Reason? = nil
        ) {
            self.language = language
            self.segment = segment
            self.metadata = metadata
            self.fault = fault
        }
    }

    /// What the file calls it: `tuid`, the id of a trans-unit or of unit and segment, `msgctxt`.
    package var id: String?
    /// In the file's order; the source first where the format says which it is.
    package var variants: [Variant]
    /// Nil where the format has none.
    package var state: State?
    /// Empty unless it is asked for.
    package var metadata: Metadata
    package var position: FilePosition

    package init(
        id: String? = nil, variants: [Variant], state: State? = nil,
        metadata: Metadata = Metadata(), position: FilePosition
    ) {
        self.id = id
        self.variants = variants
        self.state = state
        self.metadata = metadata
        self.position = position
    }

    /// A unit of a format that names no languages.
    init(source: String, target: String, at position: FilePosition) {
        variants = [
            Variant(language: nil, segment: Segment(source)),
            Variant(language: nil, segment: Segment(target)),
        ]
        metadata = Metadata()
        self.position = position
    }
}

/// What a file tells about a unit or one of its variants besides the text.
package struct Metadata: Sendable, Equatable {
    package struct Property: Sendable, Equatable {
        package var name: String
        package var value: String

        package init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    /// Who made it (TMX `creationid`).
    package var author: String?
    /// When it was made, as written; TMX has `YYYYMMDDThhmmssZ`.
    package var created: String?
    /// Who changed it last (TMX `changeid`).
    package var changedBy: String?
    /// When it was changed last, as written.
    package var changed: String?
    package var notes: [String] = []
    /// In the file's order; a name may occur again.
    package var properties: [Property] = []

    package init() {}

    package var isEmpty: Bool { self == Metadata() }
}
