/// Text to token numbers and back, as an engine has learned it.
///
/// `decode(encode(text).ids).text` is `text` in Normalization Form C, for every text whose
/// characters the vocabulary has. A value; copies share what they remember of words seen before.
package struct SubwordModel: Sendable {
    package let vocabulary: Vocabulary
    /// How text is prepared before it is cut.
    package var treatment: TextTreatment { preparation.treatment }
    /// Below how many occurrences on a side a token is cut there; 0 for none.
    package let threshold: Int
    let merges: MergeTable
    /// Those of the side that this model is for.
    let rareTokens: RareTokens?
    let preparation: TextPreparation
    let encoders: Pool<PieceEncoder>
    let outputs: [TokenOutput]

    /// - Throws: `ProtectionError` for a pattern that is none
    init(
        vocabulary: Vocabulary, merges: MergeTable, treatment: TextTreatment, threshold: Int = 0
    ) throws(ProtectionError) {
        self.init(
            vocabulary: vocabulary, merges: merges, preparation: try TextPreparation(treatment),
            threshold: threshold)
    }

    /// - Parameters:
    ///   - symbols: of text; the merges are numbered by them
    ///   - others: what else is a token
    init(
        symbols: [TokenForm], merges: [BPELearner.Merge], others: [Token],
        preparation: TextPreparation
    ) {
        let first = Int32(Vocabulary.specials.count)
        self.init(
            vocabulary: Vocabulary(symbols.map { .text($0) } + others),
            merges: MergeTable(
                merges.map {
                    MergeTable.Merge(
                        left: $0.left + first, right: $0.right + first, merged: $0.merged + first)
                }),
            preparation: preparation)
    }

    init(
        vocabulary: Vocabulary, merges: MergeTable, preparation: TextPreparation,
        threshold: Int = 0, rareTokens: RareTokens? = nil
    ) {
        self.vocabulary = vocabulary
        self.merges = merges
        self.preparation = preparation
        self.threshold = threshold
        self.rareTokens = rareTokens
        outputs = vocabulary.entries.map { TokenOutput($0) }
        encoders = Pool {
            PieceEncoder(vocabulary: vocabulary, merges: merges, rareTokens: rareTokens)
        }
    }

    /// Learns from lines of one language, or of both for a joint vocabulary.
    package static func learn(
        from lines: some Sequence<String>, vocabularySize: Int,
        treatment: TextTreatment = TextTreatment(), minimumCharacterCount: Int = 2,
        hasByteFallback: Bool = false
    ) throws -> SubwordModel {
        var trainer = try SubwordTrainer(treatment)
        for line in lines { trainer.add(line) }
        var options = SubwordOptions(vocabularySize: vocabularySize)
        options.minimumCharacterCount = minimumCharacterCount
        options.hasByteFallback = hasByteFallback
        return try trainer.train(options)
    }
}

// MARK: - Files

extension SubwordModel {
    /// Reads what `mergesText` and `vocabularyText` have written.
    package init(
        merges: [UInt8], vocabulary: [UInt8],
        mergesFile: String = "subwords.bpe", vocabularyFile: String = "vocabulary.txt"
    ) throws(TextError) {
        let vocabulary = try Vocabulary(vocabulary, file: vocabularyFile)
        let lines = try TextLines.read(merges, file: mergesFile, limit: Vocabulary.largestFile)
        let (header, count) = try SubwordsHeader.read(
            lines, file: mergesFile, vocabulary: vocabulary)
        let table = try MergeTable(lines, after: count, file: mergesFile, vocabulary: vocabulary)
        do throws(ProtectionError) {
            try self.init(
                vocabulary: vocabulary, merges: table, treatment: header.treatment,
                threshold: header.threshold)
        } catch {
            throw TextError(.badPattern(error.description), in: mergesFile)
        }
    }

    /// For `subwords.bpe`.
    package var mergesText: String {
        SubwordsHeader(treatment: treatment, threshold: threshold).text + merges.text(vocabulary)
    }

    /// For `vocabulary.txt`.
    package var vocabularyText: String { vocabulary.text }
}

// MARK: - Encoding

extension SubwordModel {
    /// The token numbers alone; the faster way for a corpus.
    ///
    /// No `<s>` or `</s>` is added.
    package func ids(of text: String) -> [Int32] {
        ids(of: preparation.prepare(text, isTraced: false))
    }

    /// The token numbers, and which of them begin a piece; what `SegmentationSampler` cuts anew.
    /// - Parameter source: of which text this is the translation, to number slots alike
    package func pieceIDs(of text: String, translating source: SourceSpans? = nil) -> PieceIDs {
        pieceIDs(of: preparation.prepare(text, isTraced: false, source: source?.contents))
    }

