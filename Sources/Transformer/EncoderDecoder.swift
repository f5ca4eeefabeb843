package import Tensors

/// The whole Transformer: embeddings, encoder, decoder, projection.
///
/// Vaswani et al. 2017 (arXiv:1706.03762).
///
/// Holds no weights, only where they are in a `ParameterSet`; a tape brings them.
package struct EncoderDecoder: Sendable {
    package let configuration: Configuration
    package let layout: ParameterLayout
    private let sourceEmbedding: Parameter
    private let targetEmbedding: Parameter
    private let encoder: Encoder
    private let decoder: Decoder
    let projection: LinearParameters
    /// What is added to the embeddings of either side.
    private let sourcePositions: Embedding.Positions
    private let targetPositions: Embedding.Positions

    package init(_ configuration: Configuration) {
        self.configuration = configuration
        var layout = ParameterLayout()
        let output: Parameter
        (sourceEmbedding, targetEmbedding, output) = Self.addEmbeddings(
            configuration, in: &layout)
        (sourcePositions, targetPositions) = Self.addPositions(configuration, in: &layout)
        let angles = Self.angles(configuration)
        encoder = Encoder(configuration, angles: angles, in: &layout)
        decoder = Decoder(configuration, angles: angles, in: &layout)
        // Last, because its size may be odd: all others then begin in a file as in memory.
        let bias = layout.add(
            "output.bias", Shape(configuration.targetVocabulary), .zeros)
        projection = LinearParameters(weight: output, bias: bias, isTransposed: true)
        self.layout = layout
    }

    private static func addEmbeddings(
        _ configuration: Configuration, in layout: inout ParameterLayout
    ) -> (source: Parameter, target: Parameter, output: Parameter) {
        let D = configuration.modelDimension
        let (sourceV, targetV) = (configuration.sourceVocabulary, configuration.targetVocabulary)
        // Times √D this gives the embeddings variance 1, and the logits too.
        let initializer = Initializer.normal(deviation: 1 / Float(D).squareRoot())
        let target = layout.add("target.embedding", Shape(targetV, D), initializer)
        let source =
            configuration.tying == .all
            ? target : layout.add("source.embedding", Shape(sourceV, D), initializer)
        let weight =
            configuration.tying == .none
            ? layout.add("output.weight", Shape(targetV, D), .xavier(fanIn: D, fanOut: targetV))
            : target
        return (source, target, weight)
    }

    private static func addPositions(
        _ configuration: Configuration, in layout: inout ParameterLayout
    ) -> (source: Embedding.Positions, target: Embedding.Positions) {
        let (length, D) = (Configuration.maximumLength, configuration.modelDimension)
        switch configuration.positions {
        case .sinusoidal:
            let table = SinusoidalPositions.table(length: length, dimension: D)
            return (.fixed(table), .fixed(table))
        case .learned:
            // As the embeddings before they are scaled: words lead at first.
            let initializer = Initializer.normal(deviation: 1 / Float(D).squareRoot())
            return (
                .learned(layout.add("source.positions", Shape(length, D), initializer)),
                .learned(layout.add("target.positions", Shape(length, D), initializer))
            )
        case .rotary, .alibi:
            return (.none, .none)
        }
    }

    private static func angles(_ configuration: Configuration) -> Tensor? {
        guard configuration.positions == .rotary else { return nil }
        return RotaryPositions.table(
            length: Configuration.maximumLength, headDimension: configuration.headDimension)
    }

    // MARK: Training

    /// The scaled sum of the label-smoothed cross-entropies of all target tokens.
    /// - Returns: [1]
    package func loss(
        of batch: PackedPairs, smoothing: Float, scale: Float, on tape: Tape
    ) -> Variable {
        let hidden = decode(
            batch, memory: encode(batch.sourceIDs, batch.source, on: tape), on: tape
        ).output
        return tape.projectedCrossEntropy(
            hidden, projection, targets: batch.targetOutputs, smoothing: smoothing, scale: scale)
    }

    /// The scaled sum of the losses of all target tokens by R-Drop (`RegularizedDropout`).
    /// - Parameters:
    ///   - batch: every pair twice, with other draws of dropout: all of them, and all again in
    ///     the same order
    ///   - alpha: what the divergence of the two weighs
    /// - Returns: [1]
    package func loss(
        ofDraws batch: PackedPairs, smoothing: Float, alpha: Float, scale: Float, on tape: Tape
    ) -> Variable {
        let hidden = decode(
            batch, memory: encode(batch.sourceIDs, batch.source, on: tape), on: tape
        ).output
        return tape.projectedRegularizedDropout(
            hidden, projection, targets: batch.targetOutputs, smoothing: smoothing, alpha: alpha,
            scale: scale)
    }

    // MARK: Whole sequences

    /// - Parameter ids: source tokens with their `</s>`, as in `PackedSentences`
    /// - Returns: [source rows, dim]
    package func encode(
        _ ids: [Int32], _ sequences: SequenceLayout, on tape: Tape
    ) -> Variable {
        encoder(
            embed(ids, sequences, sourceEmbedding, sourcePositions, on: tape), sequences, on: tape)
    }

    /// - Parameter memory: the encoder's output, [source rows, dim]
    /// - Returns: [target rows, dim], and the attention to the source.
    package func decode(
        _ batch: PackedPairs, memory: Variable, on tape: Tape
    ) -> (output: Variable, attention: SourceAttention) {
        decoder(
            embed(batch.targetInputs, batch.target, targetEmbedding, targetPositions, on: tape),
            batch.target, memory: memory, source: batch.source, on: tape)
    }

    /// - Parameter hidden: the decoder's output, [rows, dim]
    /// - Returns: [rows, target vocabulary]
    package func logits(_ hidden: Variable, on tape: Tape) -> Variable {
        tape.linear(hidden, projection)
    }

    // MARK: Step by step

    /// What decoding keeps, without a sentence so far.
    package func beginDecoding(on tape: Tape) -> DecoderCache {
        DecoderCache(layerCount: configuration.decoderLayers, precision: tape.cachePrecision)
    }

    /// Encodes sentences and takes them up.
    /// - Returns: the number of each, for `StepRows.sentences` and `DecoderCache.end`
    package func begin(
        _ sentences: PackedSentences, cache: inout DecoderCache, on tape: Tape
    ) -> [Int] {
        let memory = encode(sentences.ids, sentences.layout, on: tape)
        let layers = decoder.keysAndValues(of: memory, on: tape)
        return (0..<sentences.layout.count).map { sentence in
            let rows = sentences.layout.range(of: sentence)
            return cache.begin(
                layers.map { SourceMemory($0.rows(rows), precision: tape.cachePrecision) })
        }
    }

    /// One more token for every hypothesis.
    /// - Returns: logits, [rows ≥ hypotheses, target vocabulary]
    package func step(_ rows: StepRows, cache: inout DecoderCache, on tape: Tape) -> Tensor {
        logits(advance(rows, cache: &cache, on: tape), on: tape).value
    }

    /// - Returns: the decoder's output for the newest tokens, [rows ≥ hypotheses, dim]
    func advance(_ rows: StepRows, cache: inout DecoderCache, on tape: Tape) -> Variable {
        cache.advance(rows)
        let padding = repeatElement(SpecialToken.padding, count: cache.rows.rows - rows.count)
        let embedded = embed(
            rows.tokens + padding, cache.positions, targetEmbedding, targetPositions, on: tape)
        return decoder.step(embedded, cache: &cache, on: tape)
    }

    // MARK: Shared

    /// Whole sequences.
    private func embed(
        _ ids: [Int32], _ sequences: SequenceLayout, _ table: Parameter,
        _ positions: Embedding.Positions, on tape: Tape
    ) -> Variable {
        embed(
            ids, sequences.positions, table, positions, on: tape,
            rowKeys: tape.hasDropout ? sequences.rowKeys : nil)
    }

    private func embed(
        _ ids: [Int32], _ positionOf: [Int32], _ table: Parameter,
        _ positions: Embedding.Positions, on tape: Tape, rowKeys: [UInt32]? = nil
    ) -> Variable {
        tape.embedding(
            ids: ids, positionOf: positionOf, table: table, positions: positions,
            scale: Float(configuration.modelDimension).squareRoot(), rowKeys: rowKeys)
    }

    // MARK: Weights for inference

    /// Weights laid out for inference; quantized first for `int8`.
    package func pack(
        _ weights: ParameterSet, as type: WeightType = .f32, workers: Workers = Workers(count: 1)
    ) -> PackedWeights {
        guard let precision = type.precision else {
            return pack(quantize(weights), workers: workers)
        }
        return PackedWeights(weights, matrixRoles, precision: precision, workers: workers)
    }

    package func pack(
        _ weights: QuantizedWeights, workers: Workers = Workers(count: 1)
    ) -> PackedWeights {
        PackedWeights(weights, matrixRoles, workers: workers)
    }

    /// Weights in a quarter of the memory.
    package func quantize(_ weights: ParameterSet) -> QuantizedWeights {
        QuantizedWeights(weights, matrixRoles)
    }

    /// Which matrices products read, and which are tables of embeddings.
    ///
    /// Learned positions are neither: few, and added as they are.
    package var matrixRoles: MatrixRoles {
        let tables =
            sourceEmbedding == targetEmbedding
            ? [targetEmbedding] : [sourceEmbedding, targetEmbedding]
        var others = Set((tables + [projection.weight]).map(\.index))
        for case .learned(let table) in [sourcePositions, targetPositions] {
            others.insert(table.index)
        }
        return MatrixRoles(
            products: layout.parameters.filter {
                $0.shape.rank == 2 && !others.contains($0.index)
            }, transposedProducts: [projection.weight], tables: tables)
    }
}
