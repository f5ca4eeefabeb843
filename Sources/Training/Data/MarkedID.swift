/// A token's id and a bit that says whether a piece begins with it.
struct MarkedID: Sendable, Equatable, BitwiseCopyable {
    private let bits: UInt32

    private static let mark: UInt32 = 1 << 31
    private static let narrowMark: UInt16 = 1 << 15

    init(_ id: Int32, beginsPiece: Bool) {
        precondition(id >= 0, "id \(id)")
        bits = UInt32(id) | (beginsPiece ? Self.mark : 0)
    }

    /// - Parameter narrow: the same in 16 bits
    init(narrow: UInt16) {
        self.init(
            Int32(narrow & ~Self.narrowMark), beginsPiece: narrow & Self.narrowMark != 0)
    }

    var id: Int32 { Int32(bitPattern: bits & ~Self.mark) }
    var beginsPiece: Bool { bits & Self.mark != 0 }

    /// For ids below 32,768.
    var narrow: UInt16 {
        UInt16(truncatingIfNeeded: id) | (beginsPiece ? Self.narrowMark : 0)
    }
}
