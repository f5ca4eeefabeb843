import Testing

@testable import Tensors

/// Expects each element within `relative` of its own size, or of `scale` where that is larger.
///
/// `scale` is the size of the terms an element was summed from: cancellation leaves a rounding
/// error of that size, however small the sum.
func expectClose(
    _ actual: [Float], _ expected: [Double], relative: Double, scale: Double = 0,
    _ what: @autoclosure () -> String = "", sourceLocation: SourceLocation = #_sourceLocation
) {
    guard actual.count == expected.count else {
        Issue.record(
            "\(what()): \(actual.count) elements, not \(expected.count)",
            sourceLocation: sourceLocation)
        return
    }
    var worst: (index: Int, excess: Double)?
    for index in actual.indices {
        let difference = abs(Double(actual[index]) - expected[index])
        let excess = difference / (relative * max(abs(expected[index]), scale))
        // `!(… <= 1)`, so that NaN counts as far away.
        if difference != 0, !(excess <= 1), !(excess <= worst?.excess ?? 1) {
            worst = (index, excess)
        }
    }
    guard let worst else { return }
    Issue.record(
        """
        \(what()): element \(worst.index) is \(actual[worst.index]), not \
        \(expected[worst.index]): \(worst.excess) times the tolerance
        """,
        sourceLocation: sourceLocation)
}

extension [Float] {
    var doubles: [Double] { map(Double.init) }
    /// The bits, so that equality means equality also of −0 and NaN.
    var bits: [UInt32] { map(\.bitPattern) }
    var isFinite: Bool { allSatisfy { $0.isFinite } }
}
