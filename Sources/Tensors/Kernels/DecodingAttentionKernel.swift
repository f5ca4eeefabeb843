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
            let (from, at) = (source + row * width, place * 2 * D)
            switch chunks[chunk].precision {
            case .f32: (chunks[chunk].mutableBase + at).update(from: from, count: 2 * D)
            case .bf16: kernel_to_bf16(chunks[chunk].mutableHalfBase + at, from, Int64(2 * D))
            }
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
        let bases = chunks.map { Optional($0.rawBase) }
        withUnsafeTemporaryAllocation(
            of: UnsafeRawPointer?.self, capacity: max(paths.stride, 1)
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
                                stride: Int64(paths.stride),
                                halves: chunks.first?.precision == .bf16 ? 1 : 0),
                            Int64(rows), Int64(heads), Int64(D / heads), slopes,
                            scores.mutableBase, scratch.baseAddress)
                    }
                }
            }
        }
        withExtendedLifetime((queryKeyValue, chunks, scores)) {}
        return context
    }

    /// - Parameter keysAndValues: [length, 2·dim]
    /// - Returns: keys transposed, [dim, length rounded up], and values, [length, dim]
    static func source(
        _ keysAndValues: Tensor, precision: Precision
    ) -> (keys: Tensor, values: Tensor) {
        let (length, width) = keysAndValues.dimensions2
        let D = width / 2
        precondition(width == 2 * D, "\(keysAndValues.shape)")
        var keys = Tensor(
            uninitialized: Shape(D, AttentionPlan.padded(length)), precision: precision)
        var values = Tensor(uninitialized: Shape(length, D), precision: precision)
        let base = keysAndValues.base
        func transpose(into transposed: UnsafeMutableRawPointer, halves: Int32) {
            kernel_transpose_keys(
                transposed, base, Int64(width), Int64(length), Int64(D), halves)
        }
        switch precision {
        case .f32:
            transpose(into: keys.mutableBase, halves: 0)
            for row in 0..<length {
                (values.mutableBase + row * D).update(from: base + row * width + D, count: D)
            }
        case .bf16:
            transpose(into: keys.mutableHalfBase, halves: 1)
            for row in 0..<length {
                kernel_to_bf16(values.mutableHalfBase + row * D, base + row * width + D, Int64(D))
            }
        }
        withExtendedLifetime(keysAndValues) {}
        return (keys, values)
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
        let precision = sources.first?.values.precision ?? .f32
        precondition(
            sources.allSatisfy {
                $0.values.dimensions2.1 == D && $0.values.precision == precision
            })
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
                keys: source.keys.rawBase, values: source.values.rawBase,
                length: Int64(source.length))
        }
        rows.starts.withUnsafeBufferPointer { starts in
            kernel_source_attention(
                context.mutableBase, query.base, views, starts.baseAddress, Int64(rows.count),
                Int64(heads), Int64(D / heads), precision == .bf16 ? 1 : 0, scores.mutableBase,
                weights?.mutableBase, Int64(weights?.dimensions2.1 ?? 0))
        }
        withExtendedLifetime((query, sources, scores)) {}
        return context
    }
}
