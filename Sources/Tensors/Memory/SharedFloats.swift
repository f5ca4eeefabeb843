internal import CKernels

/// Floats of a parameter set that several threads touch at once, each where no other does.
///
/// Gradients are sent to other processes while the backward pass still writes further ones: no
/// value can stand for such memory. Whoever holds this keeps the set alive, and unshared, until
/// done. Sendable because whoever writes a range has been told that nobody else touches it.
package struct SharedFloats: @unchecked Sendable {
    let base: UnsafeMutablePointer<Float>

    init(_ base: UnsafeMutablePointer<Float>) { self.base = base }
    init(_ base: UnsafePointer<Float>) { self.base = UnsafeMutablePointer(mutating: base) }

    /// The floats of a set, in the layout's order.
    package init(_ set: inout ParameterSet) { base = set.flat.mutableBase }

    /// Adds a range of `other` to the same range of these.
    package func add(_ other: SharedFloats, in range: Range<Int>) {
        kernel_add(
            base + range.lowerBound, other.base + range.lowerBound, Int64(range.count))
    }

    /// A range of them, for a library that reads and writes it.
    package func buffer(_ range: Range<Int>) -> UnsafeMutableBufferPointer<Float> {
        UnsafeMutableBufferPointer(start: base + range.lowerBound, count: range.count)
    }
}
