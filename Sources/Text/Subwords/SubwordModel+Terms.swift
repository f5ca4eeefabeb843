extension SubwordModel {
    /// The tokens of a word or phrase wherever it may stand in a text: alone, between words and
    /// between signs, as it is written and with a capital at its beginning.
    /// - Returns: none that has `<unk>`
    package func tokens(ofTerm term: String) -> [[Int32]] {
        var found: [[Int32]] = []
        for form in [term, term.withCapital] {
            for (before, after) in [("", ""), ("a ", " a"), ("a (", ") a"), ("", ".")] {
                guard let ids = tokens(of: form, after: before, before: after),
                    !found.contains(ids)
                else { continue }
                found.append(ids)
            }
        }
        return found
    }

    /// How many tokens a word or phrase has alone; nil for none, or when one is `<unk>`.
    package func tokenCount(ofTerm term: String) -> Int? {
        let ids = pieceIDs(of: term, translating: SourceSpans(contents: [])).ids
        return ids.isEmpty || ids.contains(Vocabulary.unknown) ? nil : ids.count
    }

    /// - Returns: nil where the words of the term are others there, or have no tokens.
    private func tokens(of term: String, after before: String, before after: String) -> [Int32]? {
        // No source: what would be protected is spelled as it is.
        let encoded = encode(before + term + after, translating: SourceSpans(contents: []))
        let start = before.unicodeScalars.count
        let range = start..<start + term.unicodeScalars.count
        let words = encoded.words.indices.filter { encoded.words[$0].range.overlaps(range) }
        guard let first = words.first, let last = words.last,
            encoded.words[first].range.lowerBound == range.lowerBound,
            encoded.words[last].range.upperBound == range.upperBound
        else { return nil }
        let ids = encoded.ids.indices.filter { place in
            let word = encoded.wordOfToken[place]
            return word < 0
                ? encoded.tokenRanges[place].overlaps(range) : (first...last).contains(word)
        }.map { encoded.ids[$0] }
        return ids.isEmpty || ids.contains(Vocabulary.unknown) ? nil : ids
    }

    /// Tokens that spell words or phrases, whatever the merges prefer, in any case.
    ///
    /// Marks before the first word are left out, so that these tokens stand wherever it does.
    /// - Parameter limit: of spellings for each case, those of fewer tokens first
    /// - Returns: the spellings of each term
    package func spellings(ofTerms terms: [String], atMost limit: Int) -> [[[Int32]]] {
        let tokens = TokensByBeginning(outputs)
        return terms.map { term in
            var found: Set<[Int32]> = []
            let lowercased = term.lowercased()
            for form in [term, lowercased, lowercased.withCapital, term.uppercased()] {
                found.formUnion(spellings(of: form, tokens, atMost: limit))
            }
            return found.sorted(by: Self.isShorter)
        }
    }

    private func spellings(
        of text: String, _ tokens: TokensByBeginning, atMost limit: Int
    ) -> [[Int32]] {
        let prepared = preparation.prepare(text, isTraced: false, source: [])
        var found: [[Int32]] = [[]]
        for (number, piece) in prepared.pieces.enumerated() {
            let mark = piece.mark.flatMap { number > 0 ? vocabulary.id(of: .mark($0)) : nil }
            let end = piece.endsRegion && number + 1 < prepared.pieces.count
            let before = mark.map { [$0] } ?? []
            let after = end ? [vocabulary.id(of: .mark(.upperEnd))].compactMap(\.self) : []
            let own = spellings(of: piece, in: prepared.letters, tokens, atMost: limit)
            found = found.flatMap { start in own.map { start + before + $0 + after } }
                .sorted(by: Self.isShorter)
            found = Array(found.prefix(limit))
        }
        return found.filter { !$0.isEmpty }
    }

    private func spellings(
        of piece: Piece, in units: [UInt16], _ tokens: TokensByBeginning, atMost limit: Int
    ) -> [[Int32]] {
        guard piece.kind != .protected else {
            return [ids(of: String(decoding: units[piece.range], as: UTF16.self))]
        }
        let spellings = Spellings(
            of: Array(units[piece.range]), joinsLeft: piece.joinsLeft, in: tokens)
        let found = spellings.exact(joinsRight: piece.joinsRight, atMost: limit)
        guard found.isEmpty else { return found }
        let ids = encoders.lend { $0.cut(piece, of: units) }
        return ids.contains(Vocabulary.unknown) ? [] : [ids]
    }

    /// Whether it has fewer tokens; of as many, lower ones.
    private static func isShorter(_ one: [Int32], _ other: [Int32]) -> Bool {
        one.count == other.count
            ? one.lexicographicallyPrecedes(other) : one.count < other.count
    }
}

extension String {
    /// The same with its first letter in upper case.
    fileprivate var withCapital: String { prefix(1).uppercased() + dropFirst() }
}
