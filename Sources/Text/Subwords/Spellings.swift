/// The tokens of text by the units that they begin with.
struct TokensByBeginning {
    fileprivate typealias Entry = (surface: TokenSurface, id: Int32)
    fileprivate private(set) var entries: [UInt16: [Entry]] = [:]

    init(_ outputs: [TokenOutput]) {
        for (output, id) in zip(outputs, Int32(0)...) {
            guard case .surface(let surface) = output, let first = surface.units.first else {
                continue
            }
            entries[first, default: []].append((surface, id))
        }
    }
}

/// The ways in which tokens spell a stretch of text, whatever the merges prefer.
struct Spellings {
    private struct Step {
        let id: Int32
        /// The place behind it.
        let end: Int
    }

    /// Of each place: tokens that lie within the text.
    private var inner: [[Step]]
    /// Of each place: tokens that end with the text, without and with a joiner behind them.
    private var ending: [[Int32]]
    private var endingJoined: [[Int32]]
    /// Of each place: tokens that have the rest of the text and more.
    private var beyond: [[Int32]]

    /// Ways followed at once.
    private static let width = 512
    /// Tokens of all ways together.
    private static let tokenLimit = 32_768

    /// - Parameters:
    ///   - units: of the text, without white space
    ///   - joinsLeft: whether a joiner stands before it
    init(of units: [UInt16], joinsLeft: Bool, in tokens: TokensByBeginning) {
        inner = Array(repeating: [], count: units.count)
        ending = Array(repeating: [], count: units.count)
        endingJoined = ending
        beyond = ending
        let classes = UnicodeText.classes(of: units)
        let joins = units.indices.map {
            $0 == 0 ? joinsLeft : classes[$0 - 1].expectsSpace(before: classes[$0])
        }
        for place in units.indices {
            for (surface, id) in tokens.entries[units[place]] ?? []
            where joins[place] == surface.joinsLeft {
                add(surface, id, at: place, of: units)
            }
        }
    }

    private mutating func add(
        _ surface: TokenSurface, _ id: Int32, at place: Int, of units: [UInt16]
    ) {
        let rest = units.count - place
        guard surface.units.prefix(rest).elementsEqual(units[place...].prefix(surface.units.count))
        else { return }
        if surface.units.count > rest {
            beyond[place].append(id)
        } else if surface.units.count == rest {
            if surface.joinsRight {
                endingJoined[place].append(id)
            } else {
                ending[place].append(id)
            }
        } else if !surface.joinsRight {
            inner[place].append(Step(id: id, end: place + surface.units.count))
        }
    }

    /// Tokens for the text alone, those of fewer tokens first.
    /// - Parameter joinsRight: whether a joiner stands behind it
    func exact(joinsRight: Bool, atMost limit: Int) -> [[Int32]] {
        paths(atMost: limit) { joinsRight ? endingJoined[$0] : ending[$0] }
    }

    /// Tokens for the text with all that the last of them may have behind it, those of fewer
    /// tokens first.
    func open(atMost limit: Int) -> [[Int32]] {
        paths(atMost: limit) { ending[$0] + endingJoined[$0] + beyond[$0] }
    }

    private func paths(atMost limit: Int, last: (Int) -> [Int32]) -> [[Int32]] {
        guard !inner.isEmpty else { return [] }
        var found: [[Int32]] = []
        var tokenCount = 0
        var growing: [(ids: [Int32], end: Int)] = [([], 0)]
        while !growing.isEmpty {
            for (ids, end) in growing {
                for id in last(end) {
                    tokenCount += ids.count + 1
                    guard found.count < limit, tokenCount <= Self.tokenLimit else { return found }
                    found.append(ids + [id])
                }
            }
            let longer = growing.lazy.flatMap { ids, end in
                inner[end].lazy.map { (ids: ids + [$0.id], end: $0.end) }
            }
            growing = Array(longer.prefix(Self.width))
        }
        return found
    }
}
