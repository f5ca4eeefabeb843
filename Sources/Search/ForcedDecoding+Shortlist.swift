import Foundation
package import Tensors
package import Transformer

extension ForcedDecoding {
    /// How much of the probability some tokens have, at each position of translations that are
    /// given.
    /// - Parameter choices: for each pair the target tokens that are asked after
    /// - Returns: for each pair one for each target token, then that of `</s>`
    package static func shares(
        _ pairs: [(source: [Int32], target: [Int32])], of choices: [[Int32]],
        model: EncoderDecoder, on tape: Tape
    ) -> [[Float]] {
        precondition(pairs.count == choices.count, "\(choices.count) for \(pairs.count)")
        guard !pairs.isEmpty else { return [] }
        let batch = PackedPairs(pairs, roundedTo: PackedMatrix.rowMultiple)
        let (output, _) = read(batch, model: model, layer: 0, on: tape)
        let logits = model.logits(output, on: tape).value
        let vocabulary = logits.dimensions2.1
        let logSums = LogSoftmax.top(1, of: logits, rows: batch.target.used).logSums
        return choices.enumerated().map { index, tokens in
            batch.target.range(of: index).map { row in
                tokens.reduce(0) {
                    $0 + exp(logits[row * vocabulary + Int($1)] - logSums[row])
                }
            }
        }
    }
}
