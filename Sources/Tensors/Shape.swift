/// The sizes of a tensor's axes, outermost first; up to four of them.
package struct Shape: Hashable, Sendable, CustomStringConvertible {
    package let rank: Int
    private let sizes: SIMD4<Int>

    package init(_ sizes: Int...) {
        self.init(sizes)
    }

    package init(_ sizes: [Int]) {
        precondition((1...4).contains(sizes.count), "a shape has 1 to 4 axes, not \(sizes.count)")
        precondition(sizes.allSatisfy { $0 >= 0 }, "negative size in \(sizes)")
        rank = sizes.count
        var padded = SIMD4(repeating: 1)
        for (axis, size) in sizes.enumerated() { padded[axis] = size }
        self.sizes = padded
    }

    package subscript(axis: Int) -> Int {
        precondition((0..<rank).contains(axis), "axis \(axis) of a shape of rank \(rank)")
        return sizes[axis]
    }

    /// The number of elements.
    package var count: Int { sizes[0] * sizes[1] * sizes[2] * sizes[3] }

    package var array: [Int] { (0..<rank).map { sizes[$0] } }

    package var description: String {
        "[" + array.map(String.init).joined(separator: ", ") + "]"
    }
}
