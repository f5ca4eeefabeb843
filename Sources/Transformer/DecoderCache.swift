internal import Tensors

/// What decoding keeps from step to step, for all hypotheses of a batch of sentences.
///
/// Keys and values stay where the step that computed them left them; a hypothesis knows which row
/// of each step it descends from. So neither extending nor reordering a beam copies any.
package struct DecoderCache: Sendable {
    /// Rows of each sentence in the encoder's output.
    let source: SequenceLayout
    /// Keys and values of the encoder's output, by layer.
    let keysAndValues: [Tensor]
    var layers: [AttentionCache]
    /// Rows of each sentence in the current step; none once a sentence is finished.
    private(set) var hypotheses: SequenceLayout
    /// [rows, steps]: which row of each step, the current one last, a row descends from.
    private(set) var ancestors: [Int32] = []
    private(set) var stepCount = 0

    init(source: SequenceLayout, keysAndValues: [Tensor]) {
        self.source = source
        self.keysAndValues = keysAndValues
        layers = keysAndValues.map { _ in AttentionCache() }
        hypotheses = SequenceLayout(lengths: [])
    }

    /// Begins a step.
    /// - Parameters:
    ///   - parents: for each hypothesis, the row it had in the step before; ignored in the first
    ///   - counts: hypotheses of each sentence, in order
    mutating func advance(parents: [Int32], counts: [Int]) {
        let next = SequenceLayout(lengths: counts, roundedTo: PackedMatrix.rowMultiple)
        precondition(stepCount == 0 || parents.count == next.used, "\(parents.count) parents")
        var table: [Int32] = []
        table.reserveCapacity(next.rows * (stepCount + 1))
        for row in 0..<next.rows {
            if stepCount > 0 {
                // A row of no sentence follows the first one, to read something that exists.
                let parent = row < next.used ? Int(parents[row]) : 0
                precondition(parent < hypotheses.rows, "parent \(parent)")
                table += ancestors[parent * stepCount..<(parent + 1) * stepCount]
            }
            table.append(Int32(row))
        }
        ancestors = table
        hypotheses = next
        stepCount += 1
    }
}
