import Testing

@testable import Tensors

@Suite struct DropoutKernelTests {
    private let rows = 400
    private let columns = 256
    private var count: Int { rows * columns }

    private func dropped(rate: Float, seed: UInt32) -> [Float] {
        let ones = Tensor(repeating: 1, shape: Shape(rows, columns))
        return DropoutKernel.apply(ones, Dropout(rate: rate, seed: seed)).elements
    }

    @Test(
        "the dropped share is the rate within 3 deviations, the rest is scaled up",
        arguments: [0.1, 0.3, 0.5, 0.9] as [Float], [0, 1, 0xFFFF_FFFF] as [UInt32])
    func rate(rate: Float, seed: UInt32) {
        let elements = dropped(rate: rate, seed: seed)
        let zeros = Double(elements.count { $0 == 0 })
        let (share, n) = (Double(rate), Double(count))
        #expect(abs(zeros - share * n) < 3 * (n * share * (1 - share)).squareRoot())
        #expect(elements.allSatisfy { $0 == 0 || $0 == 1 / (1 - rate) })
    }

    @Test("neighbours are dropped independently, along rows and down columns")
    func independence() {
        let isZero = dropped(rate: 0.5, seed: 3).map { $0 == 0 }
        for distance in [1, 2, 16, 64, 256, 512] {
            let pairs = count - distance
            let equal = (0..<pairs).count { isZero[$0] == isZero[$0 + distance] }
            let excess = Double(equal) - Double(pairs) / 2
            #expect(abs(excess) < 4 * (Double(pairs) / 4).squareRoot(), "distance \(distance)")
        }
    }

    @Test("another seed drops others, the same seed the same")
    func seeds() {
        let first = dropped(rate: 0.5, seed: 7)
        #expect(first == dropped(rate: 0.5, seed: 7))
        let second = dropped(rate: 0.5, seed: 8)
        let equal = Double(zip(first, second).count { $0 == $1 })
        #expect(abs(equal - Double(count) / 2) < 4 * (Double(count) / 4).squareRoot())
    }

    @Test("a row draws by its key, wherever it stands")
    func rowKeys() {
        func dropped(_ keys: [UInt32]) -> [[Float]] {
            let ones = Tensor(repeating: 1, shape: Shape(keys.count, columns))
            let y = DropoutKernel.apply(ones, Dropout(rate: 0.5, seed: 7, rowKeys: keys))
            return keys.indices.map { y.rows($0..<$0 + 1).elements }
        }
        let together = dropped([10, 11, 12, 13])
        #expect(Set(together).count == 4)
        #expect(dropped([13, 10]) == [together[3], together[0]])
    }

    @Test("a rate of 0 keeps everything")
    func none() {
        #expect(Dropout.none.isNone)
        #expect(dropped(rate: 0, seed: 5).allSatisfy { $0 == 1 })
    }
}
