/// What the numbers along an axis mean.
package enum AxisKind: Sendable, Equatable {
    case number
    /// Counted things: no ticks between whole numbers.
    case count
    /// Fractions, 1 for all.
    case percent
    /// Seconds, labelled in the units of a clock.
    case duration

    func ticks(
        covering range: ClosedRange<Double>, about count: Int = 5, reachesOut: Bool = false
    ) -> Ticks {
        Ticks(
            covering: range, about: count, steps: isClock(range) ? Self.clockSteps : [],
            wholeNumbers: self == .count, reachesOut: reachesOut)
    }

    private func isClock(_ range: ClosedRange<Double>) -> Bool {
        self == .duration && range.upperBound - range.lowerBound > 3
    }

    /// The label of a tick, as short as it stays clear.
    func label(_ value: Double, of ticks: Ticks) -> String {
        switch self {
        case .number, .count: NumberText.tick(value, step: ticks.step, largest: ticks.largest)
        case .percent:
            NumberText.tick(value * 100, step: ticks.step * 100, largest: ticks.largest * 100) + "%"
        case .duration: Self.clockLabel(value, step: ticks.step)
        }
    }

    /// The value as said in full.
    func text(_ value: Double) -> String {
        switch self {
        case .number, .count: NumberText.significant(value)
        case .percent: NumberText.percent(value)
        case .duration: NumberText.duration(seconds: value)
        }
    }

    /// From a second on; below it round numbers do.
    private static let clockSteps: [Double] =
        [1, 2, 5, 10, 15, 30] + [1, 2, 5, 10, 15, 30].map { $0 * 60 }
        + [1, 2, 3, 6, 12, 24, 48, 120].map { $0 * 3_600 }

    /// One unit for the whole axis, by its step: `45 s`, `90 min`, `36 h`, `3 d`; `1.5 h` where
    /// half hours run long.
    private static func clockLabel(_ value: Double, step: Double) -> String {
        if value == 0 { return "0" }
        let (unit, name): (Double, String) =
            switch step {
            case 86_400...: (86_400, "d")
            case 1_800...: (3_600, "h")
            case 30...: (60, "min")
            default: (1, "s")
            }
        let decimals = NumberText.decimals(of: step / unit)
        return NumberText.decimal(value / unit, decimals: min(decimals, 2)) + " " + name
    }
}
