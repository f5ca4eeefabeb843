import Tensors
import Testing

@testable import Transformer

@Suite struct DecoderCacheTests {
    /// How a tape reads the weights.
    enum Weights: CaseIterable {
        case plain, packed, packedHalf, quantized

        func tape(_ sample: SampleModel) -> Tape {
            switch self {
            case .plain: Tape(weights: sample.weights, mode: .inference)
            case .packed: Tape(inference: sample.model.pack(sample.weights))
            case .packedHalf:
                Tape(inference: sample.model.pack(sample.weights, precision: .bf16))
            case .quantized: Tape(inference: sample.packed(as: .int8))
            }
        }

        /// Of the largest logit: rounding in single precision, a few steps of bf16's 2⁻⁸, and
        /// of the 1/254 of a row's or an output's largest number.
        var tolerance: Float {
            switch self {
            case .plain, .packed: 1e-5
            case .packedHalf, .quantized: 0.05
            }
        }

        /// Those the processor has products for.
        static var supported: [Weights] {
            allCases.filter { $0 != .packedHalf || Matmul.hasFastBFloat16 }
        }
    }

    init() { useOneThread() }

    @Test(
        "a beam decoded step by step has the logits of whole sequences",
        arguments: Weights.supported, Configuration.Normalization.allCases)
    func stepsEqualWholeSequences(
        weights: Weights, normalization: Configuration.Normalization
    ) {
        let sample = SampleModel(normalization: normalization)
        let tape = weights.tape(sample)
        let whole = Tape(weights: sample.weights, mode: .inference)
        var beam = RandomBeam(
            sourceLengths: [5, 1, 0, 12], stepsOf: [6, 3, 8, 1], vocabulary: sample.vocabulary)
        var cache = sample.model.beginDecoding(PackedSentences(beam.sources), on: tape)
        var steps = 0
        while beam.advance() {
            let logits = sample.model.step(
                tokens: beam.tokens, parents: beam.parents, counts: beam.counts, cache: &cache,
                on: tape)
            expectClose(
                rows(beam.tokens.count, of: logits), beam.logits(of: sample, on: whole),
                within: weights.tolerance, "logits of step \(steps)")
            steps += 1
        }
        #expect(steps == 8)
    }

    @Test(
        "every variant decodes step by step as it reads whole sequences",
        arguments: SampleModel.Variant.allCases, Configuration.Normalization.allCases)
    func variants(variant: SampleModel.Variant, normalization: Configuration.Normalization) {
        let sample = SampleModel(normalization: normalization, variant: variant)
        let whole = Tape(weights: sample.weights, mode: .inference)
        let tape = Weights.packed.tape(sample)
        var beam = RandomBeam(
            sourceLengths: [5, 1, 19], stepsOf: [6, 3, 18], vocabulary: sample.vocabulary)
        var cache = sample.model.beginDecoding(PackedSentences(beam.sources), on: tape)
        while beam.advance() {
            let logits = sample.model.step(
                tokens: beam.tokens, parents: beam.parents, counts: beam.counts, cache: &cache,
                on: tape)
            expectClose(
                rows(beam.tokens.count, of: logits), beam.logits(of: sample, on: whole),
                within: Weights.packed.tolerance, "logits")
        }
    }

    @Test("a step without hypotheses is allowed, as all sentences may be finished")
    func everySentenceFinished() {
        let sample = SampleModel()
        let tape = Weights.packed.tape(sample)
        var cache = sample.model.beginDecoding(PackedSentences([[5], [6, 7]]), on: tape)
        for counts in [[1, 1], [0, 0]] {
            let begins = [Int32](repeating: SpecialToken.begin, count: counts.reduce(0, +))
            let logits = sample.model.step(
                tokens: begins, parents: begins.map { _ in 0 }, counts: counts, cache: &cache,
                on: tape)
            #expect(logits.dimensions2 == (8, sample.vocabulary))
        }
    }
}

/// Hypotheses that grow, split, change places and end at random, a few for each sentence.
private struct RandomBeam {
    let sources: [[Int32]]
    private let stepsOf: [Int]
    private let vocabulary: Int
    private var random = RandomSource(seed: 11)
    private var stepCount = 0
    /// What the decoder has read for each row, `<s>` first.
    private var prefixes: [[Int32]] = []
    private(set) var parents: [Int32] = []
    private(set) var counts: [Int]

    init(sourceLengths: [Int], stepsOf: [Int], vocabulary: Int) {
        self.stepsOf = stepsOf
        self.vocabulary = vocabulary
        counts = sourceLengths.map { _ in 0 }
        var random = RandomSource(seed: 12)
        sources = sourceLengths.map { random.words($0, vocabulary: vocabulary) }
    }

    var tokens: [Int32] { prefixes.compactMap(\.last) }

    /// Begins a step; false when every sentence has ended.
    mutating func advance() -> Bool {
        let before = (prefixes, counts)
        (prefixes, parents, counts) = ([], [], [])
        var firstRow = 0
        for sentence in sources.indices {
            let isLive = stepCount < stepsOf[sentence]
            let count = !isLive ? 0 : stepCount == 0 ? 1 : 1 + random.index(below: 4)
            for _ in 0..<count {
                guard stepCount > 0 else {
                    prefixes.append([SpecialToken.begin])
                    continue
                }
                let parent = firstRow + random.index(below: before.1[sentence])
                parents.append(Int32(parent))
                prefixes.append(before.0[parent] + random.words(1, vocabulary: vocabulary))
            }
            counts.append(count)
            firstRow += before.1[sentence]
        }
        stepCount += 1
        return !prefixes.isEmpty
    }

    /// The logits after each row's prefix, from whole sequences.
    func logits(of sample: SampleModel, on tape: Tape) -> [Float] {
        let owners = counts.enumerated().flatMap { Array(repeating: $0.offset, count: $0.element) }
        let batch = PackedPairs(
            zip(owners, prefixes).map { (sources[$0], Array($1.dropFirst())) }, roundedTo: 1)
        let logits = sample.logits(of: batch, on: tape)
        return prefixes.indices.flatMap { row in
            let last = batch.target.range(of: row).upperBound - 1
            return logits.rows(last..<last + 1).elements
        }
    }
}
