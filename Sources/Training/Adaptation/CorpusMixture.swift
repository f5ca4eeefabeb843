internal import Tensors

/// What an epoch takes from a corpus of which the first pairs are new and the others old: all new
/// ones, and as many old ones as make a given share of the target tokens.
///
/// The draws of the epochs go through all old pairs, in a random order, before one comes again, so
/// every old pair is seen as often as any other. A draw depends on corpus, seed and epoch alone.
/// Where there is less old text than is wanted, an epoch has some of it more than once.
package struct CorpusMixture: Sendable, Codable, Equatable {
    package let newCount: Int
    package let oldCount: Int
    /// Old pairs in an epoch.
    package let drawnCount: Int
    private let seed: UInt64

    /// Shares that leave enough of an epoch for the new text.
    package static let shares = 0.0...0.9

    /// - Parameters:
    ///   - newCount: of the corpus's pairs, from the first on
    ///   - oldShare: of an epoch's target tokens, in `shares`
    package init(_ corpus: EncodedCorpus, newCount: Int, oldShare: Double, seed: UInt64) {
        precondition((0...corpus.count).contains(newCount), "\(newCount) of \(corpus.count) pairs")
        precondition(Self.shares.contains(oldShare), "share \(oldShare)")
        self.newCount = newCount
        self.seed = seed
        oldCount = corpus.count - newCount
        let newTokens = Self.tokens(0..<newCount, corpus.targetLength)
        let oldTokens = Self.tokens(newCount..<corpus.count, corpus.targetLength)
        // In tokens; as pairs, by the mean length of an old one.
        let wanted = oldShare / (1 - oldShare) * Double(newTokens)
        drawnCount =
            oldTokens > 0
            ? Int((wanted * Double(oldCount) / Double(oldTokens)).rounded()) : 0
    }

    /// The pairs of an epoch, the new ones first.
    package func indices(epoch: Int) -> [UInt32] {
        var indices = Array(0..<UInt32(newCount))
        indices.reserveCapacity(newCount + drawnCount)
        // Wraps around for epochs that no training reaches.
        var place = UInt64(truncatingIfNeeded: epoch) &* UInt64(drawnCount)
        var left = drawnCount
        while left > 0 {
            let (pass, start) = place.quotientAndRemainder(dividingBy: UInt64(oldCount))
            let end = min(Int(start) + left, oldCount)
            indices += order(ofPass: pass)[Int(start)..<end]
            left -= end - Int(start)
            place &+= UInt64(end - Int(start))
        }
        return indices
    }

    private func order(ofPass pass: UInt64) -> [UInt32] {
        var random = RandomSource(seed: seed &+ pass &* 0x8CB9_2BA7_2F3D_8DD7)
        return (UInt32(newCount)..<UInt32(newCount + oldCount)).shuffled(using: &random)
    }

    /// Tokens of an epoch, with one `</s>` a sentence; the old ones' by their mean.
    package func sourceTokens(of corpus: EncodedCorpus) -> Int {
        tokens { Self.tokens($0, corpus.sourceLength) }
    }

    package func targetTokens(of corpus: EncodedCorpus) -> Int {
        tokens { Self.tokens($0, corpus.targetLength) }
    }

    private func tokens(_ tokens: (Range<Int>) -> Int) -> Int {
        let old = tokens(newCount..<newCount + oldCount)
        let mean = oldCount > 0 ? Double(old) / Double(oldCount) : 0
        return tokens(0..<newCount) + Int((mean * Double(drawnCount)).rounded())
    }

    private static func tokens(_ pairs: Range<Int>, _ length: (Int) -> Int) -> Int {
        pairs.reduce(pairs.count) { $0 + length($1) }
    }
}
