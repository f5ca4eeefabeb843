import ArgumentParser
import Tensors
import Training
import Transformer

struct TrainCase: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "train",
        abstract: "Training steps on random ids: loss, gradients, clipping and Adam.")

    @Option(help: "Model size: tiny, small, base or big.")
    var preset: Preset = .small

    @Option(help: "Type of the factors of products: f32 or bf16.")
    var precision: Precision = .f32

    @Option(help: "Number of tokens in the vocabulary.")
    var vocabulary = 8000

    @Option(help: "Sentence pairs a batch.")
    var batch = 64

    @Option(help: "Tokens of a source sentence.")
    var source = 32

    @Option(help: "Tokens of a target sentence.")
    var target = 32

    @Option(help: "Cores to use, one thread each.")
    var workers = 2

    @Option(help: "Timed steps.")
    var steps = 20

    @Flag(help: "Print one JSON object.")
    var json = false

    func run() {
        let workers = Workers(count: workers)
        let gemm = gemmGigaflops(precision: precision, workers: workers)
        let configuration = preset.configuration(
            sourceVocabulary: vocabulary, targetVocabulary: vocabulary)
        let model = EncoderDecoder(configuration)
        var random = RandomSource(seed: 1)
        var weights = ParameterSet(model.layout, random: &random)
        var adam = Adam(model.layout)
        let gradients = GradientWorkers(
            model, workers: workers, precision: precision, smoothing: 0.1)
        // `</s>` is one of each side's tokens, as in the peers' shapes.
        let pairs = (0..<batch).map { _ in
            (source: ids(source - 1, &random), target: ids(target - 1, &random))
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
        let gigaflops = 3 * forwardOperations(configuration) / measurement.median * 1e-9
        report(
            [
                "preset": preset.rawValue, "precision": precision.rawValue,
                "seconds_per_step": rounded(measurement.median),
                "seconds_range":
                    "\(rounded(measurement.range.lowerBound))…\(rounded(measurement.range.upperBound))",
                "target_tokens_per_second": Int(Double(batch * target) / measurement.median),
                "gflops": Int(gigaflops), "gemm_gflops": Int(gemm),
                "share_of_gemm": rounded(gigaflops / gemm),
                "allocations_per_step": allocations,
            ], asJSON: json)
    }

    private func ids(_ count: Int, _ random: inout RandomSource) -> [Int32] {
        (0..<count).map { _ in Int32.random(in: 4..<Int32(vocabulary), using: &random) }
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

extension Preset: ExpressibleByArgument {}
