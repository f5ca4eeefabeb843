import Tensors
import Testing

/// Makes this thread's matrix products run on it alone, as a worker's do.
func useOneThread() { Workers(count: 1).run { _ in } }

/// Compares element by element, relative to the largest one.
///
/// Relative to the largest, because an element that is a sum of terms that cancel has the
/// rounding error of the terms, however small it is itself.
func expectClose(
    _ found: [Float], _ expected: [Float], within tolerance: Float, _ what: String,
    sourceLocation: SourceLocation = #_sourceLocation
) {
    guard found.count == expected.count else {
        Issue.record(
            "\(what): \(found.count) elements, not \(expected.count)",
            sourceLocation: sourceLocation)
        return
    }
    let largest = expected.reduce(0) { max($0, abs($1)) }
    let limit = tolerance * largest
    let far = found.indices.filter { !(abs(found[$0] - expected[$0]) <= limit) }
    if let worst = far.max(by: {
        abs(found[$0] - expected[$0]) < abs(found[$1] - expected[$1])
    }) {
        Issue.record(
            """
            \(what): \(far.count) of \(found.count) elements are off by more than \(limit); \
            [\(worst)] is \(found[worst]), not \(expected[worst])
            """, sourceLocation: sourceLocation)
    }
}

/// The elements of the first rows of a matrix.
func rows(_ count: Int, of matrix: Tensor) -> [Float] {
    matrix.rows(0..<count).elements
}
