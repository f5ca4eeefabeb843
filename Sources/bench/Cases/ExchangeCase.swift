import ArgumentParser
import Foundation
import Tensors
import Training
import Transformer

struct ExchangeCase: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "exchange",
        abstract: "Training steps of several processes, which mpirun starts.",
        discussion: """
            Compare “mpirun -np 2 bench exchange --workers 1” with “bench exchange --workers 2”. \
            Needs a build with “swift build -c release --traits MPI”.
            """)

    @OptionGroup var options: ModelOptions

    @Option(help: "Sentence pairs a batch, shared by all processes.")
    var batch = 64

    @Option(help: "Tokens of a sentence, on either side.")
    var length = 32

    @Option(help: "Timed steps.")
    var steps = 20

    func validate() throws {
        _ = try options.trainingPrecision()
        guard (1...1_000_000).contains(batch), steps > 0, (2...1024).contains(length) else {
            throw ValidationError(
                "--batch and --steps must be 1 or more, --length in 2…1024.")
        }
    }

    func run() throws {
        let group = try ProcessGroup.join(
            as: ProcessMember(
                workers: options.workers, arguments: Array(CommandLine.arguments.dropFirst()),
                program: "/proc/self/exe"),
            environment: ProcessInfo.processInfo.environment,
            complain: { FileHandle.standardError.write(Data(($0 + "\n").utf8)) },
            whileWaiting: { _ in })
        let workers = Workers(count: options.workers)
        let model = EncoderDecoder(options.configuration)
        var random = RandomSource(seed: 1)
        var weights = ParameterSet(model.layout, random: &random)
        var adam = Adam(model.layout)
        let gradients = GradientWorkers(
            model, workers: workers, precision: try options.trainingPrecision(), smoothing: 0.1,
            group: group)
        let pairs = (0..<batch).map { _ in
            (source: options.ids(length - 1, &random), target: options.ids(length - 1, &random))
        }
        var (exchangeSeconds, waitingSeconds, loss, calls) = (0.0, 0.0, 0.0, 0.0)
        let measurement = Measurement(runs: steps) {
            let result = gradients.compute(pairs, weights: weights, random: random)
            adam.update(
                &weights, with: gradients.gradient, gradientFactor: min(1, 1 / result.norm),
                rate: 1e-4, workers: workers)
            exchangeSeconds += result.exchangeSeconds
            waitingSeconds += result.waitingSeconds
            loss = result.loss
            calls += 1
        }
        precondition(loss.isFinite && loss > 0, "loss \(loss)")
        if group.isLead {
            tell(measurement, group, model, exchangeSeconds / calls, waitingSeconds / calls)
        }
        group.leave()
    }

    private func tell(
        _ measurement: Measurement, _ group: ProcessGroup, _ model: EncoderDecoder,
        _ exchangeSeconds: Double, _ waitingSeconds: Double
    ) {
        // Nothing is exchanged by a process alone, and nothing hidden.
        let hidden = exchangeSeconds > 0 ? max(0, 1 - waitingSeconds / exchangeSeconds) : 0
        report(
            [
                "preset": options.preset.rawValue, "precision": options.precision.rawValue,
                "processes": group.size, "workers": options.workers,
                "seconds_per_step": rounded(measurement.median),
                "seconds_range":
                    "\(rounded(measurement.range.lowerBound))…\(rounded(measurement.range.upperBound))",
                "target_tokens_per_second": Int(Double(batch * length) / measurement.median),
                "gradient_megabytes": rounded(Double(model.layout.count) * 4e-6),
                "exchange_seconds": rounded(exchangeSeconds),
                "waiting_seconds": rounded(waitingSeconds),
                "hidden_share": rounded(hidden),
            ], asJSON: options.json)
    }

    private func rounded(_ number: Double) -> Double { (number * 10_000).rounded() / 10_000 }
}
