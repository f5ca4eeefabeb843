/// Keys and values of the positions decoded so far, in one layer, each in a slot of its own.
///
/// A hypothesis knows the slots of its past (`SlotPaths`), so neither extending nor reordering a
/// beam copies any. Memory grows by chunks and is used again when slots are.
package struct KeyValueSlots: Sendable {
    static let slotsPerChunk = 512
    private(set) var chunks: [Tensor] = []
    private let precision: Precision

    /// - Parameter precision: how they are kept
    package init(precision: Precision = .f32) {
        self.precision = precision
    }

    /// Keeps keys and values.
    /// - Parameters:
    ///   - queryKeyValue: [rows, 3·dim]
    ///   - slots: of the first rows; the others belong to no hypothesis
    package mutating func keep(_ queryKeyValue: Tensor, in slots: [Int32]) {
        let dimension = queryKeyValue.dimensions2.1 / 3
        for slot in slots {
            while chunks.count <= Int(slot) / Self.slotsPerChunk {
                chunks.append(
                    Tensor(
                        uninitialized: Shape(Self.slotsPerChunk, 2 * dimension),
                        precision: precision))
            }
        }
        DecodingAttentionKernel.keep(queryKeyValue, slots: slots, in: &chunks)
    }

    /// - Parameters:
    ///   - queryKeyValue: [rows, 3·dim]; of them the queries are read
    ///   - paths: of the same rows, the newest position's slot last
    ///   - slopes: as in `AttentionPlan`
    /// - Returns: context, [rows, dim]; 0 for rows without a past
    package func attend(
        _ queryKeyValue: Tensor, _ paths: SlotPaths, heads: Int, slopes: [Float]? = nil
    ) -> Tensor {
        DecodingAttentionKernel.slots(
            queryKeyValue, chunks: chunks, paths: paths, heads: heads, slopes: slopes)
    }
}