    /// The same of a source, and what the numbers of its slots stand for.
    package func sourcePieceIDs(of text: String) -> (pieces: PieceIDs, spans: SourceSpans) {
        let prepared = preparation.prepare(text, isTraced: false)
        return (pieceIDs(of: prepared), SourceSpans(contents: prepared.spans))
    }

    private func pieceIDs(of prepared: PreparedText) -> PieceIDs {
        var pieces = PieceIDs()
        var ids: [Int32] = []
        encoders.lend { encoder in
            encoder.append(prepared, to: &ids) { _, first, ids in
                // A mark is beside its piece, not of it.
                var begins = true
                for id in ids[first...] {
                    let isMark = outputs[Int(id)].isMark
                    pieces.append(id, beginsPiece: begins || isMark)
                    begins = isMark
                }
            }
        }
        return pieces
    }

    private func ids(of prepared: PreparedText) -> [Int32] {
        var ids: [Int32] = []
        ids.reserveCapacity(prepared.pieces.count + prepared.pieces.count / 2)
        encoders.lend { $0.append(prepared, to: &ids) }
        return ids
    }

    /// The token numbers and what each stands for.
    ///
    /// No `<s>` or `</s>` is added.
    package func encode(_ text: String, translating source: SourceSpans? = nil) -> EncodedText {
        let prepared = preparation.prepare(text, isTraced: true, source: source?.contents)
        var encoded = EncodedText(
            ids: [], words: Self.words(prepared.words, in: prepared.text, of: text),
            wordOfToken: [], tokenRanges: [], normalized: prepared.text.string)
        encoded.spans = SourceSpans(contents: prepared.spans)
        encoded.protectedWords = prepared.pieces.filter { $0.kind == .protected }
            .compactMap(\.word)
        var ids: [Int32] = []
        var spans = prepared.spans[...]
        encoders.lend { encoder in
            encoder.append(prepared, to: &ids) { piece, first, ids in
                let span = piece.kind == .protected ? spans.popFirst() : nil
                var start = piece.range.lowerBound
                for id in ids[first...] {
                    let end = min(start + unitCount(id, in: piece), piece.range.upperBound)
                    encoded.tokenRanges.append(prepared.text.source(of: start..<end))
                    encoded.wordOfToken.append(piece.word ?? -1)
                    start = end
                    if let span, let word = piece.word {
                        append(span, as: outputs[Int(id)], word: word, to: &encoded.slots)
                    }
                }
            }
        }
        encoded.ids = ids
        return encoded
    }

    private func append(
        _ span: ProtectedContent, as output: TokenOutput, word: Int, to slots: inout SlotContents
    ) {
        switch output {
        case .slot(let number): slots.append(span.text, word: word, slot: number)
        case .whole(_, let form): slots.append(form, word: word)
        default: break
        }
    }

    /// How many units of its piece a token stands for.
    private func unitCount(_ id: Int32, in piece: Piece) -> Int {
        switch outputs[Int(id)] {
        case .nothing: id == Vocabulary.unknown ? piece.range.count : 0
        case .surface(let surface): surface.units.count
        case .whole, .slot: piece.range.count
        case .mark: 0
        // The first byte takes all of the character.
        case .byte(let byte): byte & 0xC0 == 0x80 ? 0 : byte >= 0xF0 ? 2 : 1
        }
    }

    /// Whether a token says that the vocabulary has none for what it stands for: `<unk>`, a byte,
    /// or a slot without a number.
    package func isForeign(_ id: Int32) -> Bool {
        guard id != Vocabulary.unknown, vocabulary.entries.indices.contains(Int(id)) else {
            return true
        }
        return switch vocabulary.entries[Int(id)] {
        case .byte, .slot(0): true
        default: false
        }
    }

    /// Where the protected spans of a text are, in UTF-16 units; in order.
    package func protectedRanges(in text: String) -> [Range<Int>] {
        preparation.protectedRanges(in: text)
    }

    /// The text as `encode` and `decode` have it.
    package func normalize(_ text: String) -> String {
        preparation.prepare(text, isTraced: false).text.string
    }

    private static func words(
        _ ranges: [Range<Int>], in traced: UnicodeText, of text: String
    ) -> [Word] {
        let scalars = text.unicodeScalars
        var place = scalars.startIndex
        var offset = 0
        return ranges.map { range in
            let source = traced.source(of: range)
            // A character composed of two words' scalars would make ranges meet, never go back.
            if source.lowerBound < offset {
                return Word(text: traced.string(range), range: source)
            }
            let start = scalars.index(place, offsetBy: source.lowerBound - offset)
            place = scalars.index(start, offsetBy: source.count)
            offset = source.upperBound
            return Word(text: String(scalars[start..<place]), range: source)
        }
    }
}
