import Transformer

extension BeamSearch {
    /// How wide and how far to search.
    package struct Options: Sendable, Codable, Equatable {
        /// Hypotheses of a sentence that go on side by side; 1 is greedy search.
        package var beam = 4
        /// Hypotheses of a sentence to return; at most `beam`.
        package var nbest = 1
        /// The exponent α in `LengthPenalty`; 0 compares plain log-probabilities.
        package var lengthPenalty: Float = 1
        /// A hypothesis is cut off at ⌊ratio · source tokens⌋ + offset tokens, and in any case at
        /// `Configuration.maximumLength` − 1.
        package var maximumLengthRatio: Float = 1.5
        package var maximumLengthOffset = 20
        /// Whether `<unk>` may stand in a hypothesis; it says nothing to a reader.
        package var allowsUnknown = true
        /// Tokens before which no hypothesis ends; lifts the cap if that is lower.
        package var minimumLength = 0
        /// Exactly so many tokens and no `</s>`, for benchmarks; overrides the other lengths.
        package var forcedLength: Int?

        package init(beam: Int = 4, nbest: Int = 1) {
            self.beam = beam
            self.nbest = nbest
        }

        /// Checks numbers that come from a user.
        package func validate() throws(SearchError) {
            let limit = Configuration.maximumLength - 1
            try check(beam, "beam", 1...128)
            try check(nbest, "nbest", 1...128)
            guard nbest <= beam else {
                throw SearchError(reason: .moreResultsThanBeam(nbest: nbest, beam: beam))
            }
            try check(lengthPenalty, "lengthPenalty", 0...10)
            try check(maximumLengthRatio, "maximumLengthRatio", 0...100)
            try check(maximumLengthOffset, "maximumLengthOffset", 0...limit)
            try check(minimumLength, "minimumLength", 0...limit)
            if let forcedLength { try check(forcedLength, "forcedLength", 1...limit) }
        }

        private func check<Number: Comparable>(
            _ number: Number, _ option: String, _ range: ClosedRange<Number>
        ) throws(SearchError) {
            guard range.contains(number) else {
                throw SearchError(
                    reason: .outOfRange(
                        option: option, value: "\(number)",
                        range: "\(range.lowerBound)…\(range.upperBound)"))
            }
        }

        /// The most tokens a translation of so many source tokens may have.
        func lengthCap(sourceLength: Int) -> Int {
            if let forcedLength { return forcedLength }
            let limit = Configuration.maximumLength - 1
            let proportional = Int(maximumLengthRatio * Float(min(sourceLength, limit)))
            return min(max(proportional + maximumLengthOffset, minimumLength, 1), limit)
        }

        /// The least tokens before `</s>`.
        var lengthFloor: Int { forcedLength ?? minimumLength }
    }
}
