/// Counts the pieces of a corpus, a line at a time, and learns subwords from the counts.
///
/// Memory grows with distinct pieces, not with lines. Several trainers can count parts of a corpus
/// on several threads; merged, they learn the same as one that saw it all.
package struct SubwordTrainer: Sendable {
    package let treatment: TextTreatment
    private let preparation: TextPreparation
    /// What stands between the spaces of plain lines, whose pieces are found when all is counted.
    private var spacedWords = SpacedWords()
    /// The pieces of other lines.
    private var pieces = CountedPieces()
    /// Protected spans that are tokens of their own: inline tags and terms.
    private var wholeCounts: [TokenForm: Int] = [:]
    /// Those that slots stand for, by number.
    private var slotCounts: [Int: Int] = [:]

    /// The most inline tags, and the most slots, that become tokens.
    private static let mostTags = 100
    private static let mostSlots = 20
    /// A slot seen less often is not worth a token: nothing could be learned of it.
    private static let minimumSlotCount = 10

    /// - Throws: `ProtectionError` for a pattern that is none
    package init(_ treatment: TextTreatment = TextTreatment()) throws(ProtectionError) {
        self.treatment = treatment
        preparation = try TextPreparation(treatment)
    }

    /// One that has counted nothing, for another part of the corpus.
    package var fresh: SubwordTrainer {
        var trainer = self
        trainer.spacedWords = SpacedWords()
        trainer.pieces = CountedPieces()
        trainer.wholeCounts = [:]
        trainer.slotCounts = [:]
        return trainer
    }

    /// Counts what `line` consists of.
    /// - Parameter source: the spans of the text that `line` translates
    /// - Returns: the spans of `line`
    @discardableResult
    package mutating func add(_ line: String, translating source: SourceSpans? = nil) -> SourceSpans
    {
        let protected = preparation.protect(line, isTraced: false, source: source?.contents)
        guard !protected.spans.isEmpty || !spacedWords.add(protected.text.units) else {
            return SourceSpans(contents: [])
        }
        let prepared = preparation.prepare(protected)
        for piece in prepared.pieces where piece.kind != .protected {
            pieces.count(piece, in: prepared.letters, times: 1)
        }
        for span in prepared.spans {
            if span.isWhole {
                wholeCounts[TokenForm(surface: span.text), default: 0] += 1
            } else {
                slotCounts[span.number, default: 0] += 1
            }
        }
        return SourceSpans(contents: prepared.spans)
    }

    /// Adds what `other` has counted.
    package mutating func merge(_ other: SubwordTrainer) {
        spacedWords.merge(other.spacedWords)
        pieces.merge(other.pieces)
        wholeCounts.merge(other.wholeCounts, uniquingKeysWith: +)
        slotCounts.merge(other.slotCounts, uniquingKeysWith: +)
    }

    /// The pieces of all lines.
    func countedPieces() -> CountedPieces {
        var pieces = pieces
        spacedWords.forEachText { units, ends, counts in
            let prepared = preparation.prepare(ProtectedText(text: UnicodeText(units)))
            var word = 0
            for piece in prepared.pieces {
                while piece.range.lowerBound >= ends[word] { word += 1 }
                pieces.count(piece, in: prepared.letters, times: counts[word])
            }
        }
        return pieces
    }
}

// MARK: - Learning

extension SubwordTrainer {
    /// Learns a vocabulary: the specials, the joiner, the characters in the forms they occur in,
    /// merges of frequent pairs, and what the treatment needs: marks, slots, tags, terms, bytes.
    /// - Throws: `TextError` for a vocabulary that is too small
    package func train(_ options: SubwordOptions) throws(TextError) -> SubwordModel {
        let size = options.vocabularySize
        guard size >= options.smallestVocabulary else {
            throw TextError(
                .vocabularyTooSmall(size, minimum: options.smallestVocabulary),
                in: "--vocabulary \(size)")
        }
        let text = SpelledPieces(countedPieces())
        let own = ownTokens(atMost: size / 4)
        let slots = size - Vocabulary.specials.count - own.count
        let mostBytes = options.hasByteFallback ? ByteFallback.mostTokens : 0
        let alphabet = Alphabet(
            of: text, options: options, limit: max(2, (slots - mostBytes) * 3 / 4))
        let bytes = options.hasByteFallback ? ByteFallback.bytes(besides: alphabet.forms) : []
        let (forms, merges) = Self.merged(
            alphabet.forms, over: alphabet.words(of: text), mostSymbols: slots - bytes.count,
            minimumPairCount: options.minimumPairCount)
        return SubwordModel(
            symbols: forms, merges: merges, others: own + bytes.map { .byte($0) },
            preparation: preparation.limited(toTerms: own.compactMap(\.term)))
    }

    /// Learns merges of `forms`; returns these, followed by those that were made.
    private static func merged(
        _ forms: [TokenForm], over words: CountedWords, mostSymbols: Int, minimumPairCount: Int
    ) -> (forms: [TokenForm], merges: [BPELearner.Merge]) {
        var symbols = ByteTable()
        for form in forms { _ = symbols.insert(form.spelling.utf8) }
        var learner = BPELearner(
            symbols: symbols, words: words, joiner: Array(String(TokenForm.joiner).utf8))
        learner.learn(mostSymbols: mostSymbols, minimumPairCount: minimumPairCount)
        var forms = forms
        for merge in learner.merges where Int(merge.merged) == forms.count {
            forms.append(forms[Int(merge.left)].followed(by: forms[Int(merge.right)]))
        }
        return (forms, learner.merges)
    }

    /// How often each token of a model occurs in the pieces that were counted.
    func tokenCounts(of model: SubwordModel) -> [Int] {
        model.tokenCounts(of: countedPieces())
    }

    /// What is a token of its own by the treatment: marks, slots, terms and frequent tags.
    private func ownTokens(atMost limit: Int) -> [Token] {
        let marks = treatment.marksCase ? CaseMark.allCases.map { Token.mark($0) } : []
        let slots = slotCounts.filter { $0.key > 0 && $0.value >= Self.minimumSlotCount }
            .map(\.key).sorted().prefix(Self.mostSlots)
        let general = treatment.protection.isNone ? [] : [Token.slot(0)]
        let frequent = wholeCounts.sorted {
            ($1.value, $0.key.spelling) < ($0.value, $1.key.spelling)
        }.map(\.key)
        let tags = frequent.filter { InlineTags.isTag($0.surface) }.prefix(Self.mostTags)
        let terms = frequent.filter { !InlineTags.isTag($0.surface) }
        return marks + general + slots.map { .slot($0) }
            + (tags + terms).prefix(limit).map { .whole($0) }
    }
}

extension ProtectedContent {
    /// Whether it can be a token by itself: others are many, and each is rare.
    var isWhole: Bool { kind == .term || InlineTags.isTag(text) }
}
