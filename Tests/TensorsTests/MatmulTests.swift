import Testing

@testable import Tensors

@Suite struct MatmulTests {
    struct Size: Sendable, CustomTestStringConvertible {
        let rows: Int
        let inner: Int
        let columns: Int

        init(_ rows: Int, _ inner: Int, _ columns: Int) {
            (self.rows, self.inner, self.columns) = (rows, inner, columns)
        }

        var testDescription: String { "[\(rows), \(inner)] · [\(inner), \(columns)]" }
    }

    /// One, primes, powers of two and their neighbours, on each axis.
    static let sizes = [
        Size(1, 1, 1), Size(1, 64, 17), Size(7, 1, 5), Size(17, 33, 1), Size(7, 129, 48),
        Size(64, 16, 31), Size(65, 63, 33), Size(128, 7, 64),
    ]
    static let precisions: [Precision] = Matmul.hasFastBFloat16 ? [.f32, .bf16] : [.f32]

    /// Operands, and what their product is by three plain loops in double precision.
    struct Example {
        let left: Tensor
        let right: Tensor
        let product: [Double]

        init(
            _ size: Size, transposingLeft: Bool, transposingRight: Bool, precision: Precision
        ) {
            let (rows, inner, columns) = (size.rows, size.inner, size.columns)
            left = transposingLeft ? .random(inner, rows, seed: 1) : .random(rows, inner, seed: 1)
            right =
                transposingRight
                ? .random(columns, inner, seed: 2) : .random(inner, columns, seed: 2)
            let round: (Float) -> Double = {
                Double(precision == .f32 ? $0 : $0.roundedToBFloat16)
            }
            let l = left.elements.map(round)
            let r = right.elements.map(round)
            var product = [Double](repeating: 0, count: rows * columns)
            for i in 0..<rows {
                for j in 0..<columns {
                    var sum = 0.0
                    for k in 0..<inner {
                        sum +=
                            l[transposingLeft ? k * rows + i : i * inner + k]
                            * r[transposingRight ? j * inner + k : k * columns + j]
                    }
                    product[i * columns + j] = sum
                }
            }
            self.product = product
        }
    }

    /// Single precision's rounding of a sum of up to 129 terms below 1, in whatever order.
    ///
    /// The same for bf16, whose factors the reference rounds as well.
    static let tolerance = 2e-6

    @Test("a product is that of three plain loops", arguments: sizes, precisions)
    func product(size: Size, precision: Precision) {
        for transposingLeft in [false, true] {
            for transposingRight in [false, true] {
                let example = Example(
                    size, transposingLeft: transposingLeft, transposingRight: transposingRight,
                    precision: precision)
                let result = Matmul.product(
                    example.left, transposingLeft: transposingLeft, example.right,
                    transposingRight: transposingRight, precision: precision)
                #expect(result.shape == Shape(size.rows, size.columns))
                expectClose(
                    result.elements, example.product, relative: Self.tolerance,
                    scale: Double(size.inner).squareRoot(),
                    "transposed: \(transposingLeft), \(transposingRight)")
            }
        }
    }

    @Test("a product adds a bias and clips at 0", arguments: sizes, precisions)
    func biasAndRelu(size: Size, precision: Precision) {
        let example = Example(
            size, transposingLeft: false, transposingRight: false, precision: precision)
        let bias = Tensor.random(size.columns, seed: 3)
        let affine = example.product.enumerated().map {
            $0.element + Double(bias[$0.offset % size.columns])
        }
        for relu in [false, true] {
            let result = Matmul.product(
                example.left, example.right, bias: bias, relu: relu, precision: precision)
            expectClose(
                result.elements, relu ? affine.map { max($0, 0) } : affine,
                relative: Self.tolerance, scale: Double(size.inner).squareRoot(), "ReLU: \(relu)")
        }
        let clipped = Matmul.product(
            example.left, example.right, relu: true, precision: precision)
        expectClose(
            clipped.elements, example.product.map { max($0, 0) }, relative: Self.tolerance,
            scale: Double(size.inner).squareRoot(), "ReLU without bias")
    }

