import Foundation

/// Round numbers at which an axis is labelled: 1, 2 or 5 times a power of ten apart.
struct Ticks: Equatable {
    private static let atMost = 24

    /// Ascending; at least one unless the range is between two round numbers.
    let values: [Double]
    let step: Double
    /// What the axis spans: the range asked for, widened where it is a single number.
    let lower: Double
    let upper: Double

    /// - Parameters:
    ///   - range: Plottable on both ends.
    ///   - steps: Distances to prefer, ascending; round ones where none is large enough.
    ///   - reachesOut: Whether the axis goes on to the ticks around the range.
    init(
        covering range: ClosedRange<Double>, about count: Int = 5, steps: [Double] = [],
        wholeNumbers: Bool = false, reachesOut: Bool = false
    ) {
        var (lower, upper) = Self.widened(range, wholeNumbers: wholeNumbers)
        let ideal = (upper - lower) / Double(max(count, 1))
        let round = steps.first { $0 >= ideal } ?? Self.round(ideal)
        let step = wholeNumbers ? max(1, round) : round
        if reachesOut {
            lower = (lower / step).rounded(.down) * step
            upper = (upper / step).rounded(.up) * step
        }
        let first = (lower / step - 1e-9).rounded(.up)
        let last = (upper / step + 1e-9).rounded(.down)
        values = (0..<Self.atMost).lazy.map { first + Double($0) }.prefix { $0 <= last }
            .map { $0 * step + 0 }
        self.step = step
        self.lower = lower
        self.upper = upper
    }

    /// The largest number on the axis, whatever its sign.
    var largest: Double { max(abs(lower), abs(upper)) }

    /// Where a value stands on the axis, 0 to 1 from its beginning.
    func fraction(of value: Double) -> Double {
        min(max((value - lower) / (upper - lower), 0), 1)
    }

    /// A range with a width that can be divided: all values equal leaves none.
    private static func widened(
        _ range: ClosedRange<Double>, wholeNumbers: Bool
    ) -> (lower: Double, upper: Double) {
        let (lower, upper) = (range.lowerBound, range.upperBound)
        let size = max(abs(lower), abs(upper))
        guard upper - lower <= max(size * 1e-9, 1e-280) else { return (lower, upper) }
        let margin = wholeNumbers ? max(1, size * 0.1) : size < 1e-280 ? 1 : size * 0.1
        return (lower == 0 ? 0 : lower - margin, upper + margin)
    }

    /// The least of 1, 2 and 5 times a power of ten that is not below `ideal`.
    private static func round(_ ideal: Double) -> Double {
        let power = pow(10, log10(ideal).rounded(.down))
        let factor = [1.0, 2, 5].first { $0 * power >= ideal * (1 - 1e-9) } ?? 10
        return factor * power
    }
}
