import Testing

@testable import Tensors

@Suite struct TensorTests {
    @Test("a tensor has the elements it was made of")
    func elements() {
        let tensor = Tensor([1, 2, 3, 4, 5, 6], shape: Shape(2, 3))
        #expect(tensor.elements == [1, 2, 3, 4, 5, 6])
        #expect(tensor[4] == 5)
        #expect(tensor.dimensions2 == (2, 3))
        #expect(Tensor.zeros(Shape(3)).elements == [0, 0, 0])
        #expect(Tensor(repeating: 2, shape: Shape(2)).elements == [2, 2])
        #expect(Tensor([], shape: Shape(0, 4)).elements.isEmpty)
    }

    @Test("writing a copy leaves the original alone")
    func copyOnWrite() {
        let original = Tensor([1, 2, 3], shape: Shape(3))
        var copy = original
        ElementwiseKernel.scale(&copy, by: 2)
        #expect(original.elements == [1, 2, 3])
        #expect(copy.elements == [2, 4, 6])
    }

    @Test("writing the one reference stays in its memory")
    func writesInPlace() {
        var tensor = Tensor([1, 2, 3], shape: Shape(3))
        let before = tensor.base
        ElementwiseKernel.scale(&tensor, by: 2)
        #expect(tensor.base == before)
        #expect(tensor.elements == [2, 4, 6])
    }

    @Test("a view shares memory until it is written, and then has its own")
    func views() {
        let matrix = Tensor([1, 2, 3, 4, 5, 6], shape: Shape(3, 2))
        var rows = matrix.rows(1..<3)
        #expect(rows.shape == Shape(2, 2))
        #expect(rows.elements == [3, 4, 5, 6])
        #expect(rows.base == matrix.base + 2)
        var flat = rows.reshaped(Shape(4))
        ElementwiseKernel.scale(&rows, by: 10)
        ElementwiseKernel.scale(&flat, by: -1)
        #expect(matrix.elements == [1, 2, 3, 4, 5, 6])
        #expect(rows.elements == [30, 40, 50, 60])
        #expect(flat.elements == [-3, -4, -5, -6])
        #expect(matrix.rows(1..<3).rows(1..<2).elements == [5, 6])
        #expect(matrix.rows(3..<3).shape == Shape(0, 2))
    }

    @Test("bfloat16 is read back as the nearest float with eight bits, by rows too")
    func bfloat16() {
        let tensor = Tensor.random(3, 5, seed: 1)
        let half = tensor.converted(to: .bf16)
        let rounded = tensor.elements.map(\.roundedToBFloat16)
        #expect(half.precision == .bf16 && half.shape == tensor.shape)
        #expect(half.elements == rounded)
        #expect(half[7] == rounded[7])
        #expect(half.rows(1..<3).elements == Array(rounded[5...]))
        #expect(half.reshaped(Shape(15)).elements == rounded)
        #expect(half.converted(to: .f32).elements == rounded)
    }

    @Test("adding a tensor to itself doubles it")
    func aliasing() {
        var tensor = Tensor([1, 2, 3], shape: Shape(3))
        let same = tensor
        ElementwiseKernel.add(&tensor, same)
        #expect(tensor.elements == [2, 4, 6])
        #expect(same.elements == [1, 2, 3])
    }

    @Test("borrowed memory is never written")
    func borrowedMemory() {
        final class Owner {}
        let memory = UnsafeMutablePointer<Float>.allocate(capacity: 4)
        defer { memory.deallocate() }
        memory.initialize(repeating: 1, count: 4)
        let storage = TensorStorage(base: memory, capacity: 4, owner: .borrowed(Owner()))
        var tensor = Tensor(shape: Shape(3), storage: storage, offset: 1)
        ElementwiseKernel.scale(&tensor, by: 2)
        #expect(tensor.elements == [2, 2, 2])
        #expect(memory[1] == 1)
    }

    @Test("rows are cleared and copied where they are said to be")
    func copyKernel() {
        var matrix = Tensor(repeating: 1, shape: Shape(3, 2))
        CopyKernel.clearRows(1..<2, of: &matrix)
        #expect(matrix.elements == [1, 1, 0, 0, 1, 1])
        CopyKernel.clearRows(3..<3, of: &matrix)
        CopyKernel.copy(Tensor([7, 8], shape: Shape(2)), into: &matrix, at: 3)
        #expect(matrix.elements == [1, 1, 0, 7, 8, 1])
    }
}
