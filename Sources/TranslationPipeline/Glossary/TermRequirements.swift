internal import Engines
internal import Search
internal import Text

/// A glossary as an engine reads and writes its terms.
struct TermRequirements: Sendable {
    private let glossary: Glossary
    private let source: SubwordModel
    private let target: SubwordModel
    private let matcher: TermMatcher

    /// A search follows no more terms of a sentence; those beyond are only looked for afterwards.
    private static let mostTerms = 64
    /// Tokens of a row's forms, each as it is written.
    ///
    /// In all contexts and with capitals they are several times as many, of which a search can look
    /// for 1,024.
    private static let mostTokens = 64

    /// - Parameter forbidden: words that no translation has; nil for none
    /// - Throws: `GlossaryError` for what the engine cannot write, or may not
    init(_ glossary: Glossary, _ engine: Engine, forbidden: TermMatcher?) throws {
        self.glossary = glossary
        let (source, target) = (engine.sourceSubwords, engine.targetSubwords)
        self.source = source
        self.target = target
        for row in glossary.rows {
            try Self.check(row, target, forbidden, file: glossary.file)
        }
        matcher = try TermMatcher(glossary.rows.map { source.normalize($0.source) })
    }

    private static func check(
        _ row: Glossary.Row, _ subwords: SubwordModel, _ forbidden: TermMatcher?, file: String
    ) throws(GlossaryError) {
        var tokenCount = 0
        for form in row.targets {
            guard let count = subwords.tokenCount(ofTerm: form) else {
                throw GlossaryError(.unwritable(form), file: file, line: row.line)
            }
            tokenCount += count
        }
        guard tokenCount <= mostTokens else {
            throw GlossaryError(
                .tooManyTokens(row.source, tokens: tokenCount, limit: mostTokens), file: file,
                line: row.line)
        }
        if let forbidden, row.targets.allSatisfy({ !forbidden.matches(in: $0).isEmpty }) {
            throw GlossaryError(.forbidden(row.source), file: file, line: row.line)
        }
    }

    /// The rows whose terms stand in a text, by number, each once, in order; protected spans are
    /// not looked into.
    func rows(in text: String) -> [Int] {
        let normalized = source.normalize(text)
        let matches = matcher.matches(in: normalized)
        guard !matches.isEmpty else { return [] }
        let spans = source.protectedRanges(in: normalized)
        var seen: Set<Int> = []
        return matches.filter { match in
            !spans.contains { $0.overlaps(match.range) }
        }.map(\.term).filter { seen.insert($0).inserted }
    }

    /// What a search is asked for.
    func required(_ rows: [Int]) -> [RequiredTerm] {
        rows.prefix(Self.mostTerms).compactMap { number in
            let forms = glossary.rows[number].targets.flatMap { target.tokens(ofTerm: $0) }
            return forms.isEmpty ? nil : RequiredTerm(forms)
        }
    }

    /// The terms of rows that a translation lacks as whole words.
    func unmet(_ rows: [Int], in translation: String) -> [String] {
        guard !rows.isEmpty else { return [] }
        let normalized = target.normalize(translation)
        return rows.map { glossary.rows[$0] }.filter { row in
            let forms = try? TermMatcher(row.targets.map(target.normalize))
            return forms?.matches(in: normalized).isEmpty != false
        }.map(\.source)
    }
}
