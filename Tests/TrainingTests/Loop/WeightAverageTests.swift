import Tensors
import Testing

@testable import Training

@Suite struct WeightAverageTests {
    private let layout: ParameterLayout
    private let parameter: Parameter
    private let workers = Workers(count: 2)

    init() {
        var layout = ParameterLayout()
        parameter = layout.add("w", Shape(3), .zeros)
        self.layout = layout
    }

    private func weights(_ number: Float) -> ParameterSet {
        var set = ParameterSet(zeros: layout)
        set[parameter] = Tensor(repeating: number, shape: Shape(3))
        return set
    }

    private func number(_ set: ParameterSet) -> Float { set[parameter][0] }

    private func average(_ kind: Averaging.Kind, count: Int = 2) -> WeightAverage {
        var averaging = Averaging()
        averaging.kind = kind
        averaging.count = count
        return WeightAverage(averaging, moving: weights(50), snapshots: [], workers: workers)
    }

    private func score(_ bleu: Double) -> ValidationScore {
        ValidationScore(loss: 1, bleu: bleu, bleuSignature: "")
    }

    /// Validates weights 1, 2, 3 … that score as `bleu` says, their averages as their number.
    private func validate(
        _ average: inout WeightAverage, _ bleu: [Double]
    ) -> [(kept: Float, score: Double?, isOfAverage: Bool?)] {
        bleu.enumerated().map { step, bleu in
            let newest = weights(Float(step + 1))
            let result = average.validate(newest, step: step, workers: workers) { scored in
                score(number(scored) == Float(step + 1) ? bleu : Double(number(scored)))
            }
            return (number(average.value(beside: newest)), result?.score.bleu, result?.isOfAverage)
        }
    }

    @Test("without an average the weights are kept, with a moving one that")
    func withoutSnapshots() {
        var none = average(.none)
        #expect(validate(&none, [7, 6]).map(\.kept) == [1, 2])
        var moving = average(.ema)
        #expect(validate(&moving, [7, 6]).map(\.kept) == [50, 50])
        #expect(moving.snapshots.isEmpty)
    }

    @Test("the last few are averaged, and the average scored")
    func last() {
        var last = average(.last)
        let validations = validate(&last, [7, 6, 5, 4])
        #expect(validations.map(\.kept) == [1, 1.5, 2.5, 3.5])
        #expect(validations.map(\.score) == [7, 1.5, 2.5, 3.5])
        #expect(last.snapshots.map(\.note.step) == [2, 3])
    }

    @Test("the best few are averaged; others leave the average as it is, and score as themselves")
    func best() {
        var best = average(.best)
        let validations = validate(&best, [10, 30, 5, 20, 20, 40])
        #expect(validations.map(\.kept) == [1, 1.5, 1.5, 3, 3.5, 4])
        #expect(validations.map(\.isOfAverage) == [true, true, false, true, true, true])
        #expect(validations.map(\.score) == [10, 1.5, 5, 3, 3.5, 4])
        #expect(best.snapshots.map(\.note.step) == [1, 5])
    }

    @Test("a validation that is broken off changes nothing", arguments: Averaging.Kind.allCases)
    func brokenOff(kind: Averaging.Kind) {
        var average = average(kind)
        _ = validate(&average, [1, 2])
        let before = (average.snapshots.map(\.note), number(average.value(beside: weights(9))))
        for broken in 0..<2 {
            var scored = 0
            _ = average.validate(weights(9), step: 9, workers: workers) { _ in
                defer { scored += 1 }
                return scored < broken && kind == .best ? score(90) : nil
            }
        }
        #expect(average.snapshots.map(\.note) == before.0)
        #expect(number(average.value(beside: weights(9))) == before.1)
    }

    @Test("what was saved goes on as it would have", arguments: Averaging.Kind.allCases)
    func resumes(kind: Averaging.Kind) {
        var whole = average(kind, count: 3)
        _ = validate(&whole, [3, 1, 2])
        var averaging = Averaging()
        averaging.kind = kind
        averaging.count = 3
        var resumed = WeightAverage(
            averaging, moving: whole.value(beside: weights(0)), snapshots: whole.snapshots,
            workers: workers)
        let (first, second) = (validate(&whole, [5, 4]), validate(&resumed, [5, 4]))
        #expect(first.map(\.kept) == second.map(\.kept))
        #expect(first.map(\.score) == second.map(\.score))
    }

    @Test("the moving average forgets the start soon")
    func decay() {
        let average = average(.ema)
        #expect(average.decay(at: 0) == 0.1)
        #expect(average.decay(at: 90) == 0.91)
        #expect(average.decay(at: 1_000_000) == 0.999)
    }
}
