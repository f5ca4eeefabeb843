import Testing

@testable import Tensors

@Suite struct WorkersTests {
    @Test(
        "shares cover everything once, in order, cut at multiples of 16", arguments: [1, 2, 3, 7])
    func shares(count: Int) {
        let workers = Workers(count: count)
        for total in [0, 1, 15, 16, 17, 100, 1000, 4097] {
            var next = 0
            for worker in 0..<count {
                let share = workers.share(of: total, for: worker)
                #expect(share.lowerBound == next)
                #expect(share.upperBound % 16 == 0 || share.upperBound == total)
                #expect(share.count <= (total / 16 / count + 1) * 16)
                next = share.upperBound
            }
            #expect(next == total)
        }
    }

    @Test("results come in the workers' order", arguments: [1, 2, 5])
    func map(count: Int) {
        #expect(Workers(count: count).map { "worker \($0)" } == (0..<count).map { "worker \($0)" })
    }

    @Test("every item is mapped once, in the items' order", arguments: [1, 2, 5])
    func mapsItems(count: Int) {
        let items = Array(0..<100)
        #expect(Workers(count: count).map(over: items) { $0 * $0 } == items.map { $0 * $0 })
        #expect(Workers(count: count).map(over: [Int]()) { $0 }.isEmpty)
    }

    @Test("both things are done, whatever they are")
    func both() {
        let (number, text) = Workers.both({ 3 }, { "three" })
        #expect(number == 3)
        #expect(text == "three")
    }

    @Test("products on several threads at once are those of one thread")
    func concurrentProducts() {
        let left = Tensor.random(64, 33, seed: 1)
        let right = Tensor.random(33, 40, seed: 2)
        let expected = Matmul.product(left, right).elements.bits
        let same = Workers(count: 4).map { _ in
            (0..<20).allSatisfy { _ in Matmul.product(left, right).elements.bits == expected }
        }
        #expect(same == [true, true, true, true])
    }
}
