/// The tokens of a joint vocabulary that occur too rarely on one side, and what they are cut into.
///
/// A token that training showed mostly or only on the other side would be met untrained; instead
/// its merge is undone, and those of its parts again, until each part is frequent enough or was not
/// merged. As subword-nmt does with `--vocabulary-threshold` (Sennrich et al. 2017,
/// arXiv:1708.00726, §3.1.2).
struct RareTokens: Sendable {
    private var parts: [Int32: [Int32]] = [:]

    /// More than a piece can have; a file may claim what no learner would.
    private static let most = 2 * Piece.longest

    /// - Parameter threshold: tokens that occur less often are rare; those without a count never are
    init(_ merges: MergeTable, _ vocabulary: Vocabulary, side: TranslationSide, threshold: Int) {
        var isMerged = [Bool](repeating: false, count: vocabulary.count)
        for merge in merges.merges {
            let token = Int(merge.merged)
            guard !isMerged[token], merge.left != merge.merged, merge.right != merge.merged else {
                continue
            }
            isMerged[token] = true
            guard let counts = vocabulary.counts[token], counts[side] < threshold else { continue }
            let parts = self[merge.left] + self[merge.right]
            if parts.count <= Self.most { self.parts[merge.merged] = parts }
        }
    }

    /// What stands in the place of a token; itself if it is not rare.
    subscript(token: Int32) -> [Int32] { parts[token] ?? [token] }
}
