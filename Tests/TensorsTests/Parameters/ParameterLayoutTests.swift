import Testing

@testable import Tensors

@Suite struct ParameterLayoutTests {
    @Test("parameters lie one after the other, each at a cache line")
    func offsets() {
        var layout = ParameterLayout()
        let first = layout.add("first", Shape(3, 5), .zeros)
        let second = layout.add("second", Shape(32), .ones)
        let third = layout.add("third", Shape(1), .ones)
        #expect([first.offset, second.offset, third.offset] == [0, 16, 48])
        #expect([first.index, second.index, third.index] == [0, 1, 2])
        #expect(first.range == 0..<15)
        #expect(layout.count == 64)
        #expect(layout.weightCount == 48)
        #expect(layout.parameters == [first, second, third])
    }
}
