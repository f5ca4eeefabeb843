/// Which rows of a packed matrix belong to which sequence.
///
/// Sequences lie one after the other with no padding between them; rows after the last one
/// belong to none and only round the row count up, so that few product shapes occur.
package struct SequenceLayout: Sendable, Equatable {
    /// starts[i] ..< starts[i + 1] are the rows of sequence i; one more entry than sequences.
    package let starts: [Int32]
    /// All rows, those of no sequence included.
    package let rows: Int
    /// What tells a sequence's draws of dropout from another's; nil for its number.
    private let keys: [Int]?

    /// - Parameters:
    ///   - lengths: rows of each sequence; 0 is allowed.
    ///   - multiple: what the row count is rounded up to.
    ///   - keys: one a sequence, below a million, where its draws of dropout must not depend on
    ///     which other sequences are here.
    package init(lengths: [Int], roundedTo multiple: Int = 1, keys: [Int]? = nil) {
        precondition(keys == nil || keys?.count == lengths.count, "\(lengths.count) sequences")
        var starts: [Int32] = [0]
        starts.reserveCapacity(lengths.count + 1)
        var total = 0
        for length in lengths {
            total += length
            starts.append(Int32(total))
        }
        self.starts = starts
        self.keys = keys
        rows = max((total + multiple - 1) / multiple * multiple, multiple)
    }

    package var count: Int { starts.count - 1 }
    /// Rows that belong to a sequence.
    package var used: Int { Int(starts[count]) }
    package func length(of sequence: Int) -> Int {
        Int(starts[sequence + 1] - starts[sequence])
    }
    package func range(of sequence: Int) -> Range<Int> {
        Int(starts[sequence])..<Int(starts[sequence + 1])
    }
    package var longest: Int { (0..<count).map(length(of:)).max() ?? 0 }

    /// The position of each row in its sequence; 0 for rows of none.
    package var positions: [Int32] {
        var positions = [Int32](repeating: 0, count: rows)
        for sequence in 0..<count {
            for (position, row) in range(of: sequence).enumerated() {
                positions[row] = Int32(position)
            }
        }
        return positions
    }

    /// What the draws of dropout in each row hang on: its sequence's key and its position there.
    package var rowKeys: [UInt32] {
        var rowKeys = [UInt32](repeating: 0, count: rows)
        for sequence in 0..<count {
            // Multiples of 2³²/φ lie farther apart than a sequence is long: no two rows are alike.
            let first =
                UInt32(truncatingIfNeeded: keys?[sequence] ?? sequence) &* 0x9E37_79B9
            for (position, row) in range(of: sequence).enumerated() {
                rowKeys[row] = first &+ UInt32(position)
            }
        }
        return rowKeys
    }
}
