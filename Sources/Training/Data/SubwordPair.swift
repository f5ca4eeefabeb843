package import Corpus
import Engines
package import Tensors
package import Text

/// The subwords of both languages; when they share one, the same model twice, or what it is on
/// each side.
package struct SubwordPair: Sendable {
    package let source: SubwordModel
    package let target: SubwordModel
    package let isJoint: Bool

    package init(source: SubwordModel, target: SubwordModel, isJoint: Bool) {
        self.source = source
        self.target = target
        self.isJoint = isJoint
    }

    /// An engine's.
    init(_ engine: Engine) {
        self.init(
            source: engine.sourceSubwords, target: engine.targetSubwords,
            isJoint: engine.description.text.kind == .joint)
    }

    /// Counts the words of pairs, on all workers, and learns subwords from the counts.
    package struct Learner: Sendable {
        private var source: SubwordTrainer
        private var target: SubwordTrainer
        private let isJoint: Bool

        /// - Throws: `ProtectionError` for a pattern that is none
        package init(isJoint: Bool, treatment: TextTreatment) throws {
            self.isJoint = isJoint
            source = try SubwordTrainer(treatment)
            target = source.fresh
        }

        package mutating func add(_ pairs: [SegmentPair], workers: Workers) {
            let empty = source.fresh
            let parts = workers.map { worker in
                var (source, target) = (empty, empty)
                for pair in pairs[workers.share(of: pairs.count, for: worker)] {
                    let spans = source.add(pair.source)
                    target.add(pair.target, translating: spans)
                }
                return (source, target)
            }
            for part in parts {
                source.merge(part.0)
                target.merge(part.1)
            }
        }

        /// - Parameter threshold: tokens of a joint vocabulary that occur less often on a side are
        ///   cut into parts there; 0 for none
        /// - Throws: `TextError`
        package func learn(_ options: SubwordOptions, threshold: Int = 0) throws -> SubwordPair {
            guard isJoint else {
                return SubwordPair(
                    source: try source.train(options), target: try target.train(options),
                    isJoint: false)
            }
            var both = source
            both.merge(target)
            let model = try both.train(options)
            guard threshold > 0 else {
                return SubwordPair(source: model, target: model, isJoint: true)
            }
            let counted = model.withThreshold(threshold, source: source, target: target)
            return SubwordPair(
                source: counted.of(.source), target: counted.of(.target), isJoint: true)
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
                let (source, target) = pieces(of: pairs[index])
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

    private func pieces(of pair: SegmentPair) -> (source: PieceIDs, target: PieceIDs) {
        let (pieces, spans) = source.sourcePieceIDs(of: pair.source)
        return (pieces, target.pieceIDs(of: pair.target, translating: spans))
    }
}
