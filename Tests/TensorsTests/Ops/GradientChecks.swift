import Testing

@testable import Tensors

// Gradients by finite differences, for every op through the tape.
//
// The step is 2⁻⁶, exact in single precision. A forward pass in single precision is off by about
// 10⁻⁷ of its terms, which the difference quotient multiplies by 64; the next order of the
// quotient, h²/6 · f''', is 4·10⁻⁵ · f''', and the fourth-order formula below removes it. What is
// left is some 10⁻⁵ of a gradient's largest elements, so 5·10⁻⁴ passes every right gradient and
// no wrong one: a missing term changes a gradient by far more.
private let step: Float = 0x1p-6
private let tolerance = 5e-4

/// An op to differentiate: what goes in, and how a tape applies it.
struct GradientCase: Sendable, CustomTestStringConvertible {
    typealias Forward = @Sendable (_ tape: Tape, _ inputs: [Variable]) -> Variable

    /// The op's name in Sources/Tensors/Ops.
    let op: String
    let variant: String
    let inputs: [Shape]
    let dropout: Float
    /// Whether the op has kinks (ReLU), at which difference quotients mean nothing.
    let hasKinks: Bool
    /// Declares the op's parameters.
    let declare: @Sendable (inout ParameterLayout) -> Forward

    init(
        _ op: String, _ variant: String, inputs: [Shape], dropout: Float = 0,
        hasKinks: Bool = false, declare: @escaping @Sendable (inout ParameterLayout) -> Forward
    ) {
        self.op = op
        self.variant = variant
        self.inputs = inputs
        self.dropout = dropout
        self.hasKinks = hasKinks
        self.declare = declare
    }

    var testDescription: String { "\(op), \(variant)" }
}

@Suite struct GradientChecks {
    /// Ops without a gradient, and what is tested of them instead.
    static let exempt = [
        "LogSoftmax": "inference only; LogSoftmaxTests and KernelChecks compare its values"
    ]

    @Test("gradients are those of finite differences", arguments: GradientCase.all)
    func matchesFiniteDifferences(gradientCase: GradientCase) {
        let experiment = GradientExperiment(gradientCase)
        let (inputs, parameters) = experiment.gradients()
        for (index, gradient) in inputs.enumerated() {
            guard let gradient else {
                Issue.record("input \(index) has no gradient")
                continue
            }
            compare(experiment, gradient.elements, "input \(index)") { varied, element, delta in
                varied.inputs[index][element] += delta
            }
        }
        for parameter in experiment.layout.parameters {
            let gradient = parameters[parameter].elements
            compare(experiment, gradient, parameter.name) { varied, element, delta in
                varied.weights[parameter.offset + element] += delta
            }
        }
    }

    private func compare(
        _ experiment: GradientExperiment, _ gradient: [Float], _ what: String,
        vary: (inout GradientExperiment, Int, Float) -> Void
    ) {
        let largest = gradient.reduce(0) { max($0, Double(abs($1))) }
        #expect(largest > 0.01, "\(what): a gradient that would pass as 0")
        let elements = experiment.sample(of: gradient.count)
        var compared: [Float] = []
        var expected: [Double] = []
        for element in elements {
            let losses = [-2, -1, 1, 2].map { (multiple: Float) in
                var varied = experiment
                vary(&varied, element, multiple * step)
                return varied.loss()
            }
            let wide = (losses[3] - losses[0]) / (4 * Double(step))
            let narrow = (losses[2] - losses[1]) / (2 * Double(step))
            if experiment.gradientCase.hasKinks, abs(wide - narrow) > 1e-4 { continue }
            compared.append(gradient[element])
            expected.append((4 * narrow - wide) / 3)
        }
        #expect(compared.count * 2 > elements.count, "\(what): too many kinks")
        expectClose(compared, expected, relative: tolerance, scale: largest, what)
    }

    @Test("every op in Sources/Tensors/Ops has a case, or a reason for none")
    func everyOpIsChecked() throws {
        var ops: Set<String> = []
        for file in try SourceTree.files(in: "Sources/Tensors/Ops") {
            let names = try SourceTree.text(of: file)
                .matches(of: /(?m)^(?:package |public )?enum (\w+)/).map { String($0.output.1) }
            #expect(!names.isEmpty, "\(file) declares no op")
            ops.formUnion(names)
        }
        let checked = Set(GradientCase.all.map(\.op))
        #expect(ops == checked.union(Self.exempt.keys))
        #expect(checked.isDisjoint(with: Self.exempt.keys))
    }
}

/// A case with numbers: inputs, weights, and the factors that make the op's result one loss.
struct GradientExperiment {
    let gradientCase: GradientCase
    let layout: ParameterLayout
    var inputs: [[Float]]
    var weights: [Float]
    private let forward: GradientCase.Forward

    init(_ gradientCase: GradientCase) {
        self.gradientCase = gradientCase
        var layout = ParameterLayout()
        forward = gradientCase.declare(&layout)
        self.layout = layout
        var random = RandomSource(seed: 11)
        inputs = gradientCase.inputs.map { random.floats($0.count) }
        weights = random.floats(layout.count)
    }

    /// The same draws each time: the same elements are dropped.
    private func tape() -> Tape {
        var set = ParameterSet(zeros: layout)
        for parameter in layout.parameters {
            set[parameter] = Tensor(Array(weights[parameter.range]), shape: parameter.shape)
        }
        let mode = Tape.Mode.training(
            dropout: gradientCase.dropout, random: RandomSource(seed: 12))
        return Tape(weights: set, mode: mode)
    }

    private func variables(on tape: Tape) -> [Variable] {
        zip(inputs, gradientCase.inputs).map { tape.input(Tensor($0, shape: $1)) }
    }

    /// What the result's elements are multiplied with: ∂loss/∂result, different everywhere.
    private func factors(for result: Tensor) -> [Float] {
        var random = RandomSource(seed: 13)
        return random.floats(result.shape.count).map { $0 + 0.25 }
    }

    func loss() -> Double {
        let tape = tape()
        let result = forward(tape, variables(on: tape)).value
        return zip(result.elements, factors(for: result)).reduce(0) {
            $0 + Double($1.0) * Double($1.1)
        }
    }

    /// The gradients by the tape, of a set that held other numbers before.
    func gradients() -> (inputs: [Tensor?], parameters: ParameterSet) {
        let tape = tape()
        let inputs = variables(on: tape)
        let result = forward(tape, inputs)
        let factors = Tensor(factors(for: result.value), shape: result.value.shape)
        let loss = tape.record(.zeros(Shape(1)), from: [result]) { dLoss, _ in
            [Tensor(factors.elements.map { $0 * dLoss[0] }, shape: factors.shape)]
        }
        let held = weights.map { $0 / 2 }
        var parameters = ParameterSet(zeros: layout)
        for parameter in layout.parameters {
            parameters[parameter] = Tensor(
                Array(held[parameter.range]), shape: parameter.shape)
        }
        let gradients = tape.addGradients(of: loss, to: &parameters, wanting: inputs)
        for parameter in layout.parameters {
            let added = zip(parameters[parameter].elements, held[parameter.range])
                .map { $0 - $1 }
            parameters[parameter] = Tensor(added, shape: parameter.shape)
        }
        return (gradients, parameters)
    }

    /// At most 40 elements, the same ones for the same count.
    func sample(of count: Int) -> [Int] {
        guard count > 40 else { return Array(0..<count) }
        var random = RandomSource(seed: UInt64(count))
        return random.indices(40, below: count).map(Int.init)
    }
}
