/// How text is translated.
public struct TranslationOptions: Sendable, Equatable {
    // MARK: Search

    /// Hypotheses followed at once; 1 is greedy.
    public var beam = 4
    /// Translations returned for each line, best first; at most `beam`, or the number of samples.
    public var alternatives = 1
    /// When the search for a line's translations ends.
    public var stopping = Stopping.exact
    /// The length penalty’s exponent α; larger prefers longer output, 0 short.
    ///
    ///     ((5 + |Y|)/6)^α        Wu et al. 2016, eq. 14
    ///
    /// Lines that must have terms of the glossary are translated with 0: words would be appended
    /// otherwise.
    public var lengthPenalty: Float = 1
    /// What a translation loses for parts of the source that nothing of it attends to, 0 … 10.
    ///
    /// The strength β of Wu et al. 2016, eq. 14; 0 for nothing, and 0.2 in the paper.
    public var coveragePenalty: Float = 0
    /// By how much a token is less likely for being in the translation already, 1 … 10.
    ///
    /// θ of Keskar et al. 2019 (arXiv:1909.05858); 1 for no less, and 1.2 in the paper.
    public var repetitionPenalty: Float = 1
    /// So many tokens in a row do not come again in a translation; 0 lets them.
    public var noRepeatTokens = 0
    /// Tokens before which no translation of a part of a line ends; a word is one token or more.
    public var minimumLength = 0
    /// The most tokens of a part's translation, 1 … 1,023; shorter parts have shorter bounds by
    /// `maximumLengthRatio`.
    public var maximumLength = 1023
    /// The most tokens of a part's translation for each token of its source, besides 20 that any
    /// may have; 0 … 100.
    public var maximumLengthRatio: Float = 1.5
    /// Draws translations instead of looking for likely ones; wants a beam of 1.
    public var sampling: Sampling?
    /// Draws so many translations of each part of a line and takes the one that has most in common
    /// with all others, 2 … 128; wants a beam of 1, and draws as `sampling` says or plainly.
    ///
    /// Several `alternatives` come by what they have in common with all, not by score; those alike
    /// come once.
    public var riskSamples: Int?
    /// Divides the beam into groups that keep apart.
    public var diversity: Diversity?

    // MARK: Wording

    /// Terms of the source language and what must stand for them in translations; wants a beam of
    /// 2 or more.
    public var glossary: Glossary?
    /// Words and phrases that no translation has, in any case.
    ///
    /// Nor is any longer word written by writing one of these first and going on.
    public var forbidden: [String] = []

    // MARK: What is told

    /// Whether to read word alignments from the attention; costs one more pass over the result.
    public var wantsAlignment = false
    /// Whether to tell the words of translations and their probabilities.
    public var wantsWords = false
    /// Below which confidence a translation has a warning, 0 … 1; 0 for never.
    public var lowConfidence: Float = 0.4

    // MARK: Engine and machine

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
