/// How the codes of a segment belong together, for formats that write pairs as elements.
struct CodePairs {
    enum Role: Equatable {
        case alone
        /// Its partner is not in the segment.
        case isolated
        /// - Parameter isNested: whether the pair can be one element around its content
        case paired(with: Int, isNested: Bool)
    }

    /// By the index of the code.
    private(set) var roles: [Role]

    /// Pairs each closing code with the last open one of its number.
    init(_ codes: [InlineCode]) {
        roles = codes.map { $0.kind == .alone ? .alone : .isolated }
        var open: [Int] = []
        for (index, code) in codes.enumerated() {
            switch code.kind {
            case .alone: break
            case .open: open.append(index)
            case .close:
                guard let place = open.lastIndex(where: { codes[$0].number == code.number })
                else { continue }
                let partner = open.remove(at: place)
                // What opened after it and is still open would cross its end.
                let isNested = place == open.count
                roles[partner] = .paired(with: index, isNested: isNested)
                roles[index] = .paired(with: partner, isNested: isNested)
            }
        }
    }

    /// Whether a closing code has a type other than its opening one's, which XLIFF cannot say.
    static func hasStrayType(_ index: Int, in codes: [InlineCode], _ roles: [Role]) -> Bool {
        guard case .paired(let partner, _) = roles[index], codes[index].kind == .close,
            let type = codes[index].type
        else { return false }
        return type != codes[partner].type
    }
}
