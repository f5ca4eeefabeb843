public import ArgumentParser
import Corpus
import Evaluation
import Tensors
import Training
import Transformer
public import TranslationPipeline

/// A model size, or the one that fits the corpus.
enum PresetChoice: String, ExpressibleByArgument, CaseIterable {
    case auto, tiny, small, base, big

    var preset: Preset? { Preset(rawValue: rawValue) }
}

/// A type for the factors of a training's products, or the fastest the processor has.
enum PrecisionChoice: String, ExpressibleByArgument, CaseIterable {
    case auto, f32, bf16

    /// What to train with; nil for auto.
    ///
    /// Says so where the processor lacks what is asked for.
    func forTraining() -> Precision? {
        noteIfMissing(self == .bf16)
        return self == .bf16 && !Matmul.hasFastBFloat16 ? .f32 : Precision(rawValue: rawValue)
    }
}

extension TranslationOptions.Precision: ExpressibleByArgument {
    /// Says so where the processor lacks what is asked for.
    func noted() -> Self {
        noteIfMissing(self == .bf16)
        return self
    }
}

private func noteIfMissing(_ wantsBFloat16: Bool) {
    guard wantsBFloat16, !Matmul.hasFastBFloat16 else { return }
    complain("--precision bf16: this processor has no bf16 products. f32 is used instead.")
}

extension TranslationOptions.Stopping: ExpressibleByArgument {}
extension AlignmentFormat: ExpressibleByArgument {}
extension CodeTreatment: ExpressibleByArgument {}
extension CleaningSelection: ExpressibleByArgument {
    init?(argument: String) { self.init(text: argument) }
}
extension BLEU.Tokenization: ExpressibleByArgument {}
extension Precision: ExpressibleByArgument {}
extension Configuration.Tying: ExpressibleByArgument {}
extension Configuration.Normalization: ExpressibleByArgument {}
extension Configuration.Norm: ExpressibleByArgument {}
extension Configuration.Activation: ExpressibleByArgument {}
extension Configuration.Positions: ExpressibleByArgument {}
extension Schedule.Shape: ExpressibleByArgument {}
extension Averaging.Kind: ExpressibleByArgument {}

/// A length of time as people write it: 90s, 30m, 2h.
struct TimeBudget: ExpressibleByArgument {
    let seconds: Double

    /// Ten years.
    private static let longestSeconds = 3.2e8

    init?(argument: String) {
        let units: [Character: Double] = ["s": 1, "m": 60, "h": 3600]
        guard let unit = argument.last, let factor = units[unit],
            let number = Double(argument.dropLast()), number > 0,
            number * factor <= Self.longestSeconds
        else { return nil }
        seconds = number * factor
    }
}

/// Threads that make sense on one machine.
let workerRange = 1...1024

/// - Throws: `ValidationError` for a number that was given and is out of range
func checkRange<Number: Comparable>(
    _ number: Number?, _ option: String, _ range: ClosedRange<Number>
) throws {
    guard let number, !range.contains(number) else { return }
    throw ValidationError(
        "\(option) \(number): out of range. "
            + "Pass a number in \(range.lowerBound)…\(range.upperBound).")
}
