import ArgumentParser
import Tensors
import Transformer

/// What is measured on; the names and defaults are those of other tools' measurements.
struct ModelOptions: ParsableArguments {
    @Option(help: "Model size: tiny, small, base or big.")
    var preset: Preset = .small

    @Option(help: "Type of the factors of products: f32, bf16 or, to decode, int8.")
    var precision: WeightType = .f32

    @Option(help: "Number of tokens in the vocabulary.")
    var vocabulary = 8000

    @Option(help: "Cores to use, one thread each.")
    var workers = 2

    @Flag(help: "Print one JSON object.")
    var json = false

    func validate() throws {
        guard (8...1_000_000).contains(vocabulary), (1...1024).contains(workers) else {
            throw ValidationError("--vocabulary must be in 8…1000000 and --workers in 1…1024.")
        }
        try precision.requireFast()
    }

    /// The precision of training.
    func trainingPrecision() throws -> Precision {
        guard let precision = precision.precision else {
            throw ValidationError("--precision int8: is for decoding. Pass f32 or bf16.")
        }
        return precision
    }

    var configuration: Configuration {
        preset.configuration(sourceVocabulary: vocabulary, targetVocabulary: vocabulary)
    }

    /// Random ids of ordinary tokens.
    func ids(_ count: Int, _ random: inout RandomSource) -> [Int32] {
        (0..<count).map { _ in Int32.random(in: 4..<Int32(vocabulary), using: &random) }
    }
}

extension WeightType: ExpressibleByArgument {
    func requireFast() throws {
        guard self != .bf16 || Matmul.hasFastBFloat16 else {
            throw ValidationError("--precision bf16: this processor has no bf16 products.")
        }
    }
}
extension Preset: ExpressibleByArgument {}
