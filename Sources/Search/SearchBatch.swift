import Tensors
import Transformer

/// The sentences that are searched for at the moment.
struct SearchBatch {
    private struct Sentence {
        /// The queue's.
        let number: Int
        /// The scorer's.
        let scored: Int
        var beam: Beam
        /// The first of its rows in the step before.
        var firstRow = 0
    }

    /// Products take so many rows at once.
    private static let rowCapacity = PackedMatrix.rowLimit
    /// Source tokens that are encoded together: their attention is large.
    private static let encodedTokens = 2048

    private let options: BeamSearch.Options
    private let capacity: Int
    private var sentences: [Sentence] = []
    private var rows = StepRows()

    init(options: BeamSearch.Options) {
        self.options = options
        capacity = max(Self.rowCapacity / options.beam, 1)
    }

    var isEmpty: Bool { sentences.isEmpty }

    // MARK: Entering

    /// Fills free places, a good part of the batch at once: few sentences are slow to encode.
    mutating func admit(
        from queue: inout some SentenceQueue, scorer: inout some StepScorer,
        found: (Int, [Hypothesis]) -> Void
    ) {
        while sentences.count <= capacity - max(capacity / 4, 1) {
            var waiting: [(number: Int, tokens: [Int32])] = []
            var tokenCount = 0
            while sentences.count + waiting.count < capacity, tokenCount < Self.encodedTokens {
                let isIdle = sentences.isEmpty && waiting.isEmpty
                guard let next = queue.next(mayWait: isIdle) else { break }
                if next.tokens.isEmpty {
                    found(next.number, [.empty])
                } else {
                    waiting.append(next)
                    tokenCount += next.tokens.count
                }
            }
            guard !waiting.isEmpty else { return }
            for (sentence, scored) in zip(waiting, scorer.begin(waiting.map(\.tokens))) {
                sentences.append(
                    Sentence(
                        number: sentence.number, scored: scored,
                        beam: Beam(sourceLength: sentence.tokens.count, options: options)))
            }
        }
    }

    // MARK: A step

    /// Makes all hypotheses one token longer; those that are finished leave.
    mutating func step(
        scorer: inout some StepScorer, found: (Int, [Hypothesis]) -> Void
    ) {
        gatherRows()
        let scores = StepScores(
            scorer.step(rows), rows: rows.count, width: Self.width(forBeam: options.beam))
        for index in sentences.indices {
            sentences[index].beam.extend(with: scores, firstRow: sentences[index].firstRow)
        }
        for sentence in sentences where sentence.beam.isFinished {
            scorer.end(sentence.scored)
            found(sentence.number, sentence.beam.hypotheses)
        }
        sentences.removeAll(where: \.beam.isFinished)
    }

    private mutating func gatherRows() {
        rows.removeAll()
        for index in sentences.indices {
            let live = sentences[index].beam.live
            let before = Int32(sentences[index].firstRow)
            sentences[index].firstRow = rows.count
            rows.tokens += live.tokens
            for parent in live.parents { rows.parents.append(parent < 0 ? -1 : before + parent) }
            rows.sentences.append(sentences[index].scored)
            rows.counts.append(live.count)
        }
    }

    /// Tokens to ask of each row so that `beam` are left when those that must not follow,
    /// `<pad>`, `<s>`, perhaps `<unk>` and for a time `</s>`, are taken out.
    private static func width(forBeam beam: Int) -> Int { beam + 4 }
}
