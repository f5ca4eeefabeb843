import ArgumentParser
import Search
import Synchronization
import Tensors
import Transformer

struct DecodeCase: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "decode",
        abstract: "Beam search with random weights, a fixed number of tokens a sentence.")

    @Option(help: "Model size: tiny, small, base or big.")
    var preset: Preset = .small

    @Option(help: "Type of the factors of products: f32 or bf16.")
    var precision: Precision = .f32

    @Option(help: "Number of tokens in the vocabulary.")
    var vocabulary = 8000

    @Option(help: "Hypotheses followed at once.")
    var beam = 4

    @Option(help: "Cores to use, one thread each.")
    var workers = 2

    @Option(help: "Sentences, of 8 to 29 source tokens.")
    var sentences = 640

    @Option(help: "Target tokens decoded for each sentence.")
    var length = 24

    @Option(help: "Timed runs over all sentences.")
    var runs = 5

    @Flag(help: "Print one JSON object.")
    var json = false

    private static let batchSize = 64

    func run() throws {
        let workers = Workers(count: workers)
        let gemm = gemmGigaflops(precision: precision, workers: workers)
        let model = EncoderDecoder(
            preset.configuration(sourceVocabulary: vocabulary, targetVocabulary: vocabulary))
        var random = RandomSource(seed: 1)
        let weights = model.pack(
            ParameterSet(model.layout, random: &random), precision: precision)
        let sources = (0..<sentences).map { _ in
            (0..<Int.random(in: 8..<30, using: &random)).map { _ in
                Int32.random(in: 4..<Int32(vocabulary), using: &random)
            }
        }.sorted { $0.count > $1.count }
        var options = BeamSearch.Options(beam: beam)
        options.forcedLength = length
        let search = try BeamSearch(options)
        var decoded = 0
        let measurement = Measurement(warmups: 1, runs: runs) {
            decoded = decode(sources, model, weights, search, workers)
        }
        precondition(decoded == sentences * length, "\(decoded) tokens decoded")
        let rate = Double(decoded) / measurement.median
        report(
            [
                "preset": preset.rawValue, "precision": precision.rawValue, "beam": beam,
                "vocabulary": vocabulary, "workers": workers.count,
                "target_tokens_per_second": Int(rate),
                "target_tokens_per_second_range":
                    "\(Int(Double(decoded) / measurement.range.upperBound))…"
                    + "\(Int(Double(decoded) / measurement.range.lowerBound))",
                "gemm_gflops": Int(gemm),
            ], asJSON: json)
    }

    /// - Returns: the number of tokens in the best hypotheses.
    private func decode(
        _ sources: [[Int32]], _ model: EncoderDecoder, _ weights: PackedWeights,
        _ search: BeamSearch, _ workers: Workers
    ) -> Int {
        let next = Atomic(0)
        return workers.map { _ -> Int in
            var tokens = 0
            while true {
                let start = next.wrappingAdd(Self.batchSize, ordering: .relaxed).oldValue
                guard start < sources.count else { return tokens }
                let batch = Array(sources[start..<min(start + Self.batchSize, sources.count)])
                var scorer = TransformerScorer(
                    model: model, tape: Tape(inference: weights),
                    sentences: PackedSentences(batch))
                tokens += search.search(batch, with: &scorer).reduce(0) { $0 + $1[0].tokens.count }
            }
        }.reduce(0, +)
    }
}
