/// Distinct pieces, and how often each occurs.
struct CountedPieces: Sendable {
    private(set) var table = PieceTable()
    private(set) var counts: [Int] = []

    /// Counts the piece at its range of `text`.
    mutating func count(_ piece: Piece, in text: [UInt16], times: Int) {
        count(table.number(of: piece, in: text), times: times)
    }

    /// Adds what `other` has counted.
    mutating func merge(_ other: CountedPieces) {
        for (number, times) in zip(table.formUnion(other.table), other.counts) {
            count(number, times: times)
        }
    }

    private mutating func count(_ number: Int, times: Int) {
        if number == counts.count { counts.append(0) }
        counts[number] += times
    }
}
