import ArgumentParser
import Search
import Tensors
import Transformer

struct DecodeCase: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "decode",
        abstract: "Beam search with random weights, a fixed number of tokens a sentence.")

    @OptionGroup var options: ModelOptions

    @Option(help: "Hypotheses followed at once.")
    var beam = 4

    @Option(help: "Sentences, of 8 to 29 source tokens.")
    var sentences = 640

    @Option(help: "Target tokens decoded for each sentence.")
    var length = 24

    @Option(
        help: ArgumentHelp(
            """
            Random candidates of each source token, besides 100 for all; 0 for no shortlist.
            """, valueName: "n"))
    var shortlist = 0

    @Option(help: "Timed runs over all sentences.")
    var runs = 5

    func validate() throws {
        guard sentences > 0, runs > 0 else {
            throw ValidationError("--sentences and --runs must be 1 or more.")
        }
        guard shortlist >= 0, shortlist == 0 || shortlist <= options.vocabulary - 100 else {
            throw ValidationError("--shortlist must be 0, or at most the vocabulary less 100.")
        }
    }

    func run() throws {
        let workers = Workers(count: options.workers)
        let gemm = gemmGigaflops(precision: options.precision, workers: workers)
        let model = EncoderDecoder(options.configuration)
        var random = RandomSource(seed: 1)
        let weights = model.pack(
            ParameterSet(model.layout, random: &random), as: options.precision)
        let sources = (0..<sentences).map { _ in
            options.ids(Int.random(in: 8..<30, using: &random), &random)
        }
        var searchOptions = BeamSearch.Options(beam: beam)
        searchOptions.forcedLength = length
        var search = try BeamSearch(searchOptions)
        if shortlist > 0 { search.shortlist = try randomShortlist() }
        var decoded = 0
        func decode() {
            let found = search.search(sources, model: model, weights: weights, workers: workers)
            decoded = found.reduce(0) { $0 + $1[0].tokens.count }
        }
        // How much memory the workers hold at once depends on their timing.
        for _ in 0..<2 { decode() }
        let before = MemoryPool.shared.allocationCount
        let measurement = Measurement(warmups: 0, runs: runs, decode)
        let allocations = MemoryPool.shared.allocationCount - before
        precondition(decoded == sentences * length, "\(decoded) tokens decoded")
        let rate = Double(decoded) / measurement.median
        report(
            [
                "preset": options.preset.rawValue, "precision": options.precision.rawValue,
                "beam": beam, "shortlist": shortlist, "vocabulary": options.vocabulary,
                "workers": workers.count,
                "target_tokens_per_second": Int(rate),
                "target_tokens_per_second_range":
                    "\(Int(Double(decoded) / measurement.range.upperBound))…"
                    + "\(Int(Double(decoded) / measurement.range.lowerBound))",
                "gemm_gflops": Int(gemm),
                "allocations_per_run": Double(allocations) / Double(runs),
                "resident_megabytes": Int(ProcessUsage().peakResidentMegabytes),
            ], asJSON: options.json)
    }

    /// Tokens that are frequent share theirs, which these do not: real ones are shorter.
    private func randomShortlist() throws -> Shortlist {
        var random = RandomSource(seed: 2)
        let V = Int32(options.vocabulary)
        let candidates = (0..<V).map { _ -> [Int32]? in
            Set((0..<shortlist).map { _ in Int32.random(in: 100..<V, using: &random) }).sorted()
        }
        return try Shortlist(
            always: Array(0..<100), candidates: candidates, targetVocabulary: Int(V))
    }
}
