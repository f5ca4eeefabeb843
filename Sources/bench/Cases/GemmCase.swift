import ArgumentParser
import Tensors

struct GemmCase: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "gemm", abstract: "The rate of matrix products, [2048, 512]·[512, 2048].")

    @Option(help: "Type of the factors: f32, bf16 or int8.")
    var precision: WeightType = .f32

    @Option(help: "Cores to use, one thread each.")
    var workers = 2

    @Flag(help: "Print one JSON object.")
    var json = false

    func validate() throws { try precision.requireFast() }

    func run() {
        let rate = gemmGigaflops(precision: precision, workers: Workers(count: workers))
        report(
            [
                "library": Matmul.library, "precision": precision.rawValue, "workers": workers,
                "gemm_gflops": Int(rate.rounded()),
            ], asJSON: json)
    }
}
