/// Keys and values of a sentence as the encoder left it, in one layer, laid out for decoding.
package struct SourceMemory: Sendable {
    /// [dim, length rounded up].
    let keys: Tensor
    /// [length, dim].
    let values: Tensor

    /// - Parameters:
    ///   - keysAndValues: the sentence's rows, [length, 2·dim]
    ///   - precision: how they are kept: they are read in every step, and seldom found in a cache
    package init(_ keysAndValues: Tensor, precision: Precision = .f32) {
        (keys, values) = DecodingAttentionKernel.source(keysAndValues, precision: precision)
    }

    var length: Int { values.dimensions2.0 }

    /// Attention of every hypothesis to its sentence's source.
    /// - Parameters:
    ///   - query: [rows, dim]
    ///   - rows: those of each sentence
    ///   - sources: one for each sentence
    /// - Returns: context, [rows, dim]; 0 for rows of no sentence
    package static func attend(
        _ query: Tensor, rows: SequenceLayout, to sources: [SourceMemory], heads: Int
    ) -> Tensor {
        DecodingAttentionKernel.sources(query, rows: rows, sources: sources, heads: heads)
    }

    /// The same, with the weights.
    /// - Returns: context, and the mean of the heads' weights, [rows, longest source or more];
    ///   0 beyond a row's source.
    package static func attendKeepingWeights(
        _ query: Tensor, rows: SequenceLayout, to sources: [SourceMemory], heads: Int
    ) -> (context: Tensor, weights: Tensor) {
        let longest = sources.map(\.length).max() ?? 0
        var weights: Tensor? = Tensor.zeros(Shape(query.dimensions2.0, max(longest, 1)))
        let context = DecodingAttentionKernel.sources(
            query, rows: rows, sources: sources, heads: heads, weights: &weights)
        return (context, weights ?? context)
    }
}
