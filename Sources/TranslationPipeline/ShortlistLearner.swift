package import Engines
internal import Search
internal import Tensors
internal import Text
package import Transformer

/// Learns from translated pairs which target tokens go with which source tokens, by an engine's
/// attention.
package struct ShortlistLearner: Sendable {
    private let engine: Engine
    private let reader: PairReader
    private let workers: Workers
    private var counts = ShortlistCounts()
    /// Pairs that are not learned from, to see how well the shortlist does on others.
    private var heldOut: [Pair] = []
    package private(set) var pairCount = 0

    fileprivate struct Pair: Sendable {
        let source: [Int32]
        let target: [Int32]
    }

    /// Each of so many pairs is held out, up to a number.
    private static let heldOutPeriod = 50
    private static let heldOutLimit = 2_000
    /// Pairs read together.
    private static let batchSize = 32

    package init(_ engine: Engine, workers: Int) {
        self.engine = engine
        self.workers = Workers(count: workers)
        reader = PairReader(engine: engine, weights: engine.packed(as: .fastest))
    }

    /// What a shortlist does to pairs that it was not learned from.
    package struct Coverage: Sendable, Equatable {
        package var pairs = 0
        /// Pairs whose translation may have any token.
        package var wholePairs = 0
        /// Target tokens of the others, and those of them that their choice has.
        package var tokens = 0
        package var coveredTokens = 0
        /// Summed over the others.
        package var chosenTokens = 0
    }

    // MARK: Learning

    /// Pairs with a side that the engine cannot read are left out.
    package mutating func add(_ pairs: [(source: String, target: String)]) {
        let batches = stride(from: 0, to: pairs.count, by: Self.batchSize).map {
            Array(pairs[$0..<min($0 + Self.batchSize, pairs.count)])
        }
        let read = workers.map(over: batches, reader.read)
        for (pair, attention) in read.joined() {
            pairCount += 1
            if pairCount % Self.heldOutPeriod == 0, heldOut.count < Self.heldOutLimit {
                heldOut.append(pair)
            } else {
                counts.add(source: pair.source, target: pair.target, attention)
            }
        }
    }

    // MARK: The shortlist

    /// - Parameters:
    ///   - size: the most target tokens of a source token
    ///   - frequent: how many of the most frequent target tokens are in every choice
    ///   - minimum: how often a source token must have been there to have a list
    package func shortlist(size: Int, frequent: Int, minimum: Int) -> Shortlist {
        let (source, target) = (engine.sourceSubwords.vocabulary, engine.targetSubwords.vocabulary)
        let copies = (0..<source.count).map { target.id(of: source.tokens[$0]) }
        let shortlist = counts.shortlist(
            size: size, frequent: frequent, minimum: minimum, copies: copies,
            targetVocabulary: target.count)
        return shortlist.having(share: share(of: shortlist))
    }

    /// Of the probability of all tokens, the median over held-out translations; 1 where there are
    /// none.
    ///
    /// The mean would be led by the few places where a person goes on as the engine would not.
    private func share(of shortlist: Shortlist) -> Float {
        let listed = heldOut.compactMap { pair in
            shortlist.tokens(for: pair.source, requiring: []).map { (pair, $0) }
        }
        let batches = stride(from: 0, to: listed.count, by: Self.batchSize).map {
            Array(listed[$0..<min($0 + Self.batchSize, listed.count)])
        }
        let shares = workers.map(over: batches, reader.shares).joined().sorted()
        return shares.isEmpty ? 1 : shares[shares.count / 2]
    }

    package func coverage(of shortlist: Shortlist) -> Coverage {
        var coverage = Coverage()
        for pair in heldOut {
            coverage.pairs += 1
            guard let tokens = shortlist.tokens(for: pair.source, requiring: []) else {
                coverage.wholePairs += 1
                continue
            }
            let chosen = Set(tokens)
            coverage.tokens += pair.target.count
            coverage.coveredTokens += pair.target.count { chosen.contains($0) }
            coverage.chosenTokens += tokens.count
        }
        return coverage
    }
}

/// Reads pairs as their translator would have, and sees where it would have looked.
private struct PairReader: Sendable {
    let engine: Engine
    let weights: PackedWeights

    func read(
        _ pairs: [(source: String, target: String)]
    ) -> [(ShortlistLearner.Pair, SoftAttention)] {
        let usable = pairs.compactMap(encoded)
        return zip(usable, attention(usable)).map { ($0, $1) }
    }

    private func encoded(_ pair: (source: String, target: String)) -> ShortlistLearner.Pair? {
        let source = CoveredSource(pair.source, subwords: engine.sourceSubwords)
        let target = CoveredSource(
            pair.target, subwords: engine.targetSubwords, translating: source.spans)
        let readable = 1..<Configuration.maximumLength
        guard readable.contains(source.ids.count), readable.contains(target.ids.count) else {
            return nil
        }
        return ShortlistLearner.Pair(source: source.ids, target: target.ids)
    }

    /// At each token of the translations, the probability that the choice has.
    func shares(_ pairs: [(ShortlistLearner.Pair, tokens: [Int32])]) -> [Float] {
        ForcedDecoding.shares(
            pairs.map { ($0.0.source, $0.0.target) }, of: pairs.map(\.tokens),
            model: engine.model, on: Tape(inference: weights)
        ).flatMap { $0 }
    }

    private func attention(_ pairs: [ShortlistLearner.Pair]) -> [SoftAttention] {
        ForcedDecoding.attention(
            pairs.map { ($0.source, $0.target) }, model: engine.model,
            layer: engine.model.configuration.decoderLayers - 1, on: Tape(inference: weights))
    }
}
