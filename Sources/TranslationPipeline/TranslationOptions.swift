/// How text is translated.
public struct TranslationOptions: Sendable, Equatable {
    /// Hypotheses followed at once; 1 is greedy.
    public var beam = 4
    /// Translations returned for each line, best first; at most `beam`.
    public var alternatives = 1
    /// The length penalty’s exponent α; larger prefers longer output, 0 short.
    ///
    ///     ((5 + |Y|)/6)^α        Wu et al. 2016, eq. 14
    public var lengthPenalty: Float = 1
    /// Whether to read word alignments from the attention; costs one more pass over the result.
    public var wantsAlignment = false
    /// Whether to tell the words of translations and their probabilities.
    public var wantsWords = false
    /// Below which confidence a translation has a warning, 0 … 1; 0 for never.
    public var lowConfidence: Float = 0.4
    /// Type of the factors of matrix products.
    public var precision = Precision.auto
    /// Whether translations are made of the engine's shortlist alone: of the tokens that go with
    /// those of the source.
    ///
    /// Faster the larger the vocabulary. A sentence of which the shortlist knows too little is
    /// translated as without it, as is one that asks for words which are not on its list.
    /// Scores and probabilities differ a little: what all other tokens have is taken to be what
    /// they usually have.
    public var shortlist = false
    /// Words of the source language whose full stop ends no sentence, besides those known.
    ///
    /// Each is a line in the form of Moses' `nonbreaking_prefix.de`: `z. B`, `No #NUMERIC_ONLY#`.
    /// Nil for those the engine was trained with.
    public var abbreviations: [String]?
    /// Cores to use, one thread each.
    public var workers = 1

    public init() {}

    /// How the factors of matrix products are stored.
    public enum Precision: String, Sendable, Equatable, CaseIterable {
        /// int8 where the processor has AVX-512 VNNI, else bf16 where it multiplies that natively,
        /// else f32.
        case auto
        case f32
        /// Twice the rate of f32; f32 is used instead where the processor lacks it.
        case bf16
        /// Whole numbers of 8 bits, each output of a weight matrix and each row that it multiplies
        /// with a scale of its own; four times the rate of f32 with AVX-512 VNNI, slow without.
        case int8
    }
}
