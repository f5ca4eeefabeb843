import Testing

@testable import Tensors

@Suite struct DecodingAttentionTests {
    private let heads = 2
    private let headDimension = 5
    private var width: Int { 3 * heads * headDimension }

    @Test(
        "the newest rows attend as the last rows of causal attention do",
        arguments: [1, 4, 19], [nil, [0.25, 0.0625]] as [[Float]?])
    func agreesWithFullAttention(length: Int, slopes: [Float]?) {
        let sequences = 3
        let layout = SequenceLayout(lengths: [Int](repeating: length, count: sequences))
        let plan = AttentionPlan(
            queries: layout, keys: layout, heads: heads, headDimension: headDimension,
            isCausal: true, slopes: slopes)
        let x = Tensor.random(layout.rows, width, seed: UInt64(length))
        let full = Attention.forward(
            query: HeadColumns(x), key: HeadColumns(x, from: width / 3),
            value: HeadColumns(x, from: 2 * width / 3), plan: plan
        ).context

        // At step t, hypothesis i stands in row (i + t) mod 3: as if a beam reordered them. The
        // last one begins a step late, and a row of no hypothesis follows.
        var slots = KeyValueSlots()
        var paths = SlotPaths()
        var random = RandomSource(seed: 3)
        var free = Array(Int32(0)..<Int32(sequences * length + 600)).shuffled(using: &random)
        for t in 0..<length + 1 {
            let here = (0..<sequences).filter {
                position(of: $0, at: t).map { $0 < length } ?? false
            }
            .sorted { ($0 + t) % sequences < ($1 + t) % sequences }
            let before = (0..<sequences).filter {
                position(of: $0, at: t - 1).map { $0 < length } ?? false
            }.sorted { ($0 + t - 1) % sequences < ($1 + t - 1) % sequences }
            let parents = here.map { i in Int32(before.firstIndex(of: i) ?? -1) }
            let newest = here.map { _ in free.removeLast() }
            var step = Tensor.zeros(Shape(here.count + 1, width))
            for (row, i) in here.enumerated() {
                let from = i * length + (position(of: i, at: t) ?? 0)
                CopyKernel.copy(x.rows(from..<from + 1), into: &step, at: row * width)
            }
            let earlier = paths
            paths.extend(earlier, parents: parents, newest: newest, rows: here.count + 1)
            slots.keep(step, in: newest)
            let context = slots.attend(step, paths, heads: heads, slopes: slopes)
            for (row, i) in here.enumerated() {
                let expected = i * length + (position(of: i, at: t) ?? 0)
                expectClose(
                    context.rows(row..<row + 1).elements,
                    full.rows(expected..<expected + 1).elements.doubles, relative: 2e-6,
                    scale: 1, "hypothesis \(i), step \(t)")
            }
            #expect(context.rows(here.count..<here.count + 1).elements.allSatisfy { $0 == 0 })
        }
    }

    /// Where a hypothesis is at a step; nil before it begins.
    private func position(of hypothesis: Int, at step: Int) -> Int? {
        let position = step - (hypothesis == 2 ? 1 : 0)
        return position >= 0 ? position : nil
    }

    @Test("a row's context has the same bits whatever rows are beside it")
    func rowsAreIndependent() {
        let D = heads * headDimension
        let source = SourceMemory(Tensor.random(19, 2 * D, seed: 4))
        let other = SourceMemory(Tensor.random(7, 2 * D, seed: 5))
        let query = Tensor.random(16, D, seed: 6)
        let alone = SourceMemory.attend(
            query.rows(5..<6), rows: SequenceLayout(lengths: [1]), to: [source], heads: heads)
        for rows in [[5, 1, 4], [5, 5], [3, 4, 4]] {
            let sources = rows.indices.map { $0 == 1 ? source : other }
            // Row 5 is in the second sentence.
            let context = SourceMemory.attend(
                query, rows: SequenceLayout(lengths: rows, roundedTo: 16), to: sources,
                heads: heads)
            #expect(context.rows(5..<6).elements == alone.elements)
        }
    }
}
