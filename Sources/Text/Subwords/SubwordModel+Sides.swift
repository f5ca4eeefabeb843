extension SubwordModel {
    /// The model that encodes for one side: tokens that are rare there are cut into parts.
    ///
    /// The same model where there is no threshold. Both sides read and write the same files.
    package func of(_ side: TranslationSide) -> SubwordModel {
        guard threshold > 0 else { return self }
        return SubwordModel(
            vocabulary: vocabulary, merges: merges, preparation: preparation, threshold: threshold,
            rareTokens: RareTokens(merges, vocabulary, side: side, threshold: threshold))
    }

    /// This model, with a threshold and the counts that it looks at.
    /// - Parameters:
    ///   - source: what was counted on the source side
    ///   - target: what was counted on the target side
    package func withThreshold(
        _ threshold: Int, source: SubwordTrainer, target: SubwordTrainer
    ) -> SubwordModel {
        let (source, target) = (source.tokenCounts(of: self), target.tokenCounts(of: self))
        var vocabulary = vocabulary
        for (index, token) in vocabulary.entries.enumerated() {
            switch token {
            case .text, .byte:
                vocabulary.counts[index] = SideCounts(source: source[index], target: target[index])
            case .special, .slot, .mark, .whole: break
            }
        }
        return SubwordModel(
            vocabulary: vocabulary, merges: merges, preparation: preparation, threshold: threshold)
    }

    /// How often each token occurs in pieces.
    func tokenCounts(of pieces: CountedPieces) -> [Int] {
        var tokenCounts = [Int](repeating: 0, count: vocabulary.count)
        encoders.lend { encoder in
            for (number, times) in pieces.counts.enumerated() {
                let (units, joinsLeft, joinsRight) = pieces.table.text(number)
                let piece = Piece(
                    range: units.indices, kind: .word, joinsLeft: joinsLeft, joinsRight: joinsRight)
                for id in encoder.cut(piece, of: units) { tokenCounts[Int(id)] += times }
            }
        }
        return tokenCounts
    }
}
