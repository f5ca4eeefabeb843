import Testing

@testable import Tensors

@Suite struct ParameterKernelTests {
    private let layout: ParameterLayout
    private let parameter: Parameter

    init() {
        var layout = ParameterLayout()
        parameter = layout.add("weights", Shape(333), .zeros)
        self.layout = layout
    }

    private func set(_ elements: [Float]) -> ParameterSet {
        var set = ParameterSet(zeros: layout)
        set[parameter] = Tensor(elements, shape: parameter.shape)
        return set
    }

    private func set(seed: UInt64) -> ParameterSet {
        set(Tensor.random(333, seed: seed).elements)
    }

    @Test("sets are summed in order, and the sum's norm returned", arguments: [1, 2, 5])
    func sum(workers: Int) {
        let sets = (1...3).map { set(seed: UInt64($0)) }
        var total = sets[0]
        let norm = ParameterKernel.sum(
            into: &total, Array(sets.dropFirst()), workers: Workers(count: workers))
        let expected = (0..<333).map { index in
            (sets[0][parameter][index] + sets[1][parameter][index]) + sets[2][parameter][index]
        }
        #expect(total[parameter].elements == expected)
        let squares = expected.doubles.reduce(0) { $0 + $1 * $1 }
        #expect(abs(Double(norm) - squares.squareRoot()) < 1e-6 * squares.squareRoot())
        #expect(sets[0][parameter].elements == set(seed: 1)[parameter].elements)
    }

    @Test("the norm is the same to the last bit by however many workers")
    func normOfAnyWorkers() {
        var layout = ParameterLayout()
        _ = layout.add("weight", Shape(100_003), .zeros)
        let random = Tensor.random(layout.count, seed: 1)
        let norms = [1, 2, 3, 7].map { workers in
            var set = ParameterSet(layout, flat: random)
            return ParameterKernel.sum(into: &set, [], workers: Workers(count: workers))
        }
        #expect(Set(norms).count == 1, "\(norms)")
    }

    /// β₂ of 0.999, whose correction loses most to rounding: 1 − β₂² is 0.002.
    @Test("Adam follows its algorithm over several steps, by however many workers")
    func adam() {
        var (weights, moment1, moment2) = (set(seed: 1), set(zero), set(zero))
        var others = (weights, moment1, moment2)
        var reference = AdamReference(weights: weights[parameter].elements)
        for step in 1...6 {
            let gradients = set(seed: UInt64(step) + 10)
            ParameterKernel.adam(
                weights: &weights, moment1: &moment1, moment2: &moment2, gradients: gradients,
                rate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, step: step,
                gradientFactor: 0.5, workers: Workers(count: 1))
            ParameterKernel.adam(
                weights: &others.0, moment1: &others.1, moment2: &others.2, gradients: gradients,
                rate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, step: step,
                gradientFactor: 0.5, workers: Workers(count: 3))
            // The β that the optimiser was given, as singles.
            reference.update(
                gradients[parameter].elements, rate: 0.01, beta1: Double(0.9 as Float),
                beta2: Double(0.999 as Float), epsilon: 1e-8, factor: 0.5)
        }
        // Six steps of about the rate, each right to a few units of single precision.
        expectClose(weights[parameter].elements, reference.weights, relative: 3e-7, scale: 1)
        expectClose(moment2[parameter].elements, reference.moment2, relative: 1e-6)
        #expect(weights.flat.elements.bits == others.0.flat.elements.bits)
        #expect(moment2.flat.elements.bits == others.2.flat.elements.bits)
    }

    private var zero: [Float] { [Float](repeating: 0, count: 333) }

    @Test("bias corrections keep their digits: a step's size is the rate's", arguments: 1...6)
    func correction(step: Int) {
        // With moments as `step` gradients of 1 leave them, the exact step is the rate.
        let (beta1, beta2) = (Double(0.9 as Float), Double(0.999 as Float))
        func rest(_ beta: Double) -> Float {
            Float(1 - (1..<step).reduce(1) { product, _ in product * beta })
        }
        let ones = [Float](repeating: 1, count: 333)
        var weights = set(zero)
        var moment1 = set(ones.map { _ in rest(beta1) })
        var moment2 = set(ones.map { _ in rest(beta2) })
        ParameterKernel.adam(
            weights: &weights, moment1: &moment1, moment2: &moment2, gradients: set(ones),
            rate: 1, beta1: 0.9, beta2: 0.999, epsilon: 0, step: step, gradientFactor: 1,
            workers: Workers(count: 1))
        #expect(abs(weights[parameter][0] + 1) < 1e-6, "a step of \(-weights[parameter][0])")
    }

    @Test("the average moves by its share")
    func movingAverage() {
        var average = set(seed: 1)
        let weights = set(seed: 2)
        let expected = zip(average[parameter].elements, weights[parameter].elements).map {
            Double($0) + 0.25 * (Double($1) - Double($0))
        }
        ParameterKernel.moveAverage(
            &average, toward: weights, decay: 0.75, workers: Workers(count: 2))
        expectClose(average[parameter].elements, expected, relative: 2.4e-7, scale: 1)
    }
}
