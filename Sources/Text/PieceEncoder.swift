/// Cuts pieces into tokens, and remembers the pieces it has cut.
///
/// `@unchecked Sendable`: its memory is not safe to share; a `Pool` lends it to one caller at a
/// time, and a caller only asks for what depends on the vocabulary and the merges alone.
final class PieceEncoder: @unchecked Sendable {
    /// Pieces remembered; beyond, it begins anew, so that memory stays bounded.
    private static let capacity = 1 << 16

    private let merges: MergeTable
    private let letters: [PieceSymbol: Int32]
    private let tags: [String: Int32]
    private let joiner: Int32
    private var known = PieceTable()
    /// Where in `tokens` each known piece begins.
    private var starts: [Int] = [0]
    private var tokens: [Int32] = []

    init(vocabulary: Vocabulary, merges: MergeTable) {
        self.merges = merges
        var letters: [PieceSymbol: Int32] = [:]
        var tags: [String: Int32] = [:]
        for (form, id) in zip(vocabulary.forms, Int32(0)...) {
            let scalars = form.surface.unicodeScalars
            guard let scalar = scalars.first, scalars.count == 1 else {
                if InlineTags.isTag(form.surface) { tags[form.surface] = id }
                continue
            }
            let symbol = PieceSymbol(
                scalar: scalar, joinsLeft: form.joinsLeft, joinsRight: form.joinsRight)
            letters[symbol] = id
        }
        self.letters = letters
        self.tags = tags
        joiner = vocabulary.id(of: String(TokenForm.joiner)) ?? Vocabulary.unknown
    }

    /// Appends the tokens of the piece at its range of `units`.
    func append(_ piece: Piece, of units: [UInt16], to ids: inout [Int32]) {
        if known.count >= Self.capacity { forget() }
        let number = known.number(of: piece, in: units)
        if number == starts.count - 1 {
            tokens += cut(piece, of: units)
            starts.append(tokens.count)
        }
        for index in starts[number]..<starts[number + 1] { ids.append(tokens[index]) }
    }

    private func forget() {
        known = PieceTable()
        starts = [0]
        tokens.removeAll(keepingCapacity: true)
    }

    private func cut(_ piece: Piece, of units: [UInt16]) -> [Int32] {
        if piece.kind == .tag {
            let tag = tags[String(decoding: units[piece.range], as: UTF16.self)]
            return joined(tag ?? Vocabulary.unknown, piece.joinsLeft, piece.joinsRight)
        }
        let symbols = PieceSymbol.symbols(
            of: Array(units[piece.range]), joinsLeft: piece.joinsLeft, joinsRight: piece.joinsRight)
        guard symbols.allSatisfy({ letters[$0.bare] != nil }) else { return unknown(piece) }
        // Missing forms are numbered −1, −2, … so that they can be told apart after merging.
        var missing: [PieceSymbol] = []
        var numbers = symbols.map { symbol -> Int32 in
            if let id = letters[symbol] { return id }
            missing.append(symbol)
            return -Int32(missing.count)
        }
        merges.apply(to: &numbers)
        return numbers.flatMap { $0 >= 0 ? [$0] : spelledOut(missing[Int(-$0) - 1]) }
    }

    /// The whole piece as one `<unk>`: a name with one strange letter is copied as a name.
    private func unknown(_ piece: Piece) -> [Int32] {
        joined(Vocabulary.unknown, piece.joinsLeft, piece.joinsRight)
    }

    /// A character in a form the vocabulary lacks, with the marks as tokens of their own.
    private func spelledOut(_ symbol: PieceSymbol) -> [Int32] {
        joined(
            letters[symbol.bare] ?? Vocabulary.unknown, symbol.joinsLeft, symbol.joinsRight)
    }

    private func joined(_ id: Int32, _ joinsLeft: Bool, _ joinsRight: Bool) -> [Int32] {
        (joinsLeft ? [joiner] : []) + [id] + (joinsRight ? [joiner] : [])
    }
}
