/// How text is translated.
public struct TranslationOptions: Sendable, Equatable {
    /// Hypotheses followed at once; 1 is greedy.
    public var beam = 4
    /// Translations returned for each line, best first; at most `beam`.
    public var alternatives = 1
    /// α of the length penalty ((5 + |Y|)/6)^α (Wu et al. 2016, eq. 14); 0 prefers short output.
    public var lengthPenalty: Float = 0.6
    /// Whether to read word alignments from the attention; costs one more pass over the result.
    public var wantsAlignment = false
    /// Cores to use, one thread each.
    public var workers = 1

    public init() {}
}
