import Testing

@testable import Tensors

@Suite struct SequenceLayoutTests {
    @Test("sequences lie one after the other, empty ones included")
    func ranges() {
        let layout = SequenceLayout(lengths: [3, 0, 2], roundedTo: 4)
        #expect(layout.starts == [0, 3, 3, 5])
        #expect(layout.count == 3)
        #expect(layout.rows == 8)
        #expect(layout.used == 5)
        #expect(layout.longest == 3)
        #expect((0..<3).map { layout.range(of: $0) } == [0..<3, 3..<3, 3..<5])
        #expect((0..<3).map { layout.length(of: $0) } == [3, 0, 2])
    }

    @Test("positions count from 0 in each sequence and are 0 in rows of none")
    func positions() {
        let layout = SequenceLayout(lengths: [3, 0, 2], roundedTo: 4)
        #expect(layout.positions == [0, 1, 2, 0, 1, 0, 0, 0])
    }

    @Test("rows of one layout have different keys, and the same ones in another by their own")
    func rowKeys() {
        let lengths = (0..<4000).map { 1 + $0 % 97 }
        let whole = SequenceLayout(lengths: lengths)
        #expect(Set(whole.rowKeys).count == whole.used)
        let part = SequenceLayout(lengths: [lengths[3000], 0, lengths[7]], keys: [3000, 4, 7])
        let rows = [3000, 7].flatMap { Array(whole.range(of: $0)) }
        #expect(part.rowKeys == rows.map { whole.rowKeys[$0] })
    }

    @Test(
        "row counts are rounded up, and never 0",
        arguments: [([64], 64, 64), ([65], 64, 128), ([], 64, 64), ([0, 0], 8, 8), ([5], 1, 5)])
    func rounding(lengths: [Int], multiple: Int, rows: Int) {
        #expect(SequenceLayout(lengths: lengths, roundedTo: multiple).rows == rows)
    }
}
