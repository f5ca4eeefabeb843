/// Engines that translate together: of one pair of languages, with the same subwords, each of its
/// own size.
///
/// How lines are divided is the first one's business.
package struct EngineEnsemble: Sendable {
    package let first: Engine
    package let others: [Engine]

    package init(_ engine: Engine) {
        first = engine
        others = []
    }

    /// - Parameter engines: one or more, each with its path, for errors
    /// - Throws: `EngineMismatch`
    package init(_ engines: [(engine: Engine, path: String)]) throws(EngineMismatch) {
        precondition(!engines.isEmpty, "an ensemble without an engine")
        (first, others) = (engines[0].engine, engines.dropFirst().map(\.engine))
        for (engine, path) in engines.dropFirst() {
            try first.requireSameText(as: engine, paths: (engines[0].path, path))
        }
    }

    /// Loads engines.
    /// - Parameter paths: one or more
    /// - Throws: `EngineError`, `EngineMismatch`
    package init(at paths: [String]) throws {
        try self.init(paths.map { (try Engine.load(from: $0), $0) })
    }

    package var engines: [Engine] { [first] + others }
}
