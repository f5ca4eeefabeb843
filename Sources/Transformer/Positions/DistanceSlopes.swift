import Foundation

/// How much a head's scores lose with each position between query and key (ALiBi).
///
///     slope(h) = 2^(−8h/H)        h = 1 … H, for H a power of 2
///
/// Press et al. 2022, §3 (arXiv:2108.12409). Other numbers of heads take the slopes of the power
/// of 2 below them, and those that the next one has between them, as the authors' program does.
enum DistanceSlopes {
    /// - Returns: one a head
    static func of(heads: Int) -> [Float] {
        let power = 1 << (Int.bitWidth - 1 - heads.leadingZeroBitCount)
        let between = slopes(2 * power).enumerated().filter { $0.offset % 2 == 0 }.map(\.element)
        return slopes(power) + between.prefix(heads - power)
    }

    private static func slopes(_ heads: Int) -> [Float] {
        (1...heads).map { Float(exp2(-8 * Double($0) / Double(heads))) }
    }
}