    @Test(
        "accumulating adds to what lies there and touches nothing else", arguments: sizes,
        precisions)
    func accumulate(size: Size, precision: Precision) {
        let before = 16
        let count = size.rows * size.columns
        for transposingLeft in [false, true] {
            for transposingRight in [false, true] {
                let example = Example(
                    size, transposingLeft: transposingLeft, transposingRight: transposingRight,
                    precision: precision)
                let held = Tensor.random(before + count + 9, seed: 4)
                var sum = held
                Matmul.accumulate(
                    example.left, transposingLeft: transposingLeft, example.right,
                    transposingRight: transposingRight, into: &sum, at: before,
                    precision: precision)
                var expected = held.elements.doubles
                for i in 0..<count { expected[before + i] += example.product[i] }
                expectClose(
                    sum.elements, expected, relative: Self.tolerance,
                    scale: Double(size.inner).squareRoot())
                #expect(sum.elements[..<before] == held.elements[..<before])
                #expect(sum.elements[(before + count)...] == held.elements[(before + count)...])
            }
        }
    }

    @Test(
        "factors and results may be kept as bfloat16",
        .enabled(if: Matmul.hasFastBFloat16, "this processor does not multiply bf16"),
        arguments: sizes)
    func bfloat16Tensors(size: Size) {
        let example = Example(
            size, transposingLeft: false, transposingRight: false, precision: .bf16)
        let (left, right) = (example.left, example.right)
        let expected = Matmul.product(left, right, precision: .bf16)
        let result = Matmul.product(
            left.converted(to: .bf16), right.converted(to: .bf16), precision: .bf16)
        #expect(result.elements.bits == expected.elements.bits)
        let half = Matmul.product(left, right, precision: .bf16, resultPrecision: .bf16)
        #expect(half.precision == .bf16)
        #expect(half.elements == expected.elements.map(\.roundedToBFloat16))
    }

    @Test("the library behind it names itself")
    func libraryName() {
        #expect(Matmul.library.hasPrefix("oneDNN "))
    }
}

@Suite struct PackedMatrixTests {
    /// [inner, columns] of the layers of the presets, a vocabulary, and awkward ones.
    static let weights = [(64, 192), (256, 64), (96, 200), (33, 17), (128, 1000), (512, 128)]

    @Test("a packed product is that of plain weights", arguments: weights, MatmulTests.precisions)
    func product(weight: (inner: Int, columns: Int), precision: Precision) {
        let (inner, columns) = weight
        let bias = Tensor.random(columns, seed: 3)
        for transposing in [false, true] {
            let right: Tensor =
                transposing
                ? .random(columns, inner, seed: 2) : .random(inner, columns, seed: 2)
            let matrix = PackedMatrix(right, transposing: transposing, precision: precision)
            for rows in [1, 2, 3, 11].map({ $0 * PackedMatrix.rowMultiple }) {
                let left = Tensor.random(rows, inner, seed: UInt64(rows))
                for relu in [false, true] {
                    let expected = Matmul.product(
                        left, right, transposingRight: transposing, bias: bias, relu: relu,
                        precision: precision)
                    expectClose(
                        matrix.product(left, bias: bias, relu: relu).elements,
                        expected.elements.doubles, relative: 4e-6,
                        scale: Double(inner).squareRoot(), "\(rows) rows")
                }
            }
        }
    }

    @Test(
        "a row's product has the same bits among 24, 72 and 336 rows", arguments: weights,
        MatmulTests.precisions)
    func batchInvariance(weight: (inner: Int, columns: Int), precision: Precision) {
        let (inner, columns) = weight
        let matrix = PackedMatrix(.random(inner, columns, seed: 2), precision: precision)
        let bias = Tensor.random(columns, seed: 3)
        let left = Tensor.random(336, inner, seed: 1)
        let all = matrix.product(left, bias: bias)
        func expectSame(_ some: Tensor, _ range: Range<Int>, _ what: String) {
            // Compared outside #expect, which would print every element.
            let isSame = some.elements.bits == all.rows(range).elements.bits
            #expect(isSame, "\(what), \(matrix.implementation)")
        }
        for rows in [PackedMatrix.rowMultiple, 24, 72, 264] {
            let some = matrix.product(left.rows(0..<rows), bias: bias)
            expectSame(some, 0..<rows, "\(rows) of 336 rows")
        }
        for row in [0, 7, 63, 199, 335] {
            var alone = Tensor.zeros(Shape(PackedMatrix.rowMultiple, inner))
            CopyKernel.copy(left.rows(row..<row + 1), into: &alone, at: 0)
            let product = matrix.product(alone, bias: bias).rows(0..<1)
            expectSame(product, row..<row + 1, "row \(row) alone")
        }
    }
}
