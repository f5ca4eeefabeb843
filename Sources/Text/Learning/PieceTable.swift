/// Distinct pieces of UTF-16, with the joints at their ends.
typealias PieceTable = UnitTable<UInt16>

extension UnitTable where Unit == UInt16 {
    /// The number of the piece at its range of `text`, given now if it has none.
    mutating func number(of piece: Piece, in text: [UInt16]) -> Int {
        insert(
            text, piece.range, mark: (piece.joinsLeft ? 1 : 0) | (piece.joinsRight ? 2 : 0))
    }

    func text(_ number: Int) -> (units: [UInt16], joinsLeft: Bool, joinsRight: Bool) {
        let mark = mark(number)
        return (Array(self[number]), mark & 1 != 0, mark & 2 != 0)
    }
}
