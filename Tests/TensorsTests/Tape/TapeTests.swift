import Testing

@testable import Tensors

@Suite struct TapeTests {
    private let layout: ParameterLayout
    private let linear: LinearParameters

    init() {
        var layout = ParameterLayout()
        linear = LinearParameters(
            weight: layout.add("weight", Shape(2, 2), .ones),
            bias: layout.add("bias", Shape(2), .zeros))
        self.layout = layout
    }

    private func tape(_ mode: Tape.Mode) -> Tape {
        var random = RandomSource(seed: 1)
        return Tape(weights: ParameterSet(layout, random: &random), mode: mode)
    }

    private var training: Tape.Mode { .training(dropout: 0, random: RandomSource(seed: 1)) }

    @Test("a product's gradients, worked by hand")
    func byHand() {
        let tape = tape(training)
        let x = tape.input(Tensor([1, 2, 3, 4], shape: Shape(2, 2)))
        let y = tape.linear(x, linear)
        #expect(y.value.elements == [3, 3, 7, 7])
        var gradients = ParameterSet(zeros: layout)
        let inputs = tape.addGradients(of: y, to: &gradients, wanting: [x])
        #expect(inputs[0]?.elements == [2, 2, 2, 2])
        #expect(gradients[linear.weight].elements == [4, 4, 6, 6])
        if let bias = linear.bias { #expect(gradients[bias].elements == [2, 2]) }
    }

    @Test("gradients of two tapes add up in one set")
    func addsUp() {
        var gradients = ParameterSet(zeros: layout)
        for _ in 0..<2 {
            let tape = tape(training)
            let y = tape.linear(tape.constant(Tensor([1, 2], shape: Shape(1, 2))), linear)
            tape.addGradients(of: y, to: &gradients)
        }
        #expect(gradients[linear.weight].elements == [2, 2, 4, 4])
    }

    @Test("an input that the loss does not depend on has no gradient")
    func unusedInput() {
        let tape = tape(training)
        let unused = tape.input(.zeros(Shape(1, 2)))
        let aside = tape.input(.zeros(Shape(1, 2)))
        _ = tape.linear(aside, linear)
        let y = tape.linear(tape.input(.zeros(Shape(1, 2))), linear)
        var gradients = ParameterSet(zeros: layout)
        let inputs = tape.addGradients(of: y, to: &gradients, wanting: [unused, aside])
        #expect(inputs[0] == nil && inputs[1] == nil)
        #expect(gradients[linear.weight].elements == [0, 0, 0, 0])
    }

    @Test("inference records nothing and drops nothing")
    func inference() {
        let tape = tape(.inference)
        let x = tape.input(.random(8, 2, seed: 1))
        let y = tape.residualAdd(x, x)
        #expect(y.slot == nil)
        #expect(tape.nextDropout(in: x).isNone)
        #expect(y.value.elements == x.value.elements.map { 2 * $0 })
    }

    @Test("the same source drops the same elements, another op others")
    func dropoutDraws() {
        let mode = Tape.Mode.training(dropout: 0.5, random: RandomSource(seed: 9))
        let (first, second) = (tape(mode), tape(mode))
        let ones = Tensor(repeating: 1, shape: Shape(16, 16))
        let zeros = Tensor.zeros(Shape(16, 16))
        let results = [first, second, first].map {
            $0.residualAdd($0.constant(zeros), $0.constant(ones)).value.elements
        }
        #expect(results[0] == results[1])
        #expect(results[0] != results[2])
    }

    @Test("what is computed from a row draws by the row's key")
    func rowKeys() {
        var layout = ParameterLayout()
        let table = layout.add("table", Shape(2, 64), .ones)
        let square = LinearParameters(weight: layout.add("weight", Shape(64, 64), .ones), bias: nil)
        var random = RandomSource(seed: 1)
        let weights = ParameterSet(layout, random: &random)
        func results(_ keys: [UInt32]) -> [[Float]] {
            let tape = Tape(
                weights: weights,
                mode: .training(dropout: 0.5, random: RandomSource(seed: 9)))
            let x = tape.embedding(
                ids: keys.map { _ in 1 }, positionOf: keys.map { _ in 0 }, table: table,
                positions: .none, scale: 1, rowKeys: keys)
            let y = tape.residualAdd(x, tape.linear(x, square)).value
            return keys.indices.map { y.rows($0..<$0 + 1).elements }
        }
        let together = results([5, 6, 7])
        #expect(Set(together).count == 3)
        #expect(results([7, 5]) == [together[2], together[0]])
    }

    @Test("layers are left out with the probability, the same ones on tapes of one source")
    func skips() {
        let mode = Tape.Mode.training(dropout: 0, random: RandomSource(seed: 9))
        let (first, second) = (tape(mode), tape(mode))
        let draws = (0..<1000).map { _ in first.skips(probability: 0.2) }
        #expect(draws == (0..<1000).map { _ in second.skips(probability: 0.2) })
        #expect((160...240).contains(draws.count { $0 }))
        #expect(!first.skips(probability: 0))
        let inference = tape(.inference)
        #expect(!(0..<100).contains { _ in inference.skips(probability: 0.9) })
    }

    @Test("gradients are added in place, step after step")
    func addsInPlace() {
        let x = Tensor.random(64, 48, seed: 1)
        var layout = ParameterLayout()
        let weight = layout.add("weight", Shape(48, 48), .ones)
        let square = LinearParameters(weight: weight, bias: nil)
        var gradients = ParameterSet(zeros: layout)
        let weights = ParameterSet(zeros: layout)
        func step() {
            let tape = Tape(weights: weights, mode: training)
            let hidden = tape.linear(tape.input(x), square, relu: true)
            let y = tape.residualAdd(hidden, tape.linear(hidden, square))
            tape.addGradients(of: y, to: &gradients)
        }
        step()
        let storage = gradients.flat.base
        step()
        #expect(gradients.flat.base == storage)
    }

    @Test("a parameter is final when the op that read it first is done")
    func finalParameters() {
        var layout = ParameterLayout()
        let parameters = (0..<3).map { layout.add("weight \($0)", Shape(16, 16), .ones) }
        func product(_ index: Int) -> LinearParameters {
            LinearParameters(weight: parameters[index], bias: nil)
        }
        let tape = Tape(weights: ParameterSet(zeros: layout), mode: training)
        var x = tape.input(.random(4, 16, seed: 1))
        // The first is read again in the end, as a tied embedding is.
        for index in [0, 1, 2, 0] { x = tape.linear(x, product(index)) }
        var gradients = ParameterSet(zeros: layout)
        var offsets: [Int] = []
        tape.addGradients(of: x, to: &gradients) { offsets.append($0) }
        #expect(offsets == [768, 512, 256, 0])
    }
}
