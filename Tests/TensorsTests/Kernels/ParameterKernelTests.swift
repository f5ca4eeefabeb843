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

    @Test("the mean of sets is that of each weight, and the sets stay", arguments: [1, 3])
    func mean(workers: Int) {
        let sets = (1...3).map { set(seed: UInt64($0)) }
        let mean = ParameterKernel.mean(of: sets, workers: Workers(count: workers))
        let expected = (0..<333).map { index in
            sets.reduce(0.0) { $0 + Double($1[parameter][index]) } / 3
        }
        expectClose(mean[parameter].elements, expected, relative: 2.4e-7, scale: 1)
        #expect(sets[0][parameter].elements == set(seed: 1)[parameter].elements)
        let one = ParameterKernel.mean(of: [sets[1]], workers: Workers(count: workers))
        #expect(one.flat.elements == sets[1].flat.elements)
    }

    /// One step, without an average.
    private func update(
        _ weights: inout ParameterSet, _ moments: inout (ParameterSet, ParameterSet),
        _ gradients: ParameterSet, _ step: ParameterKernel.AdamStep, workers: Int = 1
    ) {
        var none: ParameterSet?
        ParameterKernel.adam(
            weights: &weights, moment1: &moments.0, moment2: &moments.1, average: &none,
            gradients: gradients, step, workers: Workers(count: workers))
    }

    private func step(
        _ step: Int, rate: Float = 0.01, epsilon: Float = 1e-8, gradientFactor: Float = 0.5
    ) -> ParameterKernel.AdamStep {
        ParameterKernel.AdamStep(
            rate: rate, beta1: 0.9, beta2: 0.999, epsilon: epsilon, step: step,
            gradientFactor: gradientFactor)
    }

    /// β₂ of 0.999, whose correction loses most to rounding: 1 − β₂² is 0.002.
    @Test("Adam follows its algorithm over several steps, by however many workers")
    func adam() {
        var (weights, moments) = (set(seed: 1), (set(zero), set(zero)))
        var others = (weights, moments)
        var reference = AdamReference(weights: weights[parameter].elements)
        for number in 1...6 {
            let gradients = set(seed: UInt64(number) + 10)
            update(&weights, &moments, gradients, step(number))
            update(&others.0, &others.1, gradients, step(number), workers: 3)
            // The β that the optimiser was given, as singles.
            reference.update(
                gradients[parameter].elements, rate: 0.01, beta1: Double(0.9 as Float),
                beta2: Double(0.999 as Float), epsilon: 1e-8, factor: 0.5)
        }
        // Six steps of about the rate, each right to a few units of single precision.
        expectClose(weights[parameter].elements, reference.weights, relative: 3e-7, scale: 1)
        expectClose(moments.1[parameter].elements, reference.moment2, relative: 1e-6)
        #expect(weights.flat.elements.bits == others.0.flat.elements.bits)
        #expect(moments.1.flat.elements.bits == others.1.1.flat.elements.bits)
    }

    private var zero: [Float] { [Float](repeating: 0, count: 333) }

    @Test("bias corrections keep their digits: a step's size is the rate's", arguments: 1...6)
    func correction(number: Int) {
        // With moments as `number` gradients of 1 leave them, the exact step is the rate.
        let (beta1, beta2) = (Double(0.9 as Float), Double(0.999 as Float))
        func rest(_ beta: Double) -> Float {
            Float(1 - (1..<number).reduce(1) { product, _ in product * beta })
        }
        let ones = [Float](repeating: 1, count: 333)
        var weights = set(zero)
        var moments = (set(ones.map { _ in rest(beta1) }), set(ones.map { _ in rest(beta2) }))
        update(
            &weights, &moments, set(ones), step(number, rate: 1, epsilon: 0, gradientFactor: 1))
        #expect(abs(weights[parameter][0] + 1) < 1e-6, "a step of \(-weights[parameter][0])")
    }

    @Test("the average moves by its share, toward the new weights", arguments: [1, 2])
    func movingAverage(workers: Int) {
        var (weights, moment1, moment2) = (set(seed: 2), set(zero), set(zero))
        var average: ParameterSet? = set(seed: 1)
        var parameters = step(1)
        parameters.averageDecay = 0.75
        ParameterKernel.adam(
            weights: &weights, moment1: &moment1, moment2: &moment2, average: &average,
            gradients: set(seed: 3), parameters, workers: Workers(count: workers))
        let expected = zip(set(seed: 1)[parameter].elements, weights[parameter].elements).map {
            Double($0) + 0.25 * (Double($1) - Double($0))
        }
        expectClose(average?[parameter].elements ?? [], expected, relative: 2.4e-7, scale: 1)
    }

    @Test("weight decay takes its share of matrices, and nothing of vectors", arguments: [1, 3])
    func weightDecay(workers: Int) {
        var layout = ParameterLayout()
        let parameters = [Shape(5), Shape(6, 7), Shape(3, 3), Shape(9), Shape(4, 4)].enumerated()
            .map { layout.add("\($0)", $1, .zeros) }
        var weights = ParameterSet(zeros: layout)
        for parameter in parameters {
            weights[parameter] = Tensor(repeating: 2, shape: parameter.shape)
        }
        var moments = (ParameterSet(zeros: layout), ParameterSet(zeros: layout))
        var decaying = step(1, rate: 0.1)
        decaying.weightDecay = 0.5
        update(&weights, &moments, ParameterSet(zeros: layout), decaying, workers: workers)
        for parameter in parameters {
            let expected: Float = parameter.shape.rank == 2 ? 1.9 : 2
            #expect(weights[parameter].elements.allSatisfy { $0 == expected })
        }
        #expect(layout.spans(decaying: true).map(\.decays) == [false, true, false, true])
    }
}
