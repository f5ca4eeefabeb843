/// Cuts pieces into tokens, and remembers the pieces it has cut.
///
/// `@unchecked Sendable`: its memory is not safe to share; a `Pool` lends it to one caller at a
/// time, and a caller only asks for what depends on the vocabulary and the merges alone.
final class PieceEncoder: @unchecked Sendable {
    /// Pieces remembered; beyond, it begins anew, so that memory stays bounded.
    private static let capacity = 1 << 16

    private let merges: MergeTable
    private let letters: [PieceSymbol: Int32]
    /// The tokens of bytes, −1 where there is none.
    private let bytes: [Int32]
    private let wholes: [TokenForm: Int32]
    private let slots: [Int: Int32]
    private let marks: [CaseMark: Int32]
    private let joiner: Int32
    private let rareTokens: RareTokens?
    private var known = PieceTable()
    /// Where in `tokens` each known piece begins.
    private var starts: [Int] = [0]
    private var tokens: [Int32] = []

    /// - Parameter rareTokens: what is cut once more; nil for nothing
    init(vocabulary: Vocabulary, merges: MergeTable, rareTokens: RareTokens? = nil) {
        self.merges = merges
        self.rareTokens = rareTokens
        var letters: [PieceSymbol: Int32] = [:]
        var bytes = [Int32](repeating: -1, count: 256)
        var wholes: [TokenForm: Int32] = [:]
        var slots: [Int: Int32] = [:]
        var marks: [CaseMark: Int32] = [:]
        for (token, id) in zip(vocabulary.entries, Int32(0)...) {
            switch token {
            case .special: break
            case .text(let form): if let symbol = PieceSymbol(form) { letters[symbol] = id }
            case .byte(let byte): bytes[Int(byte)] = id
            case .whole(let form): wholes[form] = id
            case .slot(let number): slots[number] = id
            case .mark(let mark): marks[mark] = id
            }
        }
        self.letters = letters
        self.bytes = bytes
        self.wholes = wholes
        self.slots = slots
        self.marks = marks
        joiner = vocabulary.id(of: .text(.joinerAlone)) ?? Vocabulary.unknown
    }

    /// Appends the tokens of a text.
    ///
    /// - Parameter body: given each piece and where its tokens begin in `ids`
    func append(
        _ prepared: PreparedText, to ids: inout [Int32],
        _ body: (Piece, Int, [Int32]) -> Void = { _, _, _ in }
    ) {
        var spans = prepared.spans[...]
        for piece in prepared.pieces {
            let first = ids.count
            if let mark = piece.mark, let id = marks[mark] { ids.append(id) }
            if piece.kind == .protected, let content = spans.popFirst() {
                ids += joined(token(of: content), piece.joinsLeft, piece.joinsRight)
            } else {
                append(piece, of: prepared.letters, to: &ids)
            }
            if piece.endsRegion, let id = marks[.upperEnd] { ids.append(id) }
            body(piece, first, ids)
        }
    }

    /// The one token of a protected span.
    private func token(of content: ProtectedContent) -> Int32 {
        wholes[TokenForm(surface: content.text)] ?? slots[content.number] ?? slots[0]
            ?? Vocabulary.unknown
    }

    /// Appends the tokens of the piece at its range of `units`.
    private func append(_ piece: Piece, of units: [UInt16], to ids: inout [Int32]) {
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

    /// The tokens of the piece at its range of `units`; nothing is remembered.
    func cut(_ piece: Piece, of units: [UInt16]) -> [Int32] {
        let symbols = PieceSymbol.symbols(
            of: Array(units[piece.range]), joinsLeft: piece.joinsLeft, joinsRight: piece.joinsRight)
        guard symbols.allSatisfy({ letters[$0.bare] != nil || canSpell($0.scalar) }) else {
            // The whole piece as one `<unk>`: a name with one strange letter is copied as a name.
            return joined(Vocabulary.unknown, piece.joinsLeft, piece.joinsRight)
        }
        // Missing forms are numbered −1, −2, … so that they can be told apart after merging.
        var missing: [PieceSymbol] = []
        var numbers = symbols.map { symbol -> Int32 in
            if let id = letters[symbol] { return id }
            missing.append(symbol)
            return -Int32(missing.count)
        }
        merges.apply(to: &numbers)
        return numbers.flatMap { number in
            if number < 0 { return spelledOut(missing[Int(-number) - 1]) }
            return rareTokens?[number] ?? [number]
        }
    }

    private func canSpell(_ scalar: Unicode.Scalar) -> Bool {
        UTF8.encode(scalar)?.allSatisfy { bytes[Int($0)] >= 0 } ?? false
    }

    /// A character in a form the vocabulary lacks, with the marks as tokens of their own.
    private func spelledOut(_ symbol: PieceSymbol) -> [Int32] {
        let spelling =
            letters[symbol.bare].map { [$0] }
            ?? (UTF8.encode(symbol.scalar) ?? UTF8.encodedReplacementCharacter)
            .map { bytes[Int($0)] }
        return (symbol.joinsLeft ? [joiner] : []) + spelling + (symbol.joinsRight ? [joiner] : [])
    }

    private func joined(_ id: Int32, _ joinsLeft: Bool, _ joinsRight: Bool) -> [Int32] {
        (joinsLeft ? [joiner] : []) + [id] + (joinsRight ? [joiner] : [])
    }
}
