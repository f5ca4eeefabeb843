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

    @Option(help: "Timed steps.")
    var steps = 20

    func validate() throws {
        guard batch > 0, steps > 0, (2...1024).contains(source), (2...1024).contains(target) else {
            throw ValidationError(
                "--batch and --steps must be 1 or more, --source and --target in 2…1024.")
        }
    }

    func run() {
        let workers = Workers(count: options.workers)
        let gemm = gemmGigaflops(precision: options.precision, workers: workers)
        let model = EncoderDecoder(options.configuration)
        var random = RandomSource(seed: 1)
        var weights = ParameterSet(model.layout, random: &random)
        var adam = Adam(model.layout)
        let gradients = GradientWorkers(
            model, workers: workers, precision: options.precision, smoothing: 0.1)
        // `</s>` is one of each side's tokens, as in the peers' shapes.
        let pairs = (0..<batch).map { _ in
            (
                source: options.ids(source - 1, &random),
                target: options.ids(target - 1, &random)
            )
        }
        var loss = 0.0
        var allocations = 0
        var step = 0
        let measurement = Measurement(runs: steps) {
            step += 1
            let before = MemoryPool.shared.allocationCount
            let result = gradients.compute(pairs, weights: weights, random: random)
            adam.update(
                &weights, with: gradients.gradient, gradientFactor: min(1, 1 / result.norm),
                rate: 1e-4, workers: workers)
            loss = result.loss
            allocations = MemoryPool.shared.allocationCount - before
        }
        precondition(loss.isFinite && loss > 0, "loss \(loss)")
        let gigaflops = 3 * forwardOperations(options.configuration) / measurement.median * 1e-9
        report(
            [
                "preset": options.preset.rawValue,
                "precision": options.precision.rawValue,
                "seconds_per_step": rounded(measurement.median),
                "seconds_range":
                    "\(rounded(measurement.range.lowerBound))…\(rounded(measurement.range.upperBound))",
                "target_tokens_per_second": Int(Double(batch * target) / measurement.median),
                "gflops": Int(gigaflops), "gemm_gflops": Int(gemm),
                "share_of_gemm": rounded(gigaflops / gemm),
                "allocations_per_step": allocations,
            ], asJSON: options.json)
    }

    /// Products of one forward pass, two operations for each multiplication.
    private func forwardOperations(_ c: Configuration) -> Double {
        let (B, S, T) = (Double(batch), Double(source), Double(target))
        let (D, F) = (Double(c.modelDimension), Double(c.feedForwardDimension))
        let (encoders, decoders) = (Double(c.encoderLayers), Double(c.decoderLayers))
        let encoder = B * S * encoders * (8 * D * D + 4 * D * F + 4 * S * D)
        let decoder = B * T * decoders * (12 * D * D + 4 * D * F + 4 * T * D + 4 * S * D)
        let memory = B * S * decoders * 4 * D * D
        return encoder + decoder + memory + B * T * 2 * D * Double(c.targetVocabulary)
    }

    private func rounded(_ number: Double) -> Double { (number * 10_000).rounded() / 10_000 }
}
