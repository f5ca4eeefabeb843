// A text is cut in two near its middle, at the best of the places there, and each half again until
// all fit. What the parts of a text count is found once, stretch by stretch between words, and
// added up; only what is about to be kept is counted again. A cut takes a binary search among the
// places of each kind, so the cost is that of counting the text three times.

/// Cuts one text.
struct TextCutter {
    private let counter: TokenCounter
    private let places: CutPlaces
    private let isCharacterEnd: [Bool]

    init(counter: TokenCounter, places: CutPlaces, isCharacterEnd: [Bool]) {
        self.counter = counter
        self.places = places
        self.isCharacterEnd = isCharacterEnd
    }

    /// Parts that fit, which together are the range.
    ///
    /// - Parameter range: too long; it begins with no white space.
    func parts(of range: Range<Int>) -> [Range<Int>] {
        parts(of: range, from: .word)
    }

    private func parts(of range: Range<Int>, from least: CutStrength) -> [Range<Int>] {
        let stretches = Stretches(of: range, from: least, places: places, counter: counter)
        var parts: [Range<Int>] = []
        cut(stretches, stretches.all, into: &parts)
        return parts
    }

    /// - Parameter indices: of stretches that together may be too long.
    private func cut(
        _ stretches: Stretches, _ indices: Range<Int>, into parts: inout [Range<Int>]
    ) {
        let range = stretches.range(indices)
        let tokens = stretches.tokens(indices)
        // What adds up to a little more than the limit may be less when counted as a whole.
        if tokens <= counter.limit + counter.limit / 4, counter.fits(range) {
            parts.append(range)
        } else if indices.count == 1 {
            parts +=
                stretches.least == .word ? self.parts(of: range, from: .joint) : halves(of: range)
        } else {
            let middle = stretches.cut(indices, tokenLimit: counter.limit)
            cut(stretches, indices.lowerBound..<middle, into: &parts)
            cut(stretches, middle..<indices.upperBound, into: &parts)
        }
    }

    /// Cuts in the middle until all fit: between characters, or, in a character that alone has too
    /// many tokens, which only an attacker writes, between its scalars.
    private func halves(of range: Range<Int>) -> [Range<Int>] {
        let isTrail = { counter.source.classes[$0].isTrail }
        guard !counter.fits(range),
            let middle = place(nearMiddleOf: range, where: { isCharacterEnd[$0] })
                ?? place(nearMiddleOf: range, where: { !isTrail($0) })
        else { return [range] }
        return halves(of: range.lowerBound..<middle) + halves(of: middle..<range.upperBound)
    }

    private func place(nearMiddleOf range: Range<Int>, where fits: (Int) -> Bool) -> Int? {
        let middle = range.lowerBound + range.count / 2
        for distance in 0...(range.count / 2) {
            for place in [middle - distance, middle + distance]
            where place > range.lowerBound && place < range.upperBound && fits(place) {
                return place
            }
        }
        return nil
    }
}

/// A text in stretches between the places where it may be cut, and what they count.
private struct Stretches {
    let least: CutStrength
    /// Where each begins, and the end of the last.
    private let starts: [Int]
    /// How many tokens stand before each, by adding up.
    private let tokensBefore: [Int]
    /// For each strength the stretches that begin with such a place.
    private let indices: [CutStrength: [Int]]

    init(of range: Range<Int>, from least: CutStrength, places: CutPlaces, counter: TokenCounter) {
        let inner = places.places(inside: range, from: least)
        starts = [range.lowerBound] + inner + [range.upperBound]
        var tokens = 0
        tokensBefore =
            [0]
            + zip(starts, starts.dropFirst()).map { start, end in
                tokens += counter.tokens(start..<end) + counter.spaceTokens(after: start..<end)
                return tokens
            }
        indices = Dictionary(grouping: inner.indices.map { $0 + 1 }) { [starts] in
            places.strengths[starts[$0]] ?? least
        }
        self.least = least
    }

    var all: Range<Int> { 0..<starts.count - 1 }

    func range(_ indices: Range<Int>) -> Range<Int> {
        starts[indices.lowerBound]..<starts[indices.upperBound]
    }

    func tokens(_ indices: Range<Int>) -> Int {
        tokensBefore[indices.upperBound] - tokensBefore[indices.lowerBound]
    }

    // MARK: - The best place

    /// Where to cut: at the best place that leaves neither side tiny, else at the best place.
    ///
    /// A sentence may be as short as it is.
    /// - Parameter range: two stretches or more.
    /// - Returns: an index inside.
    func cut(_ range: Range<Int>, tokenLimit: Int) -> Int {
        let parts = max(2, (tokens(range) + tokenLimit - 1) / tokenLimit)
        let share = (tokens(range) * (parts / 2) + parts / 2) / parts
        let ideal = tokensBefore[range.lowerBound] + share
        for shortest in [max(1, tokenLimit / 5), 0] {
            for strength in CutStrength.allCases.reversed() where strength >= least {
                let room = strength == .sentence ? 0 : shortest
                if let place = nearest(to: ideal, strength, in: range, leaving: room) {
                    return place
                }
            }
        }
        return range.lowerBound + 1
    }

    private func nearest(
        to ideal: Int, _ strength: CutStrength, in range: Range<Int>, leaving room: Int
    ) -> Int? {
        guard let candidates = indices[strength] else { return nil }
        let next = candidates.firstIndexSorted { tokensBefore[$0] >= ideal }
        let near = [next, next - 1].filter(candidates.indices.contains).map { candidates[$0] }
        return near.filter { place in
            place > range.lowerBound && place < range.upperBound
                && tokens(range.lowerBound..<place) >= room
                && tokens(place..<range.upperBound) >= room
        }.min { abs(tokensBefore[$0] - ideal) < abs(tokensBefore[$1] - ideal) }
    }
}

extension [Int] {
    /// The first index whose element satisfies what all after it satisfy as well; else the end.
    fileprivate func firstIndexSorted(where satisfies: (Int) -> Bool) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if satisfies(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
