/// Text to token numbers and back, as an engine has learned it.
///
/// `decode(encode(text).ids).text` is `text` in Normalization Form C, for every text whose
/// characters the vocabulary has. A value; copies share what they remember of words seen before.
package struct SubwordModel: Sendable {
    package let vocabulary: Vocabulary
    let merges: MergeTable
    private let encoders: Pool<PieceEncoder>
    private let surfaces: [TokenSurface]
    /// Whether inline tags are tokens.
    package let keepsTags: Bool
    private let breakers = Pool { BreakIterator(.word) }

    init(vocabulary: Vocabulary, merges: MergeTable) {
        self.vocabulary = vocabulary
        self.merges = merges
        surfaces = vocabulary.forms.map { TokenSurface($0) }
        keepsTags = vocabulary.forms.contains { InlineTags.isTag($0.surface) }
        encoders = Pool { PieceEncoder(vocabulary: vocabulary, merges: merges) }
    }

    /// - Parameter symbols: all tokens but the specials.
    init(symbols: [TokenForm], merges: [BPELearner.Merge]) {
        let first = Int32(Vocabulary.specials.count)
        self.init(
            vocabulary: Vocabulary(symbols),
            merges: MergeTable(
                merges.map {
                    MergeTable.Merge(
                        left: $0.left + first, right: $0.right + first, merged: $0.merged + first)
                }))
    }

    /// Learns from lines of one language, or of both for a joint vocabulary.
    package static func learn(
        from lines: some Sequence<String>, vocabularySize: Int,
        minimumCharacterCount: Int = SubwordTrainer.minimumCharacterCount
    ) throws(TextError) -> SubwordModel {
        var trainer = SubwordTrainer()
        for line in lines { trainer.add(line) }
        return try trainer.train(
            vocabularySize: vocabularySize, minimumCharacterCount: minimumCharacterCount)
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
        self.init(
            vocabulary: vocabulary,
            merges: try MergeTable(merges, file: mergesFile, vocabulary: vocabulary))
    }

    /// For `subwords.bpe`.
    package var mergesText: String { merges.text(vocabulary) }

    /// For `vocabulary.txt`.
    package var vocabularyText: String { vocabulary.text }
}

// MARK: - Encoding

extension SubwordModel {
    /// The token numbers alone; the faster way for a corpus.
    ///
    /// No `<s>` or `</s>` is added.
    package func ids(of text: String) -> [Int32] {
        let units = UnicodeText(normalizing: text).units
        let tokenized = tokenize(units)
        var ids: [Int32] = []
        ids.reserveCapacity(tokenized.pieces.count + tokenized.pieces.count / 2)
        encoders.lend { encoder in
            for piece in tokenized.pieces { encoder.append(piece, of: units, to: &ids) }
        }
        return ids
    }

    /// The token numbers, and which of them begin a piece; what `SegmentationSampler` cuts anew.
    package func pieceIDs(of text: String) -> PieceIDs {
        let units = UnicodeText(normalizing: text).units
        var text = PieceIDs()
        encoders.lend { encoder in
            for piece in tokenize(units).pieces {
                text.appendPiece { encoder.append(piece, of: units, to: &$0) }
            }
        }
        return text
    }

    /// The token numbers and what each stands for.
    ///
    /// No `<s>` or `</s>` is added.
    package func encode(_ text: String) -> EncodedText {
        let traced = UnicodeText(tracing: text)
        let tokenized = tokenize(traced.units)
        var encoded = EncodedText(
            ids: [], words: Self.words(tokenized.words, in: traced, of: text), wordOfToken: [],
            tokenRanges: [], normalized: traced.string)
        encoders.lend { encoder in
            for piece in tokenized.pieces {
                let first = encoded.ids.count
                encoder.append(piece, of: traced.units, to: &encoded.ids)
                var start = piece.range.lowerBound
                for id in encoded.ids[first...] {
                    let end = min(start + unitCount(id, in: piece), piece.range.upperBound)
                    encoded.tokenRanges.append(traced.source(of: start..<end))
                    encoded.wordOfToken.append(piece.word ?? -1)
                    start = end
                }
            }
        }
        return encoded
    }

    private func unitCount(_ id: Int32, in piece: Piece) -> Int {
        id == Vocabulary.unknown
            ? piece.range.count : surfaces[Int(id)].units.count
    }

    private func tokenize(_ units: [UInt16]) -> TokenizedText {
        TokenizedText(
            units, ends: breakers.lend { $0.ends(in: units) },
            tags: keepsTags ? InlineTags.ranges(in: units) : [])
    }

    /// The words at `ranges` of the normalized text, as the user wrote them.
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

// MARK: - Decoding

extension SubwordModel {
    /// The text that `ids` stand for.
    ///
    /// Specials stand for nothing; a number that the vocabulary does not have is taken for `<unk>`.
    /// - Parameter unknown: what to write for `<unk>`, given its position in `ids`.
    package func decode(
        _ ids: [Int32], unknown: (Int) -> String = { _ in "\u{FFFD}" }
    ) -> DecodedText {
        var writer = TokenWriter(tokenCount: ids.count)
        for (position, id) in ids.enumerated() {
            switch id {
            case Vocabulary.padding, Vocabulary.start, Vocabulary.end:
                writer.skip()
            case Int32(Vocabulary.specials.count)..<Int32(vocabulary.count):
                writer.write(surfaces[Int(id)])
            default:
                writer.write(TokenSurface(TokenForm(surface: unknown(position))))
            }
        }
        return writer.decoded { units in breakers.lend { $0.ends(in: units) } }
    }
}
