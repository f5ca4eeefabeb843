import Foundation
package import Tensors

extension EncoderDecoder {
    /// Makes a sentence's choice of target tokens ready for its steps.
    /// - Parameters:
    ///   - tokens: ascending, each once
    ///   - share: the probability that they have of all (`Shortlist.share`)
    package func choose(_ tokens: [Int32], share: Float, on tape: Tape) -> ColumnChoice {
        tape.choose(tokens, of: projection, logShare: log(share))
    }

    /// One more token for every hypothesis, of those that its sentence chose.
    ///
    /// A sentence that chose none has the logits, to the last bit, of a step in which nobody did.
    /// - Parameter choices: one for each of the step's sentences; nil for the whole vocabulary
    package func step(
        _ rows: StepRows, choices: [ColumnChoice?], cache: inout DecoderCache, on tape: Tape
    ) -> StepLogits {
        precondition(choices.count == rows.counts.count, "\(choices.count) choices")
        let hidden = advance(rows, cache: &cache, on: tape)
        guard choices.contains(where: { $0 != nil }) else {
            return StepLogits(logits(hidden, on: tape).value, rows: rows.count)
        }
        let ranges = rows.ranges
        let chosen = zip(ranges, choices).compactMap { rows, choice in choice.map { (rows, $0) } }
        var some = tape.products(hidden, chosen)[...]
        var all = wholeLogits(
            of: hidden, zip(ranges, choices).filter { $1 == nil }.map(\.0), on: tape)[...]
        let blocks = zip(ranges, choices).compactMap { rows, choice in
            (choice == nil ? all.popFirst() : some.popFirst()).map {
                StepLogits.Block(rows: rows, logits: $0, choice: choice)
            }
        }
        return StepLogits(blocks, vocabulary: configuration.targetVocabulary)
    }

    /// Logits of the whole vocabulary for some rows alone.
    /// - Returns: for each range [its rows, target vocabulary]
    private func wholeLogits(
        of hidden: Variable, _ ranges: [Range<Int>], on tape: Tape
    ) -> [Tensor] {
        guard !ranges.isEmpty else { return [] }
        let gathered = hidden.value.gathering(ranges, roundedTo: PackedMatrix.rowMultiple)
        let logits = logits(tape.constant(gathered), on: tape).value
        var start = 0
        return ranges.map { range in
            defer { start += range.count }
            return logits.rows(start..<start + range.count)
        }
    }
}

extension StepRows {
    /// The rows of each sentence.
    fileprivate var ranges: [Range<Int>] {
        var start = 0
        return counts.map { count in
            defer { start += count }
            return start..<start + count
        }
    }
}
