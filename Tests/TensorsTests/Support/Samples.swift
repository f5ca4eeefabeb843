@testable import Tensors

extension Tensor {
    /// Uniform draws from (−1, 1), the same for the same seed.
    static func random(_ sizes: Int..., seed: UInt64) -> Tensor {
        var source = RandomSource(seed: seed)
        return Tensor(source.floats(Shape(sizes).count), shape: Shape(sizes))
    }
}

extension RandomSource {
    /// Uniform draws from (−limit, limit).
    mutating func floats(_ count: Int, limit: Float = 1) -> [Float] {
        (0..<count).map { _ in (2 * uniform() - 1) * limit }
    }

    /// Draws from 0 ..< bound.
    mutating func indices(_ count: Int, below bound: Int) -> [Int32] {
        (0..<count).map { _ in Int32(next() % UInt64(bound)) }
    }
}

extension Float {
    /// The nearest bfloat16, ties to even, by its definition: the nearest multiple of a unit in
    /// the eighth bit.
    var roundedToBFloat16: Float {
        guard isFinite, self != 0 else { return self }
        let unit = Double(sign: .plus, exponent: Swift.max(exponent, -126) - 7, significand: 1)
        return Float((Double(self) / unit).rounded(.toNearestOrEven) * unit)
    }
}
