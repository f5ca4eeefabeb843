/// How much each target word attends to each source word.
package struct SoftAlignment: Sendable, Equatable {
    package let sourceCount: Int
    package let targetCount: Int
    /// [target, source]; a row sums to 1, or is 0 if nothing is known of the word.
    package let weights: [Float]

    /// - Parameter weights: [target, source]; rows sum to at most 1.
    package init(sourceCount: Int, targetCount: Int, weights: [Float]) {
        precondition(
            sourceCount >= 0 && targetCount >= 0 && weights.count == sourceCount * targetCount,
            "\(weights.count) weights for [\(targetCount), \(sourceCount)]")
        self.sourceCount = sourceCount
        self.targetCount = targetCount
        self.weights = weights
    }

    package subscript(target: Int, source: Int) -> Float {
        weights[target * sourceCount + source]
    }

    /// The hard links: each target word with the source word it attends to most.
    ///
    /// A link needs `threshold` or more of the word's attention; of equal weights the earlier
    /// source word wins. With `fillsSources`, a source word left without a link is then linked to
    /// the target word that attends to it most, by the same threshold: what several source words
    /// say in one target word is found only so. It is the “final” step of `growDiagFinal`, for
    /// one side.
    /// - Parameters:
    ///   - threshold: 0.1 lets words go unlinked whose attention is spread over the sentence.
    package func links(threshold: Float = 0.1, fillsSources: Bool = false) -> WordAlignment {
        var links: [WordAlignment.Link] = []
        var isLinked = [Bool](repeating: false, count: sourceCount)
        for target in 0..<targetCount {
            let best = Self.best(of: sourceCount, threshold: threshold) { self[target, $0] }
            guard let source = best else { continue }
            links.append(.init(source: source, target: target))
            isLinked[source] = true
        }
        if fillsSources {
            for source in 0..<sourceCount where !isLinked[source] {
                let best = Self.best(of: targetCount, threshold: threshold) { self[$0, source] }
                if let target = best { links.append(.init(source: source, target: target)) }
            }
        }
        return WordAlignment(links: links)
    }

    /// The first index with the highest weight, if that is positive and reaches the threshold.
    private static func best(
        of count: Int, threshold: Float, weight: (Int) -> Float
    ) -> Int? {
        var (best, highest) = (Int?.none, Float(0))
        for index in 0..<count where weight(index) > highest {
            best = index
            highest = weight(index)
        }
        return highest >= threshold ? best : nil
    }
}

extension SoftAlignment {
    /// Attention between words, from attention between the tokens they are cut into.
    ///
    /// Sums over the tokens of a source word, averages over those of a target word, and makes each
    /// row sum to 1 again. A token of word −1 (the sentence's end, a space) drops out.
    /// - Parameters:
    ///   - attention: [target token, source token]
    ///   - sourceWordOfToken: the word of each source token, from 0, or −1.
    ///   - targetWordOfToken: the word of each target token, from 0, or −1.
    package static func words(
        fromTokens attention: [Float], sourceTokenCount: Int, targetTokenCount: Int,
        sourceWordOfToken: [Int], targetWordOfToken: [Int],
        sourceWordCount: Int, targetWordCount: Int
    ) -> SoftAlignment {
        precondition(
            attention.count == sourceTokenCount * targetTokenCount
                && sourceWordOfToken.count == sourceTokenCount
                && targetWordOfToken.count == targetTokenCount,
            "\(attention.count) weights for [\(targetTokenCount), \(sourceTokenCount)], words of "
                + "\(targetWordOfToken.count) and \(sourceWordOfToken.count) tokens")
        var weights = [Float](repeating: 0, count: sourceWordCount * targetWordCount)
        for (targetToken, target) in targetWordOfToken.enumerated() where target >= 0 {
            let row = targetToken * sourceTokenCount
            for (sourceToken, source) in sourceWordOfToken.enumerated() where source >= 0 {
                weights[target * sourceWordCount + source] += attention[row + sourceToken]
            }
        }
        // A row that is made to sum to 1 need not be divided by its number of tokens first.
        for target in 0..<targetWordCount {
            let row = target * sourceWordCount..<(target + 1) * sourceWordCount
            let sum = weights[row].reduce(0, +)
            guard sum > 0 else { continue }
            for index in row { weights[index] /= sum }
        }
        return SoftAlignment(
            sourceCount: sourceWordCount, targetCount: targetWordCount, weights: weights)
    }
}
