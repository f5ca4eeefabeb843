package import Engines
internal import Search
internal import Tensors
internal import Transformer

// Several engines translate together: what may come next is as likely as they find it on average.
//
// How lines are divided, the attention that alignments and a coverage penalty read, and the text
// settings are the first engine's. Nobody has measured what the probabilities of all together are
// worth, so confidences follow the usual curve.

extension Translator {
    /// Loads engines that translate together.
    ///
    /// What comes next is as likely as they find it on average. They have the same languages and
    /// subwords, and may differ in size and type of weights; time and memory are the sum of
    /// theirs. Alignments are the first one's.
    /// - Parameter paths: one or more
    /// - Throws: an error that says what is wrong with a folder or the options, or in what two
    ///   engines differ.
    public init(
        enginesAt paths: [String], options: TranslationOptions = TranslationOptions()
    ) throws {
        guard !paths.isEmpty else { throw NoEngine() }
        try options.validate()
        try self.init(EngineEnsemble(at: paths), options: options, path: paths[0])
    }

    /// - Throws: as of several
    package init(
        _ engine: Engine, options: TranslationOptions = TranslationOptions()
    ) throws {
        try self.init(EngineEnsemble(engine), options: options)
    }

    /// One of the engines besides the first.
    struct Partner: Sendable {
        let model: EncoderDecoder
        let weights: PackedWeights
    }

    /// What asks all engines.
    /// - Parameter tape: one in inference, of the first engine's weights
    func scorer(on tape: Tape) -> EnsembleScorer {
        EnsembleScorer(
            search.scorer(model: engine.model, tape: tape),
            partners.map {
                TransformerScorer(model: $0.model, tape: Tape(inference: $0.weights))
            })
    }
}

extension EngineEnsemble {
    /// - Parameter path: of the first, for errors
    /// - Throws: `EngineError` where it has none; `SearchError` where there are several engines,
    ///   which would each choose other tokens
    func shortlist(at path: String) throws -> Shortlist {
        guard others.isEmpty else {
            throw SearchError.conflict(
                "shortlist", with: "several engines", remedy: "Translate with one, or without it.")
        }
        return try first.requiredShortlist(at: path)
    }
}

/// A translator was asked for without an engine.
struct NoEngine: Error, Equatable, CustomStringConvertible {
    var description: String { "no engine was given. Name one or more." }
}
