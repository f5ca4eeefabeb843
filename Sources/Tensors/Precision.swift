/// How the factors of a product are stored; sums, and all that is not a product, are f32.
package enum Precision: String, Sendable, Codable, CaseIterable {
    case f32
    /// bfloat16: 8 bits of mantissa, the range of f32; twice the rate where the CPU has it.
    case bf16

    /// What this processor multiplies fastest.
    package static var fastest: Precision { Matmul.hasFastBFloat16 ? .bf16 : .f32 }
}

/// How weights are kept for inference, in memory and in files.
package enum WeightType: String, Sendable, Codable, CaseIterable {
    case f32
    case bf16
    /// Whole numbers of 8 bits with a scale for each output; the other factor of a product is
    /// quantized row by row. No type for training.
    case int8

    package init(_ precision: Precision) {
        self = precision == .f32 ? .f32 : .bf16
    }

    /// That of the factors of products; nil for whole numbers, which have no `Precision`.
    package var precision: Precision? { Precision(rawValue: rawValue) }

    /// What this processor multiplies fastest.
    package static var fastest: WeightType {
        QuantizationKernel.isFast ? .int8 : WeightType(Precision.fastest)
    }
}
