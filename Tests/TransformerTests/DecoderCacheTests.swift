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
                Tape(inference: sample.packed(as: .bf16))
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
            sourceLengths: [5, 1, 0, 12], stepsOf: [6, 3, 9, 1], vocabulary: sample.vocabulary)
        var cache = sample.model.beginDecoding(on: tape)
        var steps = 0
        while beam.advance(sample.model, &cache, on: tape) {
            let logits = sample.model.step(beam.rows, cache: &cache, on: tape)
            expectClose(
                rows(beam.rows.count, of: logits), beam.logits(of: sample, on: whole),
                within: weights.tolerance, "logits of step \(steps)")
            steps += 1
        }
        #expect(steps == 11)
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
        var cache = sample.model.beginDecoding(on: tape)
        while beam.advance(sample.model, &cache, on: tape) {
            let logits = sample.model.step(beam.rows, cache: &cache, on: tape)
            expectClose(
                rows(beam.rows.count, of: logits), beam.logits(of: sample, on: whole),
                within: Weights.packed.tolerance, "logits")
        }
    }

    @Test("what ended sentences held is used again")
    func slotsAreReused() {
        let sample = SampleModel()
        let tape = Weights.packed.tape(sample)
        var cache = sample.model.beginDecoding(on: tape)
        var held: Set<Int> = []
        for round in 0..<4 {
            let numbers = sample.model.begin(
                PackedSentences([[5], [6, 7]]), cache: &cache, on: tape)
            for step in 0..<5 {
                var rows = StepRows()
                rows.tokens = [SpecialToken.begin, SpecialToken.begin]
                rows.parents = step == 0 ? [-1, -1] : [0, 1]
                rows.sentences = numbers
                rows.counts = [1, 1]
                _ = sample.model.step(rows, cache: &cache, on: tape)
                if round == 0 { held.formUnion(cache.newest.map { Int($0) }) }
                #expect(held.isSuperset(of: cache.newest.map { Int($0) }))
            }
            for number in numbers { cache.end(number) }
        }
        #expect(held.count == 10)
    }
}

/// Hypotheses that grow, split, change places and end at random, a few for each sentence; each
/// sentence enters at a step of its own.
private struct RandomBeam {
    let sources: [[Int32]]
    /// How many steps each sentence has.
    private let stepsOf: [Int]
    private let vocabulary: Int
    private var random = RandomSource(seed: 11)
    private var stepCount = 0
    private var numbers: [Int]
    /// What the decoder has read for each row, `<s>` first.
    private var prefixes: [[Int32]] = []
    /// Rows of each sentence.
    private var counts: [Int]
    private(set) var rows = StepRows()

    init(sourceLengths: [Int], stepsOf: [Int], vocabulary: Int) {
        self.stepsOf = stepsOf
        self.vocabulary = vocabulary
        counts = sourceLengths.map { _ in 0 }
        numbers = sourceLengths.map { _ in -1 }
        var random = RandomSource(seed: 12)
        sources = sourceLengths.map { random.words($0, vocabulary: vocabulary) }
    }

    /// Begins a step; false when every sentence has ended.
    mutating func advance(
        _ model: EncoderDecoder, _ cache: inout DecoderCache, on tape: Tape
    ) -> Bool {
        let before = (prefixes, counts)
        (prefixes, counts, rows) = ([], [], StepRows())
        var firstRow = 0
        for sentence in sources.indices {
            let position = stepCount - sentence
            if position == 0 {
                numbers[sentence] =
                    model.begin(
                        PackedSentences([sources[sentence]]), cache: &cache, on: tape)[0]
            } else if position == stepsOf[sentence] {
                cache.end(numbers[sentence])
            }
            let isLive = position >= 0 && position < stepsOf[sentence]
            let count = !isLive ? 0 : position == 0 ? 1 : 1 + random.index(below: 4)
            for _ in 0..<count {
                guard position > 0 else {
                    rows.parents.append(-1)
                    prefixes.append([SpecialToken.begin])
                    continue
                }
                let parent = firstRow + random.index(below: before.1[sentence])
                rows.parents.append(Int32(parent))
                prefixes.append(before.0[parent] + random.words(1, vocabulary: vocabulary))
            }
            if isLive {
                rows.sentences.append(numbers[sentence])
                rows.counts.append(count)
            }
            counts.append(count)
            firstRow += before.1[sentence]
        }
        rows.tokens = prefixes.compactMap(\.last)
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
