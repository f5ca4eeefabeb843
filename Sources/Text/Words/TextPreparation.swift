/// A text ready to be cut into tokens.
struct PreparedText: Sendable {
    /// Normalized, but for the protected spans.
    let text: UnicodeText
    /// The units as the vocabulary spells them: in lower case where a piece has a mark.
    let letters: [UInt16]
    /// In units; never white space.
    let words: [Range<Int>]
    let pieces: [Piece]
    /// The protected spans in order; as many pieces are of kind `protected`.
    let spans: [ProtectedContent]
}

/// A text normalized but for its protected spans.
struct ProtectedText: Sendable {
    let text: UnicodeText
    /// The spans in order, in units of `text`, and what they are.
    var ranges: [Range<Int>] = []
    var spans: [ProtectedContent] = []
}

/// The stages before cutting: protected spans, normalization, words and pieces, case.
struct TextPreparation: Sendable {
    let treatment: TextTreatment
    private let finder: ProtectedSpanFinder?
    private let breakers = Pool { BreakIterator(.word) }

    /// - Throws: `ProtectionError` for a pattern that is none
    init(_ treatment: TextTreatment) throws(ProtectionError) {
        self.treatment = treatment
        finder = treatment.protection.isNone ? nil : try ProtectedSpanFinder(treatment.protection)
    }

    /// The same that protects no other terms than those: what a vocabulary has tokens for.
    func limited(toTerms terms: [String]) -> TextPreparation {
        guard terms != treatment.protection.terms else { return self }
        var treatment = treatment
        treatment.protection.terms = terms
        // Fewer terms than those that could be read can be read.
        return (try? TextPreparation(treatment)) ?? self
    }

    /// - Parameters:
    ///   - isTraced: whether the way back to the original is kept
    ///   - source: of which text this is the translation, to number its spans alike
    func prepare(
        _ text: String, isTraced: Bool, source: [ProtectedContent]? = nil
    ) -> PreparedText {
        prepare(protect(text, isTraced: isTraced, source: source))
    }

    /// The first stages; the parameters are those of `prepare`.
    func protect(
        _ text: String, isTraced: Bool, source: [ProtectedContent]? = nil
    ) -> ProtectedText {
        guard let finder else {
            return ProtectedText(
                text: UnicodeText(text, by: treatment.normalization, isTraced: isTraced))
        }
        let raw = UnicodeText(verbatim: text)
        let found = finder.spans(in: raw.units).map { span in
            (span.range, ProtectedContent(text: raw.string(span.range), kind: span.kind))
        }
        let numbered = SlotNumbering.number(found.map(\.1), like: source)
        let kept = zip(found, numbered).compactMap { span, content in
            content.map { (range: span.0, content: $0) }
        }
        let (normalized, ranges) = UnicodeText.normalizing(
            raw, by: treatment.normalization, except: kept.map(\.range), isTraced: isTraced)
        return ProtectedText(text: normalized, ranges: ranges, spans: kept.map(\.content))
    }

    /// Where the protected spans are, in units of the text as it is written.
    func protectedRanges(in text: String) -> [Range<Int>] {
        finder.map { $0.spans(in: Array(text.utf16)).map(\.range) } ?? []
    }

    /// Where ICU's words end.
    func wordEnds(in units: [UInt16]) -> [Int32] {
        breakers.lend { $0.ends(in: units) }
    }

    /// The stages that follow `protect`.
    func prepare(_ protected: ProtectedText) -> PreparedText {
        let text = protected.text
        let tokenized = TokenizedText(
            text.units, ends: wordEnds(in: text.units), spans: protected.ranges)
        var letters = text.units
        var pieces = tokenized.pieces
        if treatment.marksCase {
            pieces = Casing.mark(pieces, of: &letters, classes: tokenized.classes)
        }
        return PreparedText(
            text: text, letters: letters, words: tokenized.words, pieces: pieces,
            spans: protected.spans)
    }
}
