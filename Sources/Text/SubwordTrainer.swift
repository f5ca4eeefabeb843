/// Counts the pieces of a corpus, a line at a time, and learns subwords from the counts.
///
/// Memory grows with distinct pieces, not with lines. Several trainers can count parts of a corpus
/// on several threads; merged, they learn the same as one that saw it all.
package struct SubwordTrainer: Sendable {
    package let treatment: TextTreatment
    private let preparation: TextPreparation
    private var pieces = PieceTable()
    private var counts: [Int] = []
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
        trainer.pieces = PieceTable()
        trainer.counts = []
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
        let prepared = preparation.prepare(line, isTraced: false, source: source?.contents)
        for piece in prepared.pieces where piece.kind != .protected {
            count(pieces.number(of: piece, in: prepared.letters), times: 1)
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
        for (number, times) in zip(pieces.formUnion(other.pieces), other.counts) {
            count(number, times: times)
        }
        wholeCounts.merge(other.wholeCounts, uniquingKeysWith: +)
        slotCounts.merge(other.slotCounts, uniquingKeysWith: +)
    }

    private mutating func count(_ number: Int, times: Int) {
        if number == counts.count { counts.append(0) }
        counts[number] += times
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
        let words = (0..<pieces.count).map { number in
            let (units, joinsLeft, joinsRight) = pieces.text(number)
            return PieceSymbol.symbols(of: units, joinsLeft: joinsLeft, joinsRight: joinsRight)
        }
        let own = ownTokens(atMost: size / 4)
        let slots = size - Vocabulary.specials.count - own.count
        let mostBytes = options.hasByteFallback ? ByteFallback.mostTokens : 0
        let alphabet = Alphabet(
            of: words, counts: counts, options: options,
            limit: max(2, (slots - mostBytes) * 3 / 4))
        let bytes = options.hasByteFallback ? ByteFallback.bytes(besides: alphabet.forms) : []
        var learner = BPELearner(
            symbols: alphabet.forms,
            words: words.map { alphabet.numbers(of: $0) }, counts: counts)
        learner.learn(mostSymbols: slots - bytes.count)
        return SubwordModel(
            symbols: learner.symbols, merges: learner.merges,
            others: own + bytes.map { .byte($0) }, preparation: preparation)
    }

    /// How often each token of a model occurs in the pieces that were counted.
    func tokenCounts(of model: SubwordModel) -> [Int] {
        model.tokenCounts(of: pieces, counts)
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

/// The bytes of characters that the vocabulary lacks.
private enum ByteFallback {
    /// What leads and continues a character beyond ASCII in UTF-8.
    private static let beyondASCII: [ClosedRange<UInt8>] = [0x80...0xBF, 0xC2...0xF4]

    static let mostTokens = 128 + beyondASCII.reduce(0) { $0 + $1.count }

    /// All that can be needed besides the characters that have tokens of their own.
    static func bytes(besides forms: [TokenForm]) -> [UInt8] {
        let covered = Set(forms.filter(\.isBare).map(\.surface))
        let ascii = (0..<UInt8(128)).filter { !covered.contains(String(Unicode.Scalar($0))) }
        return ascii + beyondASCII.flatMap { Array($0) }
    }
}

/// The characters a vocabulary has room for, in the forms they occur in.
private struct Alphabet {
    /// The joiner, the space, then the most frequent first.
    let forms: [TokenForm]
    private let numbers: [PieceSymbol: Int32]
    private let learnsAroundMissing: Bool

    /// - Parameter limit: the most forms; the rarest are left out.
    init(of words: [[PieceSymbol]], counts: [Int], options: SubwordOptions, limit: Int) {
        var formCounts: [PieceSymbol: Int] = [:]
        var bareCounts: [PieceSymbol: Int] = [:]
        for (word, count) in zip(words, counts) {
            for symbol in word {
                formCounts[symbol, default: 0] += count
                bareCounts[symbol.bare, default: 0] += count
            }
        }
        let minimum = Self.minimumCount(of: bareCounts, options)
        // The bare form is what the others fall back to, so it counts for all of them.
        let space = PieceSymbol(scalar: " ")
        formCounts.merge(bareCounts) { max($0, $1) }
        formCounts[space] = nil
        let chosen =
            formCounts
            .filter {
                $0.value >= options.minimumCharacterCount && bareCounts[$0.key.bare] ?? 0 >= minimum
            }
            .sorted { Self.precedes(($0.key, $0.value), ($1.key, $1.value)) }
            .prefix(limit - 2).map(\.key)
        forms = [.joinerAlone, space.form] + chosen.map(\.form)
        numbers = Dictionary(
            zip([space] + chosen, Int32(1)...).map { ($0, $1) },
            uniquingKeysWith: { first, _ in first })
        learnsAroundMissing = options.hasByteFallback
    }

    /// How often a character must occur: so often that those that do are the share of the text
    /// which is to be covered.
    private static func minimumCount(
        of characters: [PieceSymbol: Int], _ options: SubwordOptions
    ) -> Int {
        let total = characters.values.reduce(0, +)
        let wanted = (Double(total) * options.characterCoverage).rounded(.up)
        var covered = 0
        for count in characters.values.sorted(by: >) {
            covered += count
            if Double(covered) >= wanted { return count }
        }
        return 1
    }

    /// The indices into `forms`; −1 where a form is missing.
    ///
    /// None for a piece that will be `<unk>` as a whole, so that nothing is learned from it.
    func numbers(of word: [PieceSymbol]) -> [Int32] {
        guard learnsAroundMissing || word.allSatisfy({ numbers[$0.bare] != nil }) else { return [] }
        return word.map { numbers[$0] ?? -1 }
    }

    private static func precedes(
        _ first: (symbol: PieceSymbol, count: Int), _ second: (symbol: PieceSymbol, count: Int)
    ) -> Bool {
        if first.count != second.count { return first.count > second.count }
        return first.symbol.order < second.symbol.order
    }
}

extension PieceSymbol {
    /// Bare forms first, then by scalar.
    fileprivate var order: UInt32 {
        ((joinsLeft ? 1 : 0) + (joinsRight ? 2 : 0)) << 21 | scalar.value
    }
}
