import Transformer

extension BeamSearch {
    /// How wide and how far to search, and by which rules.
    package struct Options: Sendable, Codable, Equatable {
        /// Hypotheses of a sentence that go on side by side; 1 is greedy search.
        package var beam = 4
        /// Hypotheses of a sentence to return; at most `beam`, but when sampling: so many samples.
        package var nbest = 1
        /// When a sentence is done.
        package var stopping = Stopping.exact

        // MARK: What a hypothesis is worth

        /// The exponent α in `LengthPenalty`; 0 compares plain log-probabilities, as is done with
        /// required terms.
        package var lengthPenalty: Float = 1
        /// The strength β in `SourceCoverage`, by which a finished hypothesis is worth less for
        /// source tokens that were not looked at; 0 for none.
        ///
        /// Wu et al. 2016 had 0.2.
        package var coveragePenalty: Float = 0
        /// By how much a token is less likely for being in the hypothesis already, θ in
        /// `RepetitionPenalty`; 1 for no less.
        ///
        /// Changes the probabilities that are returned.
        package var repetitionPenalty: Float = 1

        // MARK: How long it is

        /// A hypothesis is cut off at ⌊ratio · source tokens⌋ + offset tokens, or at the prefix's +
        /// offset if that is longer, and in any case at `maximumLength`.
        package var maximumLengthRatio: Float = 1.5
        package var maximumLengthOffset = 20
        /// The most tokens of a hypothesis; a model has no more positions than the default.
        package var maximumLength = Configuration.maximumLength - 1
        /// Tokens before which no hypothesis ends; lifts the cap if that is lower.
        package var minimumLength = 0
        /// Exactly so many tokens and no `</s>`, for benchmarks; overrides the other lengths.
        package var forcedLength: Int?

        // MARK: What may stand in it

        /// Whether `<unk>` may stand in a hypothesis; it says nothing to a reader.
        package var allowsUnknown = true
        /// So many tokens in a row do not come again; 0 lets them.
        package var noRepeatTokens = 0
        /// Tokens that must not stand in a row in any hypothesis.
        package var forbidden: [[Int32]] = []

        // MARK: Another way of searching

        /// Draws translations instead of looking for likely ones; wants a beam of 1.
        package var sampling: Sampling?
        /// Divides the beam into groups that keep apart.
        package var diversity: Diversity?

        package init(beam: Int = 4, nbest: Int = 1) {
            self.beam = beam
            self.nbest = nbest
        }

        /// When a sentence is done.
        package enum Stopping: String, Sendable, Codable, CaseIterable {
            /// When no live hypothesis can become one of the n best (see `BeamSearch`).
            case exact
            /// When as many as the beam is wide have ended.
            ///
            /// Takes a seventh less time; of 2,122 short and 1,000 longer sentences the BLEU of
            /// the shipped engine was 0.4 and 0.05 lower.
            case beamEnded
        }

        /// How translations are drawn (`Sampler`).
        package struct Sampling: Sendable, Codable, Equatable {
            /// What log-probabilities are divided by: below 1 likely tokens become likelier.
            package var temperature: Float = 1
            /// Draws from so many of the likeliest tokens; nil for all.
            package var topK: Int?
            /// Draws from the fewest likeliest tokens that have at least this probability
            /// together, after `temperature` and `topK`; 1 for all.
            package var topP: Float = 1
            package var seed: UInt64 = 1

            package init() {}
        }

        /// How groups of a beam keep apart (`DiverseBeam`).
        package struct Diversity: Sendable, Codable, Equatable {
            /// Groups of equal size; they divide the beam.
            package var groups = 2
            /// What a token loses for each hypothesis of an earlier group that took it in the same
            /// step, λ.
            ///
            /// Vijayakumar et al. found 0.2 to 0.8 good for most.
            package var strength: Float = 0.5

            package init() {}
        }
    }
}

extension BeamSearch.Options {
    var largestLength: Int { forcedLength ?? maximumLength }

    /// The most tokens a translation of so many source tokens may have.
    func lengthCap(sourceLength: Int, prefixLength: Int = 0) -> Int {
        if let forcedLength { return forcedLength }
        let limit = Configuration.maximumLength - 1
        let proportional = Int(maximumLengthRatio * Float(min(sourceLength, limit)))
        let base = max(proportional, prefixLength)
        return min(max(base + maximumLengthOffset, minimumLength, 1), maximumLength)
    }

    /// The least tokens before `</s>`.
    var lengthFloor: Int { forcedLength ?? minimumLength }

    /// The most rows of a sentence.
    var rowsPerSentence: Int { sampling == nil ? beam : nbest }

    /// Tokens to ask of each row so that enough are left when those that must not follow, `<pad>`,
    /// `<s>`, perhaps `<unk>` and for a time `</s>`, are taken out.
    var candidatesPerRow: Int { (sampling.map { $0.topK ?? 1 } ?? beam) + 4 }
}
