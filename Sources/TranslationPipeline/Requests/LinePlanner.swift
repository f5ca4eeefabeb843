internal import Engines
internal import Search
internal import Text

/// Turns lines and what is known of their translations into what is searched for.
struct LinePlanner: Sendable {
    private let source: SubwordModel
    private let target: SubwordModel
    private let search: BeamSearch
    private let divider: LineDivider
    private let targetLanguage: String
    private let terms: TermRequirements?

    init(_ engine: Engine, search: BeamSearch, divider: LineDivider, terms: TermRequirements?) {
        source = engine.sourceSubwords
        target = engine.targetSubwords
        self.search = search
        self.divider = divider
        self.terms = terms
        targetLanguage = engine.description.targetLanguage
    }

    func plan(_ request: TranslationRequest) -> PlannedLine {
        let plan = SegmentPlan(request.source, subwords: source, divider: divider)
        var line = PlannedLine(
            plan: plan,
            parts: plan.parts.map { PlannedLine.Part(search: SearchRequest($0.source.ids)) })
        if let terms {
            for index in line.searched {
                line.parts[index].terms = terms.rows(in: plan.parts[index].text)
            }
        }
        if !request.prefix.isEmpty { begin(&line, with: request.prefix) }
        for index in line.searched { ask(&line.parts[index]) }
        return line
    }

    /// Gives the parts of a line what was typed of them.
    private func begin(_ line: inout PlannedLine, with prefix: String) {
        line.prefix = target.normalize(prefix)
        var typed = prefix
        let leading = line.plan.leading
        if typed.utf8.starts(with: leading.utf8) {
            typed = String(typed.unicodeScalars.dropFirst(leading.unicodeScalars.count))
        }
        let parts = TypedPart.parts(
            of: typed, atMost: line.parts.count,
            sentences: SentenceSplitter(language: targetLanguage))
        for (index, part) in zip(line.parts.indices, parts) {
            line.parts[index].beginning = target.beginning(
                part.text, translating: line.plan.parts[index].source.spans,
                isWhole: part.isWhole)
            line.parts[index].typed = target.normalize(part.text)
            if let separator = part.separator {
                line.plan.replaceSpace(afterPart: index, by: separator)
            }
        }
    }

    /// Puts together what is searched for.
    ///
    /// What no search can honour, such as a prefix without end, is left out; what the translation
    /// then lacks is a warning.
    private func ask(_ part: inout PlannedLine.Part) {
        let required = terms?.required(part.terms) ?? []
        guard !required.isEmpty || part.beginning != TextBeginning() else { return }
        let full = try? search.request(
            part.search.tokens, prefix: part.beginning.ids, prefixEndings: part.beginning.endings,
            terms: required)
        if let full {
            part.search = full
        } else {
            part.beginning = TextBeginning()
            part.typed = ""
            part.search =
                (try? search.request(part.search.tokens, terms: required)) ?? part.search
        }
    }
}
