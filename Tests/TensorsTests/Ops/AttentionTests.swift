import Testing

@testable import Tensors

@Suite struct AttentionTests {
    private func selfPlan(_ lengths: [Int], isCausal: Bool = false) -> AttentionPlan {
        let layout = SequenceLayout(lengths: lengths, roundedTo: 8)
        return AttentionPlan(
            queries: layout, keys: layout, heads: 2, headDimension: 5, isCausal: isCausal)
    }

    private func attend(_ x: Tensor, _ plan: AttentionPlan) -> (context: Tensor, weights: Tensor) {
        Attention.forward(
            query: HeadColumns(x), key: HeadColumns(x, from: 10), value: HeadColumns(x, from: 20),
            plan: plan)
    }

    @Test("scores fall with the distance of a key on either side, worked by hand")
    func distances() {
        let three = SequenceLayout(lengths: [3])
        // Slope ln 2: a key's weight halves with each step.
        let plan = AttentionPlan(
            queries: three, keys: three, heads: 1, headDimension: 1, isCausal: false,
            slopes: [0.6931472])
        let x = HeadColumns(.zeros(Shape(3, 1)))
        let (_, weights) = Attention.forward(query: x, key: x, value: x, plan: plan)
        let expected = [4.0 / 7, 2.0 / 7, 1.0 / 7, 0.25, 0.5, 0.25, 1.0 / 7, 2.0 / 7, 4.0 / 7]
        expectClose(plan.weights(of: 0, head: 0, in: weights), expected, relative: 1e-6)
    }

    @Test("two keys under one query, worked by hand")
    func byHand() {
        let one = SequenceLayout(lengths: [1])
        let two = SequenceLayout(lengths: [2])
        let plan = AttentionPlan(
            queries: one, keys: two, heads: 1, headDimension: 1, isCausal: false)
        // Scores ln 3 and 0: weights 3/4 and 1/4.
        let (context, weights) = Attention.forward(
            query: HeadColumns(Tensor([1], shape: Shape(1, 1))),
            key: HeadColumns(Tensor([1.0986123, 0], shape: Shape(2, 1))),
            value: HeadColumns(Tensor([8, 4], shape: Shape(2, 1))), plan: plan)
        expectClose(context.elements, [7], relative: 1e-6)
        expectClose(
            plan.weights(of: 0, head: 0, in: weights), [0.75, 0.25], relative: 1e-6)
    }

    @Test("a sequence attends to itself alone: the others change nothing, to the bit")
    func sequencesAreSeparate() {
        let x = Tensor.random(16, 30, seed: 1)
        let together = attend(x, selfPlan([3, 6, 4])).context
        let alone = attend(x.rows(3..<11), selfPlan([6])).context
        #expect(together.rows(3..<9).elements.bits == alone.rows(0..<6).elements.bits)
        #expect(together.rows(13..<16).elements.allSatisfy { $0 == 0 }, "rows of no sequence")
    }

    @Test("queries, keys and values kept as bfloat16 are read as the floats they stand for")
    func halves() {
        let plan = selfPlan([3, 6, 0, 19])
        let x = Tensor.random(32, 30, seed: 1).converted(to: .bf16)
        let (floats, dContext) = (x.converted(to: .f32), Tensor.random(32, 10, seed: 2))
        func backward(_ x: Tensor, _ weights: Tensor) -> Tensor {
            Attention.selfBackward(
                dContext, weights: weights, query: HeadColumns(x), key: HeadColumns(x, from: 10),
                value: HeadColumns(x, from: 20), plan: plan)
        }
        let (context, weights) = attend(x, plan)
        let expected = attend(floats, plan)
        #expect(context.elements.bits == expected.context.elements.bits)
        #expect(
            backward(x, weights).elements.bits == backward(floats, expected.weights).elements.bits)
    }

    @Test("a query sees no later key")
    func causal() {
        let plan = selfPlan([7], isCausal: true)
        let x = Tensor.random(8, 30, seed: 1)
        var later = x
        CopyKernel.copy(.random(3, 30, seed: 2), into: &later, at: 4 * 30)
        let first = attend(x, plan)
        let second = attend(later, plan)
        #expect(
            first.context.rows(0..<4).elements.bits == second.context.rows(0..<4).elements.bits)
        let weights = plan.weights(of: 0, head: 1, in: first.weights)
        for t in 0..<7 {
            let row = weights[t * 7..<(t + 1) * 7]
            #expect(row.dropFirst(t + 1).allSatisfy { $0 == 0 })
            #expect(abs(row.reduce(0, +) - 1) < 1e-6)
        }
    }

    @Test("scores of ±10,000 give finite weights and gradients")
    func hugeScores() {
        var x = Tensor.random(8, 30, seed: 1)
        ElementwiseKernel.scale(&x, by: 100)
        let plan = selfPlan([8])
        let (context, weights) = attend(x, plan)
        #expect(context.elements.isFinite && weights.elements.isFinite)
        let gradient = Attention.selfBackward(
            context, weights: weights, query: HeadColumns(x), key: HeadColumns(x, from: 10),
            value: HeadColumns(x, from: 20), plan: plan)
        #expect(gradient.elements.isFinite)
    }

    @Test("without keys the context is 0, and so are the queries' gradients")
    func noKeys() {
        let plan = AttentionPlan(
            queries: SequenceLayout(lengths: [2, 1], roundedTo: 8),
            keys: SequenceLayout(lengths: [0, 0], roundedTo: 8), heads: 2, headDimension: 5,
            isCausal: false)
        let query = HeadColumns(Tensor.random(8, 10, seed: 1))
        let keyValue = Tensor.random(8, 20, seed: 2)
        let (key, value) = (HeadColumns(keyValue), HeadColumns(keyValue, from: 10))
        let (context, weights) = Attention.forward(
            query: query, key: key, value: value, plan: plan)
        #expect(context.elements.allSatisfy { $0 == 0 })
        let (dQuery, dKeyValue) = Attention.crossBackward(
            .random(8, 10, seed: 3), weights: weights, query: query, key: key, value: value,
            plan: plan)
        #expect(dQuery.elements.allSatisfy { $0 == 0 })
        #expect(dKeyValue.elements.allSatisfy { $0 == 0 })
    }

    @Test("a matrix with more rows than its layout has zero gradients in them")
    func furtherRows() {
        let plan = selfPlan([3])
        let x = Tensor.random(24, 30, seed: 1)
        let (context, weights) = attend(x, plan)
        // Memory that held something else before.
        withExtendedLifetime(Tensor(repeating: 5, shape: x.shape)) {}
        let gradient = Attention.selfBackward(
            context, weights: weights, query: HeadColumns(x), key: HeadColumns(x, from: 10),
            value: HeadColumns(x, from: 20), plan: plan)
        #expect(gradient.rows(3..<24).elements.allSatisfy { $0 == 0 })
    }
}
