import Tensors
import Transformer

/// The sentences that are searched for at the moment.
struct SearchBatch {
    private struct Sentence {
        /// The queue's.
        let number: Int
        /// The scorer's.
        let scored: Int
        var search: any SentenceSearch
        /// The first of its rows in the step before.
        var firstRow = 0
        /// How many tokens of its translation were told to have settled.
        var settledCount = 0
    }

    /// Products take so many rows at once.
    private static let rowCapacity = PackedMatrix.rowLimit
    /// Source tokens that are encoded together: their attention is large.
    private static let encodedTokens = 2048

    private let rules: SearchRules
    private let capacity: Int
    private var sentences: [Sentence] = []
    private var rows = StepRows()

    /// - Parameter expectedCount: how many sentences will come; nil where nobody knows
    init(options: BeamSearch.Options, expectedCount: Int?) {
        rules = SearchRules(options)
        let most = max(Self.rowCapacity / options.rowsPerSentence, 1)
        guard let expectedCount else {
            capacity = most
            return
        }
        // Rounds of equal size: a few sentences left for the last would be slow, and of two
        // searches that share a queue one would have nothing to do.
        let rounds = max((expectedCount + most - 1) / most, 1)
        capacity = max((expectedCount + rounds - 1) / rounds, 1)
    }

    var isEmpty: Bool { sentences.isEmpty }

    // MARK: Entering

    /// Fills free places, a good part of the batch at once: few sentences are slow to encode.
    mutating func admit(
        from queue: inout some SentenceQueue, scorer: inout some StepScorer,
        found: (Int, [Hypothesis]) -> Void
    ) {
        while sentences.count <= capacity - max(capacity / 4, 1) {
            var waiting: [(number: Int, request: SearchRequest)] = []
            var tokenCount = 0
            while sentences.count + waiting.count < capacity, tokenCount < Self.encodedTokens {
                let isIdle = sentences.isEmpty && waiting.isEmpty
                guard let next = queue.next(mayWait: isIdle) else { break }
                if next.request.tokens.isEmpty {
                    found(next.number, [.ofNothing(next.request)])
                } else {
                    waiting.append(next)
                    tokenCount += next.request.tokens.count
                }
            }
            guard !waiting.isEmpty else { return }
            for (sentence, scored) in zip(waiting, scorer.begin(waiting.map(\.request))) {
                sentences.append(
                    Sentence(
                        number: sentence.number, scored: scored,
                        search: rules.search(for: sentence.request)))
            }
        }
    }

    // MARK: A step

    /// Makes all hypotheses one token longer; those that are finished leave.
    mutating func step(
        scorer: inout some StepScorer, settled: ((Int, [Int32]) -> Void)?,
        found: (Int, [Hypothesis]) -> Void
    ) {
        gatherRows()
        var logits = scorer.step(rows)
        if rules.options.repetitionPenalty > 1 { penalizeRepetitions(in: &logits) }
        var scores = StepScores(
            logits, width: rules.options.candidatesPerRow, attention: scorer.sourceAttention)
        for index in sentences.indices {
            sentences[index].search.extend(with: &scores, firstRow: sentences[index].firstRow)
        }
        if let settled { tell(settled) }
        for sentence in sentences where sentence.search.isFinished {
            scorer.end(sentence.scored)
            found(sentence.number, sentence.search.hypotheses)
        }
        sentences.removeAll(where: \.search.isFinished)
    }

    private mutating func tell(_ settled: (Int, [Int32]) -> Void) {
        for index in sentences.indices where !sentences[index].search.isFinished {
            let tokens = sentences[index].search.settled
            guard tokens.count > sentences[index].settledCount else { continue }
            sentences[index].settledCount = tokens.count
            settled(sentences[index].number, tokens)
        }
    }

    private mutating func gatherRows() {
        rows.removeAll()
        for index in sentences.indices {
            let before = Int32(sentences[index].firstRow)
            sentences[index].firstRow = rows.count
            sentences[index].search.gather(into: &rows, before: before)
            rows.sentences.append(sentences[index].scored)
            rows.counts.append(rows.count - sentences[index].firstRow)
        }
    }

    private func penalizeRepetitions(in logits: inout StepLogits) {
        for sentence in sentences {
            for row in 0..<sentence.search.liveCount {
                logits.penalize(
                    rules.options.repetitionPenalty, row: sentence.firstRow + row,
                    tokens: Set(sentence.search.tokens(ofRow: row)))
            }
        }
    }
}
