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
    /// Cores to use, one thread each.
    public var workers = 1

    public init() {}
}
