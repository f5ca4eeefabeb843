internal import CKernels

enum DecodingAttentionKernel {
    static func keep(_ queryKeyValue: Tensor, slots: [Int32], in chunks: inout [Tensor]) {
        let (rows, width) = queryKeyValue.dimensions2
        let D = width / 3
        precondition(slots.count <= rows && width == 3 * D, "\(queryKeyValue.shape)")
        let source = queryKeyValue.base + D
        for (row, slot) in slots.enumerated() {
            let (chunk, place) = Int(slot).quotientAndRemainder(
                dividingBy: KeyValueSlots.slotsPerChunk)
            (chunks[chunk].mutableBase + place * 2 * D).update(
                from: source + row * width, count: 2 * D)
        }
        withExtendedLifetime(queryKeyValue) {}
    }

    static func slots(
        _ queryKeyValue: Tensor, chunks: [Tensor], paths: SlotPaths, heads: Int, slopes: [Float]?
    ) -> Tensor {
        let (rows, width) = queryKeyValue.dimensions2
        let D = width / 3
        precondition(slopes == nil || slopes?.count == heads, "slopes for \(heads) heads")
        precondition(width == 3 * D && D % heads == 0 && paths.rows == rows)
        precondition(paths.fit(slotCount: chunks.count * KeyValueSlots.slotsPerChunk))
        var context = Tensor(uninitialized: Shape(rows, D))
        var scores = Tensor(uninitialized: Shape(AttentionPlan.padded(max(paths.stride, 1))))
        let bases = chunks.map { Optional($0.base) }
        withUnsafeTemporaryAllocation(
            of: UnsafePointer<Float>?.self, capacity: max(paths.stride, 1)
        ) { scratch in
            bases.withUnsafeBufferPointer { bases in
                paths.slots.withUnsafeBufferPointer { slots in
                    paths.lengths.withUnsafeBufferPointer { lengths in
                        kernel_slot_attention(
                            context.mutableBase, queryKeyValue.base, Int64(width),
                            kernel_slot_paths(
                                chunks: bases.baseAddress,
                                chunk_slots: Int64(KeyValueSlots.slotsPerChunk),
                                slots: slots.baseAddress, lengths: lengths.baseAddress,
                                stride: Int64(paths.stride)),
                            Int64(rows), Int64(heads), Int64(D / heads), slopes,
                            scores.mutableBase, scratch.baseAddress)
                    }
                }
            }
        }
        withExtendedLifetime((queryKeyValue, chunks, scores)) {}
        return context
    }

    static func transposedKeys(of keysAndValues: Tensor, heads: Int) -> Tensor {
        let (length, width) = keysAndValues.dimensions2
        let D = width / 2
        precondition(width == 2 * D && D % heads == 0, "\(keysAndValues.shape)")
        var keys = Tensor(uninitialized: Shape(D, AttentionPlan.padded(length)))
        kernel_transpose_keys(
            keys.mutableBase, keysAndValues.base, Int64(width), Int64(length), Int64(heads),
            Int64(D / heads))
        return keys
    }

    static func sources(
        _ query: Tensor, rows: SequenceLayout, sources: [SourceMemory], heads: Int
    ) -> Tensor {
        var none: Tensor?
        return self.sources(query, rows: rows, sources: sources, heads: heads, weights: &none)
    }

    /// - Parameter weights: [rows, longest source or more], 0; gets the mean of the heads'
    static func sources(
        _ query: Tensor, rows: SequenceLayout, sources: [SourceMemory], heads: Int,
        weights: inout Tensor?
    ) -> Tensor {
        let (count, D) = query.dimensions2
        precondition(rows.count == sources.count, "\(sources.count) for \(rows.count) sentences")
        precondition(rows.used <= count && D % heads == 0, "\(query.shape)")
        precondition(sources.allSatisfy { $0.keysAndValues.dimensions2.1 == 2 * D })
        var context = Tensor(uninitialized: Shape(count, D))
        CopyKernel.clearRows(rows.used..<count, of: &context)
        let longest = sources.map(\.length).max() ?? 0
        if let weights {
            precondition(
                weights.dimensions2.0 == count && weights.dimensions2.1 >= longest,
                "weights \(weights.shape) for \(count) rows, \(longest) tokens")
        }
        var scores = Tensor(
            uninitialized: Shape(max(rows.longest * AttentionPlan.padded(longest), 1)))
        let views = sources.map { source in
            kernel_source(
                keys: source.keys.base, values: source.keysAndValues.base + D,
                length: Int64(source.length))
        }
        rows.starts.withUnsafeBufferPointer { starts in
            kernel_source_attention(
                context.mutableBase, query.base, views, starts.baseAddress, Int64(rows.count),
                Int64(heads), Int64(D / heads), Int64(2 * D), scores.mutableBase,
                weights?.mutableBase, Int64(weights?.dimensions2.1 ?? 0))
        }
        withExtendedLifetime((query, sources, scores)) {}
        return context
    }
}
