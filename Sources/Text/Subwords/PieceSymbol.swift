/// One scalar of a piece, the smallest symbol of byte-pair encoding.
struct PieceSymbol: Sendable, Hashable {
    let scalar: Unicode.Scalar
    var joinsLeft = false
    var joinsRight = false

    init(scalar: Unicode.Scalar, joinsLeft: Bool = false, joinsRight: Bool = false) {
        self.scalar = scalar
        self.joinsLeft = joinsLeft
        self.joinsRight = joinsRight
    }

    /// Nil for a form of no scalar or of several.
    init?(_ form: TokenForm) {
        let scalars = form.surface.unicodeScalars
        guard let scalar = scalars.first, scalars.count == 1 else { return nil }
        self.init(scalar: scalar, joinsLeft: form.joinsLeft, joinsRight: form.joinsRight)
    }

    var form: TokenForm {
        TokenForm(surface: String(scalar), joinsLeft: joinsLeft, joinsRight: joinsRight)
    }

    /// The same without marks.
    var bare: PieceSymbol { PieceSymbol(scalar: scalar) }

    /// The symbols of a piece.
    static func symbols(
        of units: [UInt16], joinsLeft: Bool, joinsRight: Bool
    ) -> [PieceSymbol] {
        var symbols: [PieceSymbol] = []
        forEach(
            in: units, units.indices, UnicodeText.classes(of: units), joinsLeft: joinsLeft,
            joinsRight: joinsRight
        ) { symbols.append($0) }
        return symbols
    }

    /// Calls `body` with the symbols of a piece: marks at its ends are its own, and between scalars
    /// a mark stands where otherwise a space would be expected.
    ///
    /// - Parameters:
    ///   - range: of the piece in `units`
    ///   - classes: of all of `units`
    static func forEach(
        in units: [UInt16], _ range: Range<Int>, _ classes: [UnitClass], joinsLeft: Bool,
        joinsRight: Bool, _ body: (PieceSymbol) -> Void
    ) {
        var place = range.lowerBound
        while place < range.upperBound {
            let (scalar, end) = scalar(in: units, place, before: range.upperBound)
            let joins =
                place == range.lowerBound
                ? joinsLeft : classes[place - 1].expectsSpace(before: classes[place])
            body(
                PieceSymbol(
                    scalar: scalar, joinsLeft: joins,
                    joinsRight: joinsRight && end == range.upperBound))
            place = end
        }
    }

    /// The scalar at `place`, and where it ends.
    private static func scalar(
        in units: [UInt16], _ place: Int, before end: Int
    ) -> (Unicode.Scalar, end: Int) {
        if let scalar = Unicode.Scalar(units[place]) { return (scalar, place + 1) }
        guard place + 1 < end, UTF16.isLeadSurrogate(units[place]),
            UTF16.isTrailSurrogate(units[place + 1])
        else { return ("\u{FFFD}", place + 1) }
        let (high, low) = (UInt32(units[place]) & 0x3FF, UInt32(units[place + 1]) & 0x3FF)
        return (Unicode.Scalar(0x10000 + (high << 10 | low)) ?? "\u{FFFD}", place + 2)
    }
}
