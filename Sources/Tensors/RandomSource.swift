import Foundation

/// A seeded source of random numbers: SplitMix64 (Steele, Lea & Flood 2014).
///
/// The same seed gives the same draws on every machine, and `split` gives an independent source,
/// so that what one part draws never shifts what another part gets. Its whole state is one
/// number, which checkpoints keep.
package struct RandomSource: RandomNumberGenerator, Sendable, Codable, Equatable {
    package private(set) var state: UInt64

    package init(seed: UInt64) {
        state = seed
    }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    /// A source whose draws are independent of this one's.
    package mutating func split() -> RandomSource {
        RandomSource(seed: next())
    }

    /// A number from [0, 1), every multiple of 2⁻²⁴ equally likely.
    package mutating func uniform() -> Float {
        Float(next() >> 40) * 0x1p-24
    }

    /// The same as finely as a double can say, every multiple of 2⁻⁵³.
    package mutating func unitInterval() -> Double {
        Double(next() >> 11) * 0x1p-53
    }
}

extension RandomSource {
    /// A normal draw with mean 0 and deviation 1 (Box & Muller 1958).
    package mutating func normal() -> Float {
        let radius = (-2 * log(1 - uniform())).squareRoot()
        return radius * cos(2 * .pi * uniform())
    }
}
