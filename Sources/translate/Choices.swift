public import ArgumentParser
import Evaluation
import Tensors
import Transformer
public import TranslationPipeline

/// A model size, or the one that fits the corpus.
enum PresetChoice: String, ExpressibleByArgument, CaseIterable {
    case auto, tiny, small, base, big

    var preset: Preset? { Preset(rawValue: rawValue) }
}

/// A type for the factors of products, or the fastest the processor has.
enum PrecisionChoice: String, ExpressibleByArgument, CaseIterable {
    case auto, f32, bf16

    var precision: Precision? { Precision(rawValue: rawValue) }
}

extension AlignmentFormat: ExpressibleByArgument {}
extension BLEU.Tokenization: ExpressibleByArgument {}
extension Precision: ExpressibleByArgument {}
extension Configuration.Tying: ExpressibleByArgument {}
extension Configuration.Normalization: ExpressibleByArgument {}

/// A length of time as people write it: 90s, 30m, 2h.
struct TimeBudget: ExpressibleByArgument {
    let seconds: Double

    init?(argument: String) {
        let units: [Character: Double] = ["s": 1, "m": 60, "h": 3600]
        guard let unit = argument.last, let factor = units[unit],
            let number = Double(argument.dropLast()), number > 0, number.isFinite
        else { return nil }
        seconds = number * factor
    }
}
