import ArgumentParser
import Tensors
import Training
import Transformer

struct TrainCase: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "train",
        abstract: "Training steps on random ids: loss, gradients, clipping and Adam.")

    @OptionGroup var options: ModelOptions

    @Option(help: "Sentence pairs a batch.")
    var batch = 64

    @Option(help: "Tokens of a source sentence.")
    var source = 32

    @Option(help: "Tokens of a target sentence.")
    var target = 32

    @Option(help: "Layers of the encoder, and as many of the decoder; default: as the preset has.")
    var layers: Int?

    @Flag(
        help: """
            Sentences of many lengths, with the means that --source and --target say, sorted into \
            batches of as many tokens. The default is one length for all.
            """)
    var varied = false

    @Option(help: "Timed steps.")
    var steps = 20

    func validate() throws {
        _ = try options.trainingPrecision()
        guard batch > 0, steps > 0, (2...1024).contains(source), (2...1024).contains(target) else {
            throw ValidationError(
                "--batch and --steps must be 1 or more, --source and --target in 2…1024.")
        }
        guard layers.map((1...256).contains) ?? true else {
            throw ValidationError("--layers must be in 1…256.")
        }
    }

    func run() throws {
        let workers = Workers(count: options.workers)
        let gemm = gemmGigaflops(precision: options.precision, workers: workers)
        var configuration = options.configuration
        configuration.encoderLayers = layers ?? configuration.encoderLayers
        configuration.decoderLayers = layers ?? configuration.decoderLayers
        let batches = TrainBatches(self, count: varied ? steps : 1)
        var training = BenchTraining(
            configuration, precision: try options.trainingPrecision(), workers)
        // Every shape some times before the clock runs: how much memory the workers hold at once
        // depends on their timing.
        for _ in 0..<(varied ? 2 : 5) { for batch in batches.all { training.step(batch) } }
        let before = MemoryPool.shared.allocationCount
        var next = 0
        let measurement = Measurement(warmups: 0, runs: steps) {
            training.step(batches.all[next % batches.all.count])
            next += 1
        }
        let allocations = MemoryPool.shared.allocationCount - before
        precondition(training.loss.isFinite && training.loss > 0, "loss \(training.loss)")
        let seconds = varied ? measurement.mean : measurement.median
        let gigaflops = 3 * batches.forwardOperations(configuration) / seconds * 1e-9
        report(
            [
                "preset": options.preset.rawValue,
                "precision": options.precision.rawValue,
                "seconds_per_step": rounded(seconds),
                "seconds_range":
                    "\(rounded(measurement.range.lowerBound))…\(rounded(measurement.range.upperBound))",
                "target_tokens_per_second": Int(batches.targetTokens / seconds),
                "gflops": Int(gigaflops), "gemm_gflops": Int(gemm),
                "share_of_gemm": rounded(gigaflops / gemm),
                "padding_share": rounded(batches.paddingShare(workers: options.workers)),
                "allocations_per_step": rounded(Double(allocations) / Double(steps)),
                "resident_megabytes": Int(ProcessUsage().peakResidentMegabytes),
            ], asJSON: options.json)
    }

    private func rounded(_ number: Double) -> Double { (number * 10_000).rounded() / 10_000 }
}

/// A model in training, as far as a step goes.
private struct BenchTraining {
    private(set) var loss = 0.0
    private var weights: ParameterSet
    private var adam: Adam
    private let gradients: GradientWorkers
    private let workers: Workers
    private let random: RandomSource

    init(_ configuration: Configuration, precision: Precision, _ workers: Workers) {
        let model = EncoderDecoder(configuration)
        var random = RandomSource(seed: 1)
        weights = ParameterSet(model.layout, random: &random)
        adam = Adam(model.layout)
        gradients = GradientWorkers(
            model, workers: workers, precision: precision, smoothing: 0.1)
        self.workers = workers
        self.random = random
    }

    mutating func step(_ pairs: TrainBatches.Batch) {
        let result = gradients.compute(pairs, weights: weights, random: random)
        adam.update(
            &weights, with: gradients.gradient, gradientFactor: min(1, 1 / result.norm),
            rate: 1e-4, workers: workers)
        loss = result.loss
    }
}
