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

    /// The symbols of a piece: marks at its ends are its own, and between scalars a mark stands
    /// where otherwise a space would be expected.
    static func symbols(
        of units: [UInt16], joinsLeft: Bool, joinsRight: Bool
    ) -> [PieceSymbol] {
        let classes = UnicodeText.classes(of: units)
        var symbols: [PieceSymbol] = []
        var place = 0
        for scalar in String(decoding: units, as: UTF16.self).unicodeScalars {
            let joins =
                place == 0
                ? joinsLeft : classes[place - 1].expectsSpace(before: classes[place])
            symbols.append(PieceSymbol(scalar: scalar, joinsLeft: joins))
            place += UTF16.width(scalar)
        }
        if !symbols.isEmpty { symbols[symbols.count - 1].joinsRight = joinsRight }
        return symbols
    }
}
