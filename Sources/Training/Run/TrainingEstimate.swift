package import Corpus
import Foundation
import Tensors
import Text
import Transformer

/// What training on a corpus would take on this machine, found out by training on a sample of it
/// for a moment.
package struct TrainingEstimate: Sendable, Equatable {
    /// Whether there is enough to learn from, by the bounds of `TrainingPlan`.
    package enum Amount: String, Sendable, CaseIterable {
        /// Below 5,000 different pairs an engine knows the pairs by heart and little else.
        case tooLittle
        /// Below 20,000: enough for new sentences much like the old ones.
        case little
        /// Below 100,000: enough for one subject.
        case fair
        case plenty

        package init(differentPairs: Int) {
            switch differentPairs {
            case ..<5_000: self = .tooLittle
            case ..<20_000: self = .little
            case ..<100_000: self = .fair
            default: self = .plenty
            }
        }
    }

    package let plan: TrainingPlan
    package let amount: Amount
    /// Of the whole corpus, with one `</s>` a sentence.
    package let sourceTokens: Int
    package let targetTokens: Int
    package let parameters: Int
    package let workers: Int
    /// Target tokens trained on a second.
    package let tokensPerSecond: Double

    /// To the last of the plan's epochs; training ends earlier when it no longer gets better.
    package var seconds: Double {
        Double(targetTokens) * Double(plan.epochs) / max(tokensPerSecond, 1e-9)
    }

    /// Learns subwords from a sample, counts the tokens of it and measures some training steps.
    ///
    /// - Parameters:
    ///   - sample: drawn at random from the corpus, or all of it
    ///   - pairs: of the corpus
    ///   - differentPairs: of the corpus
    ///   - measureSeconds: how long to train for the measurement
    /// - Returns: nil when nothing in the sample can be trained on
    /// - Throws: `TextError`
    package init?(
        sample: [SegmentPair], pairs: Int, differentPairs: Int, workers: Int,
        measureSeconds: Double = 2.5
    ) throws {
        guard !sample.isEmpty, pairs > 0 else { return nil }
        plan = TrainingPlan(pairs: pairs)
        amount = Amount(differentPairs: differentPairs)
        self.workers = workers
        let threads = Workers(count: workers)
        var learner = try SubwordPair.Learner(isJoint: true, treatment: TextTreatment())
        let learned = sample.count < pairs ? Self.half(of: sample) : sample
        learner.add(learned, workers: threads)
        let subwords = try learner.learn(SubwordOptions(vocabularySize: plan.vocabularySize))
        let corpus = EncodedCorpus(
            joining: subwords.encode(
                sample, longest: TrainingData.longestTokens, workers: threads
            ).parts)
        guard corpus.count > 0 else { return nil }
        let scale = Double(pairs) / Double(sample.count)
        sourceTokens = Int(Double(corpus.sourceTokens) * scale)
        targetTokens = Int(Double(corpus.targetTokens) * scale)
        let model = EncoderDecoder(plan.configuration(for: subwords))
        parameters = model.layout.weightCount
        tokensPerSecond = try TrainingForecast.measure(
            model, corpus, plan.recipe, workers: threads, seconds: measureSeconds)
    }

    /// Half of the pairs, so that half of the text is unseen: subwords learnt on all of a sample
    /// would fit it better than subwords learnt on the whole corpus fit that.
    private static func half(of sample: [SegmentPair]) -> [SegmentPair] {
        guard sample.count > 1 else { return sample }
        return sample.indices.filter { $0 % 2 == 0 }.map { sample[$0] }
    }
}
