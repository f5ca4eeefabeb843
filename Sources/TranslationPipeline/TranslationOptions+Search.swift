extension TranslationOptions {
    /// When the search for a line's translations ends.
    public enum Stopping: String, Sendable, Equatable, CaseIterable {
        /// When nothing that is still followed can become one of the best.
        case exact
        /// When as many translations as the beam is wide have ended: a seventh faster, and a
        /// little worse.
        case beamEnded = "beam-ended"
    }

    /// How translations are drawn.
    public struct Sampling: Sendable, Equatable {
        /// What log-probabilities are divided by, 0.01 … 100: below 1 likely words become
        /// likelier.
        public var temperature: Float = 1
        /// Draws from so many of the likeliest tokens, 1 … 1,024; nil for all.
        public var topK: Int?
        /// Draws from the fewest likeliest tokens that have this probability together, 0 … 1;
        /// 1 for all.
        public var topP: Float = 1
        /// A line and a seed always give the same samples, whatever the lines around.
        public var seed: UInt64 = 1

        public init() {}
    }

    /// How groups of a beam keep apart.
    ///
    /// Diverse beam search, Vijayakumar et al. 2018 (arXiv:1610.02424).
    public struct Diversity: Sendable, Equatable {
        /// Groups of equal size, at least 2; they divide the beam.
        public var groups = 2
        /// What a token loses for each translation of an earlier group that took it in the same
        /// place, λ, 0 … 100.
        public var strength: Float = 0.5

        public init() {}
    }
}
