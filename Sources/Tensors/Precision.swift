/// How the factors of a product are stored; sums, and all that is not a product, are f32.
package enum Precision: String, Sendable, Codable, CaseIterable {
    case f32
    /// bfloat16: 8 bits of mantissa, the range of f32; twice the rate where the CPU has it.
    case bf16

    /// What this processor multiplies fastest.
    package static var fastest: Precision { Matmul.hasFastBFloat16 ? .bf16 : .f32 }
}
