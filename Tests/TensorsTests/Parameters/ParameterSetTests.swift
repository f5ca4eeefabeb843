import Testing

@testable import Tensors

@Suite struct ParameterSetTests {
    private let layout: ParameterLayout
    private let matrix: Parameter
    private let vector: Parameter

    init() {
        var layout = ParameterLayout()
        matrix = layout.add("matrix", Shape(60, 50), .xavier(fanIn: 60, fanOut: 50))
        vector = layout.add("vector", Shape(3), .ones)
        self.layout = layout
    }

    @Test("a parameter reads back as it was set, and only it changes")
    func readsBack() {
        var set = ParameterSet(zeros: layout)
        let value = Tensor([1, 2, 3], shape: Shape(3))
        set[vector] = value
        #expect(set[vector].elements == value.elements)
        #expect(set[vector].shape == Shape(3))
        #expect(set[matrix].elements.allSatisfy { $0 == 0 })
        #expect(set.flat.elements[vector.range] == [1, 2, 3])
    }

    @Test("sets are values")
    func valueSemantics() {
        let original = ParameterSet(zeros: layout)
        var copy = original
        copy[vector] = Tensor([1, 2, 3], shape: Shape(3))
        #expect(original[vector].elements == [0, 0, 0])
        let read = copy[vector]
        ParameterKernel.clear(&copy)
        #expect(read.elements == [1, 2, 3])
        #expect(copy[vector].elements == [0, 0, 0])
    }

    @Test("gaps between parameters are 0")
    func gaps() {
        var random = RandomSource(seed: 1)
        let elements = ParameterSet(layout, random: &random).flat.elements
        #expect(elements[matrix.range.upperBound..<vector.offset].allSatisfy { $0 == 0 })
        #expect(elements[vector.range.upperBound...].allSatisfy { $0 == 0 })
    }

    @Test("the same seed gives the same weights")
    func seeded() {
        var first = RandomSource(seed: 1)
        var second = RandomSource(seed: 1)
        var third = RandomSource(seed: 2)
        let elements = ParameterSet(layout, random: &first).flat.elements
        #expect(elements == ParameterSet(layout, random: &second).flat.elements)
        #expect(elements != ParameterSet(layout, random: &third).flat.elements)
    }

    @Test("initial weights lie as their initializer says")
    func initializers() {
        var random = RandomSource(seed: 1)
        let set = ParameterSet(layout, random: &random)
        #expect(set[vector].elements == [1, 1, 1])
        // √(6/110), and the variance of a uniform draw, limit²/3.
        let limit: Float = 0.23355
        let weights = set[matrix].elements
        #expect(weights.allSatisfy { abs($0) <= limit })
        let variance = weights.reduce(0) { $0 + $1 * $1 } / 3000
        #expect(abs(variance - limit * limit / 3) < 0.1 * limit * limit / 3)

        let normal = Initializer.normal(deviation: 0.02).draw(Shape(4000), random: &random)
        let normalVariance = normal.elements.reduce(0) { $0 + $1 * $1 } / 4000
        #expect(abs(normalVariance / 0.0004 - 1) < 0.1)
    }

    @Test("a layout without parameters still has a set")
    func empty() {
        let set = ParameterSet(zeros: ParameterLayout())
        #expect(set.flat.shape.count == 1)
    }
}
