package import Corpus
package import Tensors
package import Text

/// The subwords of both languages; the same model twice when they share one.
package struct SubwordPair: Sendable {
    package let source: SubwordModel
    package let target: SubwordModel
    package let isJoint: Bool

    package init(source: SubwordModel, target: SubwordModel, isJoint: Bool) {
        self.source = source
        self.target = target
        self.isJoint = isJoint
    }

    /// Counts the words of pairs, on all workers, and learns subwords from the counts.
    package struct Learner: Sendable {
        /// For both languages, or one for each.
        private var trainers: [SubwordTrainer]
        private let isJoint: Bool

        package init(isJoint: Bool, codes: CodeTreatment) {
            self.isJoint = isJoint
            trainers = [SubwordTrainer](
                repeating: SubwordTrainer(keepsTags: codes == .placeholders),
                count: isJoint ? 1 : 2)
        }

        package mutating func add(_ pairs: [SegmentPair], workers: Workers) {
            trainers[0].add(pairs.map(\.source), workers: workers)
            trainers[isJoint ? 0 : 1].add(pairs.map(\.target), workers: workers)
        }

        /// - Throws: `TextError`
        package func learn(vocabularySize: Int) throws -> SubwordPair {
            let models = try trainers.map { try $0.train(vocabularySize: vocabularySize) }
            return SubwordPair(
                source: models[0], target: models[models.count - 1], isJoint: isJoint)
        }
    }

    /// Encodes pairs on all workers, in order; pairs with more than `longest` tokens on a side, or
    /// with none, are left out.
    package func encode(
        _ pairs: [SegmentPair], longest: Int, workers: Workers
    ) -> (parts: [EncodedCorpus], kept: [Int]) {
        let parts = workers.map { worker in
            var corpus = EncodedCorpus()
            var kept: [Int] = []
            for index in workers.share(of: pairs.count, for: worker) {
                let source = source.pieceIDs(of: pairs[index].source)
                let target = target.pieceIDs(of: pairs[index].target)
                guard (1...longest).contains(source.ids.count),
                    (1...longest).contains(target.ids.count)
                else { continue }
                corpus.append(source: source, target: target)
                kept.append(index)
            }
            return (corpus, kept)
        }
        return (parts.map(\.0), parts.flatMap(\.1))
    }
}
