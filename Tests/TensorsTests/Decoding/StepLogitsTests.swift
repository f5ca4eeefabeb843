import Foundation
import Testing

@testable import Tensors

/// Rows with logits of all columns beside rows with those of some.
@Suite struct StepLogitsTests {
    private static let vocabulary = 40
    private static let logShare: Float = -0.25
    private static let columns: [Int32] = [0, 1, 2, 3, 7, 9, 20, 21, 33, 39]
    private let whole = Tensor.random(2, Self.vocabulary, seed: 1)
    private let some: Tensor
    private let logits: StepLogits

    init() {
        // Three rows of 10 columns in 16 places; what is in the others must not count.
        some = Tensor(
            Tensor.random(3, 16, seed: 2).elements.enumerated().map { $0 % 16 < 10 ? $1 : 99 },
            shape: Shape(3, 16))
        let choice = ColumnChoice(
            columns: Self.columns, logShare: Self.logShare,
            padded: ChoiceKernel.padded(Self.columns),
            bias: [Float](repeating: 0, count: 16), factors: .floats(whole))
        logits = StepLogits(
            [
                .init(rows: 0..<1, logits: whole.rows(0..<1), choice: nil),
                .init(rows: 1..<4, logits: some, choice: choice),
                .init(rows: 4..<5, logits: whole.rows(1..<2), choice: nil),
            ], vocabulary: Self.vocabulary)
    }

    /// Of each column; nil where the row has it not.
    private func expected(row: Int) -> [Float?] {
        switch row {
        case 0: whole.rows(0..<1).elements
        case 4: whole.rows(1..<2).elements
        default:
            (0..<Self.vocabulary).map { column in
                Self.columns.firstIndex(of: Int32(column)).map { some[(row - 1) * 16 + $0] }
            }
        }
    }

    @Test("a logit is found by its column, and is −∞ where there is none")
    func byColumn() {
        #expect(logits.rows == 5)
        for row in 0..<5 {
            for (column, logit) in expected(row: row).enumerated() {
                #expect(logits.logit(of: Int32(column), row: row) == logit ?? -.infinity)
            }
        }
    }

    @Test("the likeliest are those of the row's own columns", arguments: [1, 4, 10, 13])
    func likeliest(k: Int) {
        let top = logits.top(k, filler: -7)
        for row in 0..<5 {
            let own = expected(row: row).enumerated().compactMap { column, logit in
                logit.map { (column: Int32(column), logit: $0) }
            }.sorted { $0.logit > $1.logit }
            let columns = own.prefix(k).map(\.column)
            let missing = k - columns.count
            let range = row * k..<(row + 1) * k
            #expect(Array(top.columns[range]) == columns + Array(repeating: -7, count: missing))
            let share = (1..<4).contains(row) ? Double(Self.logShare) : 0
            let logSum = logSumOfExponentials(own.map { Double($0.logit) }) - share
            #expect(abs(Double(top.logSums[row]) - logSum) < 1e-5)
            for (value, entry) in zip(top.logProbabilities[range], own) {
                #expect(abs(Double(value) - (Double(entry.logit) - logSum)) < 1e-5)
            }
            #expect(top.logProbabilities[range].suffix(missing).allSatisfy { $0 == -.infinity })
            let alone = logits.top(k, row: row, filler: -7)
            #expect(alone.columns == Array(top.columns[range]))
            #expect(alone.logProbabilities == Array(top.logProbabilities[range]))
        }
    }

    private func logSumOfExponentials(_ logits: [Double]) -> Double {
        let softmax = softmax(logits)
        return logits[0] - log(softmax[0])
    }

    @Test("weights are those of the row's own columns, and 0 elsewhere")
    func weights() {
        for row in 0..<5 {
            let own = expected(row: row)
            let weights = logits.weights(row: row, beside: 7, temperature: 2)
            #expect(weights.count == Self.vocabulary && weights[7] == 1)
            for (weight, logit) in zip(weights, own) {
                let expected = logit.map { exp(Double($0 - (own[7] ?? 0)) / 2) } ?? 0
                #expect(abs(Double(weight) - expected) < 1e-5)
            }
        }
    }

    @Test("only a row's own tokens are made less likely")
    func penalty() {
        var penalized = logits
        penalized.penalize(2, row: 2, tokens: [7, 8, 39])
        penalized.penalize(2, row: 4, tokens: [8])
        for row in 0..<5 {
            for column in Int32(0)..<40 {
                let isPenalized = row == 2 ? column == 7 || column == 39 : row == 4 && column == 8
                let before = logits.logit(of: column, row: row)
                let after = penalized.logit(of: column, row: row)
                let lowered = before > 0 ? before / 2 : before * 2
                #expect(after == (isPenalized ? lowered : before))
            }
        }
    }

    @Test("chosen columns of floats and of whole numbers give the products' logits")
    func products() {
        var layout = ParameterLayout()
        let weight = layout.add("w", Shape(40, 20), .normal(deviation: 1))
        let bias = layout.add("b", Shape(40), .normal(deviation: 1))
        var random = RandomSource(seed: 3)
        let weights = ParameterSet(layout, random: &random)
        let roles = MatrixRoles(products: [], transposedProducts: [weight])
        let projection = LinearParameters(weight: weight, bias: bias, isTransposed: true)
        let x = Tensor.random(PackedMatrix.rowMultiple, 20, seed: 4)
        for packed in [
            PackedWeights(weights, roles), PackedWeights(QuantizedWeights(weights, roles), roles),
        ] {
            let tape = Tape(inference: packed)
            let all = tape.linear(tape.constant(x), projection).value
            let choice = tape.choose(Self.columns, of: projection)
            let blocks = tape.products(tape.constant(x), [(1..<3, choice), (5..<6, choice)])
            #expect(blocks.map(\.shape) == [Shape(2, 16), Shape(1, 16)])
            for (block, rows) in zip(blocks, [1..<3, 5..<6]) {
                for (place, row) in rows.enumerated() {
                    for (index, column) in Self.columns.enumerated() {
                        let chosen = block[place * 16 + index]
                        let whole = all[row * 40 + Int(column)]
                        let tolerance: Float = packed.type == .int8 ? 0 : 1e-4
                        #expect(abs(chosen - whole) <= tolerance)
                    }
                }
            }
        }
    }
}
