/// Levenshtein distance to one reference, within a band around the diagonal.
///
/// The band, its edges and the order of preference among equal edits are tercom's as sacreBLEU
/// has them: a different path of the same cost would lead to different shifts. Rows are kept from
/// one call to the next: shifting leaves the beginning of the hypothesis as it was.
struct BandedEditDistance {
    /// What happens to a word: kept or replaced, only in the reference, only in the hypothesis.
    enum Edit {
        case keep, replace, insert, delete
    }

    private static let beam = 25
    private static let unreached = Int32.max / 2

    private let reference: [UInt32]
    private let rowCount: Int
    /// Columns that row i holds: first, end, and where they start in `costs`.
    private let rows: [(first: Int, end: Int, offset: Int)]
    private var costs: [Int32]
    /// The hypothesis whose rows are in `costs`.
    private var known: [UInt32] = []

    /// - Parameters:
    ///   - reference: not empty.
    ///   - hypothesisLength: of every hypothesis that will be measured.
    init(reference: [UInt32], hypothesisLength: Int) {
        self.reference = reference
        rowCount = hypothesisLength + 1
        rows = Self.band(referenceLength: reference.count, hypothesisLength: hypothesisLength)
        let size = rows.last.map { $0.offset + $0.end - $0.first } ?? 0
        costs = Array(repeating: Self.unreached, count: size)
        for column in 0...reference.count { costs[column] = Int32(truncatingIfNeeded: column) }
    }

    private static func band(
        referenceLength: Int, hypothesisLength: Int
    ) -> [(first: Int, end: Int, offset: Int)] {
        let columns = referenceLength + 1
        let ratio =
            hypothesisLength > 0 ? Double(referenceLength) / Double(hypothesisLength) : 1
        // Where lengths differ wildly, neighbouring rows must still overlap.
        let width =
            Double(beam) < ratio / 2 ? Int((ratio / 2 + Double(beam)).rounded(.up)) : beam
        var rows = [(first: 0, end: columns, offset: 0)]
        var offset = columns
        for row in 1..<max(1, hypothesisLength + 1) {
            let diagonal = Int((Double(row) * ratio).rounded(.down))
            let first = max(0, diagonal - width)
            let end = row == hypothesisLength ? columns : min(columns, diagonal + width)
            rows.append((first, end, offset))
            offset += end - first
        }
        return rows
    }

    /// The cost of a cell, or `unreached` outside the band.
    private func cost(_ row: Int, _ column: Int) -> Int32 {
        let place = rows[row]
        guard column >= place.first, column < place.end else { return Self.unreached }
        return costs[place.offset + column - place.first]
    }

    /// The edits between a hypothesis and the reference, shifts aside.
    mutating func distance(to hypothesis: [UInt32]) -> Int {
        var row = 0
        while row < known.count, known[row] == hypothesis[row] { row += 1 }
        while row + 1 < rowCount {
            row += 1
            fill(row, word: hypothesis[row - 1])
        }
        known = hypothesis
        return Int(cost(rowCount - 1, reference.count))
    }

    private mutating func fill(_ row: Int, word: UInt32) {
        let (first, end, offset) = rows[row]
        let above = rows[row - 1]
        let aboveBase = above.offset - above.first
        var left = Self.unreached
        for column in first..<end {
            var best = Self.unreached
            if column > above.first, column <= above.end {
                let change: Int32 = reference[column - 1] == word ? 0 : 1
                best = min(best, costs[aboveBase + column - 1] + change)
            }
            if column >= above.first, column < above.end {
                best = min(best, costs[aboveBase + column] + 1)
            }
            best = min(best, left + 1)
            costs[offset + column - first] = best
            left = best
        }
    }

    /// The cheapest edits from the last hypothesis measured to the reference, in order.
    func edits() -> [Edit] {
        var (row, column) = (rowCount - 1, reference.count)
        var edits: [Edit] = []
        while row > 0 || column > 0 {
            let edit = edit(row, column)
            edits.append(edit)
            if edit != .insert { row -= 1 }
            if edit != .delete { column -= 1 }
        }
        return edits.reversed()
    }

    /// The edit that led to a cell: of equally cheap ones keep or replace, then delete.
    private func edit(_ row: Int, _ column: Int) -> Edit {
        guard row > 0 else { return .insert }
        guard column > 0 else { return .delete }
        let isSame = known[row - 1] == reference[column - 1]
        let here = cost(row, column)
        if cost(row - 1, column - 1) + (isSame ? 0 : 1) == here { return isSame ? .keep : .replace }
        return cost(row - 1, column) + 1 == here ? .delete : .insert
    }
}
