/// Token numbers, and which of them begin a piece: no merge crosses from one piece to the next.
package struct PieceIDs: Sendable, Equatable {
    package private(set) var ids: [Int32] = []
    /// For each token whether a piece begins with it.
    package private(set) var beginsPiece: [Bool] = []

    package init() {}

    /// Every token as a piece of its own.
    package init(_ ids: [Int32]) {
        self.ids = ids
        beginsPiece = [Bool](repeating: true, count: ids.count)
    }

    package mutating func append(_ id: Int32, beginsPiece: Bool) {
        ids.append(id)
        self.beginsPiece.append(beginsPiece)
    }
}
