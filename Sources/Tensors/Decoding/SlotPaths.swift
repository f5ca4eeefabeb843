/// In which slots the positions of each row's past are.
package struct SlotPaths: Sendable {
    /// [rows, stride], of which a row's length is used.
    package private(set) var slots: [Int32] = []
    package private(set) var lengths: [Int32] = []
    package private(set) var stride = 0
    private var largest: Int32 = -1

    package init() {}

    package var rows: Int { lengths.count }

    /// Makes these the paths of rows that descend from those of another step.
    /// - Parameters:
    ///   - parents: each row's row in `earlier`; −1 for one that begins
    ///   - newest: the slot of each row's new position
    ///   - rows: how many there are with those of no hypothesis, which have no past
    package mutating func extend(
        _ earlier: SlotPaths, parents: [Int32], newest: [Int32], rows: Int
    ) {
        precondition(
            parents.count == newest.count && parents.count <= rows, "\(newest.count) of \(rows)")
        lengths.removeAll(keepingCapacity: true)
        for parent in parents { lengths.append(parent < 0 ? 1 : earlier.lengths[Int(parent)] + 1) }
        for _ in parents.count..<rows { lengths.append(0) }
        stride = Int(lengths.max() ?? 0)
        largest = max(earlier.largest, newest.max() ?? -1)
        slots.removeAll(keepingCapacity: true)
        for (row, parent) in parents.enumerated() {
            let past = Int(lengths[row]) - 1
            if past > 0 {
                let start = Int(parent) * earlier.stride
                slots.append(contentsOf: earlier.slots[start..<start + past])
            }
            slots.append(newest[row])
            for _ in past + 1..<stride { slots.append(0) }
        }
        for _ in parents.count * stride..<rows * stride { slots.append(0) }
    }

    /// Whether every slot lies in so many.
    func fit(slotCount: Int) -> Bool { Int(largest) < slotCount }
}
