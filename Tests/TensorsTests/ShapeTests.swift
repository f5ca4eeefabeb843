import Testing

@testable import Tensors

@Suite struct ShapeTests {
    @Test(
        "a shape counts its elements",
        arguments: [([5], 5), ([2, 3], 6), ([2, 0, 4], 0), ([2, 3, 4, 5], 120)])
    func count(sizes: [Int], count: Int) {
        let shape = Shape(sizes)
        #expect(shape.count == count)
        #expect(shape.rank == sizes.count)
        #expect(shape.array == sizes)
        #expect((0..<shape.rank).map { shape[$0] } == sizes)
    }

    @Test("shapes are equal when rank and sizes are")
    func equality() {
        #expect(Shape(2, 3) == Shape([2, 3]))
        #expect(Shape(2, 3) != Shape(3, 2))
        #expect(Shape(3) != Shape(3, 1))
        #expect(Set([Shape(2, 3), Shape(2, 3), Shape(6)]).count == 2)
    }

    @Test("a shape prints as its sizes")
    func description() {
        #expect("\(Shape(2, 3))" == "[2, 3]")
    }
}
