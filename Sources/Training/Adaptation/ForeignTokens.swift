internal import Tensors
internal import Text

/// How much of a text an engine's vocabulary has no tokens for, and spells in bytes or not at all.
struct ForeignTokens: Sendable, Equatable {
    private(set) var source = Share()
    private(set) var target = Share()

    struct Share: Sendable, Equatable {
        var foreign = 0
        var tokens = 0

        var value: Double { tokens > 0 ? Double(foreign) / Double(tokens) : 0 }
    }

    /// Pairs that are looked at; of more, one in so many.
    private static let sampledPairs = 20_000
    /// Of the tokens of a side: text like the engine's own has next to none, and a script that it
    /// never met has nothing else.
    private static let tolerable = 0.01

    /// - Parameter pairs: of the corpus, those to look at
    init(_ corpus: EncodedCorpus, _ pairs: Range<Int>, _ subwords: SubwordPair) {
        for index in stride(
            from: pairs.lowerBound, to: pairs.upperBound,
            by: max(1, pairs.count / Self.sampledPairs))
        {
            let pair = corpus[index]
            source.tokens += pair.source.count
            source.foreign += pair.source.count { subwords.source.isForeign($0) }
            target.tokens += pair.target.count
            target.foreign += pair.target.count { subwords.target.isForeign($0) }
        }
    }

    /// What people should know before they train, or nil when the vocabulary suits the new text.
    /// - Parameters:
    ///   - engine: the engine's folder
    ///   - old: of its own text, where that is known
    func warning(engine: String, old: ForeignTokens?) -> String? {
        guard max(source.value, target.value) > Self.tolerable else { return nil }
        let oldWords = old.map {
            " (of the old text \(percent($0.source.value)) and \(percent($0.target.value)))"
        }
        return "warning: the vocabulary of \(engine) has no tokens for \(percent(source.value)) of "
            + "the new source text and \(percent(target.value)) of the target text"
            + (oldWords ?? "") + ", and spells them in bytes. An engine trained on both texts "
            + "without --from learns a vocabulary for both."
    }

    /// `0.3 %`.
    private func percent(_ share: Double) -> String {
        // Through an integer: the same digits on every machine.
        let perMille = Int((share * 1_000).rounded())
        return "\(perMille / 10).\(perMille % 10) %"
    }
}
