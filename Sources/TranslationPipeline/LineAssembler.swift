internal import Engines
internal import Search
internal import Text

/// A part's best translations, best first; none for a part that has no words to translate.
typealias PartResult = [(text: TargetText, hypothesis: Hypothesis)]

/// Puts the translations of a line's parts together, and says what there is to say about them.
struct LineAssembler: Sendable {
    private let options: TranslationOptions
    private let confidence: ConfidenceCurve
    private let checks: PairChecks
    private let terms: TermRequirements?
    private let forbidden: ForbiddenWords

    init(
        _ ensemble: EngineEnsemble, options: TranslationOptions, terms: TermRequirements?,
        forbidden: ForbiddenWords
    ) {
        let engine = ensemble.first.description
        self.options = options
        self.terms = terms
        self.forbidden = forbidden
        // An engine's own is for its own probabilities.
        confidence = ensemble.others.isEmpty ? engine.confidence ?? .usual : .usual
        checks = PairChecks(
            sourceLanguage: engine.sourceLanguage, targetLanguage: engine.targetLanguage)
    }

    /// - Parameter results: one for each of the line's parts
    func segment(_ line: PlannedLine, _ results: [PartResult]) -> TranslatedSegment {
        let plan = line.plan
        let ranks = max(1, results.map(\.count).filter { $0 > 0 }.min() ?? 1)
        let alternatives = (0..<ranks).map { rank in
            TranslatedSegment.Alternative(
                target: join(plan, results, rank: rank), score: score(results, rank: rank))
        }
        let target = alternatives[0].target
        let confidence = confidence(results)
        let unmet = unmetTerms(line, results)
        return TranslatedSegment(
            source: plan.line, target: target, score: alternatives[0].score,
            confidence: confidence, alternatives: alternatives,
            words: options.wantsWords ? words(plan, results) : nil,
            alignment: options.wantsAlignment ? alignment(plan, results) : nil,
            warnings: searchWarnings(plan, results) + textWarnings(plan, results, target)
                + (confidence.map { $0 < options.lowConfidence } == true ? [.lowConfidence] : [])
                + wordingWarnings(line, target, unmet: unmet),
            unmetTerms: unmet)
    }

    private func join(_ plan: SegmentPlan, _ results: [PartResult], rank: Int) -> String {
        var text = plan.leading
        for (part, result) in zip(plan.parts, results) {
            text += (result.isEmpty ? part.text : result[rank].text.text) + part.separator
        }
        return text
    }

    /// The mean of the parts' scores, weighted by their lengths.
    private func score(_ results: [PartResult], rank: Int) -> Float {
        let hypotheses = results.filter { !$0.isEmpty }.map { $0[rank].hypothesis }
        if hypotheses.count == 1 { return hypotheses[0].score }
        let tokens = hypotheses.reduce(0) { $0 + $1.tokens.count + 1 }
        guard tokens > 0 else { return 0 }
        return hypotheses.reduce(0) { $0 + $1.score * Float($1.tokens.count + 1) } / Float(tokens)
    }

    /// Of all that was translated, whatever the parts; nil where nothing was.
    private func confidence(_ results: [PartResult]) -> Float? {
        let hypotheses = results.compactMap { $0.first?.hypothesis }
        let tokens = hypotheses.reduce(0) { $0 + $1.tokenLogProbabilities.count }
        guard tokens > 0 else { return nil }
        let surprise = hypotheses.reduce(0) { $0 - Double($1.logProbability) } / Double(tokens)
        return Float(confidence(surprise: surprise))
    }

    // MARK: - Warnings

    private func searchWarnings(
        _ plan: SegmentPlan, _ results: [PartResult]
    ) -> [TranslatedSegment.Warning] {
        var warnings: [TranslatedSegment.Warning] = []
        if results.contains(where: { $0.first?.hypothesis.hitLengthCap == true }) {
            warnings.append(.lengthCapReached)
        }
        if plan.parts.contains(where: \.source.hasUnknownWords) {
            warnings.append(.unknownWordsCopied)
        }
        if results.contains(where: { $0.first?.text.hasSpansPutBack == true }) {
            warnings.append(.protectedSpanPutBack)
        }
        if plan.isDivided { warnings.append(.splitIntoParts) }
        return warnings
    }

    private func textWarnings(
        _ plan: SegmentPlan, _ results: [PartResult], _ target: String
    ) -> [TranslatedSegment.Warning] {
        // What nobody translated cannot differ.
        guard results.contains(where: { !$0.isEmpty }) else { return [] }
        return checks.warnings(
            of: CheckedPair(
                source: plan.line, target: target,
                sourceWords: plan.parts.flatMap { $0.source.words.map(\.text) },
                targetWords: zip(plan.parts, results).flatMap { part, result in
                    result.first?.text.words.map(\.text) ?? part.source.words.map(\.text)
                }))
    }

    private func wordingWarnings(
        _ line: PlannedLine, _ target: String, unmet: [String]
    ) -> [TranslatedSegment.Warning] {
        var warnings: [TranslatedSegment.Warning] = []
        if !unmet.isEmpty { warnings.append(.unmetTerm) }
        if forbidden.stand(in: target) { warnings.append(.forbiddenWord) }
        // A space at its end may say that the text is complete.
        if !(target + " ").utf8.starts(with: line.prefix.utf8) { warnings.append(.prefixNotKept) }
        return warnings
    }

    private func unmetTerms(_ line: PlannedLine, _ results: [PartResult]) -> [String] {
        guard let terms else { return [] }
        var seen: Set<String> = []
        return zip(line.parts, results).flatMap { part, result in
            terms.unmet(part.terms, in: result.first?.text.text ?? "")
        }.filter { seen.insert($0).inserted }
    }

    // MARK: - Words

    private func words(_ plan: SegmentPlan, _ results: [PartResult]) -> [TargetWord] {
        var words: [TargetWord] = []
        var offset = plan.leading.unicodeScalars.count
        for (part, result) in zip(plan.parts, results) {
            if let best = result.first?.text {
                words += zip(best.words, best.probabilities).map {
                    TargetWord($0.shifted(by: offset), probability: $1)
                }
                offset += best.text.unicodeScalars.count
            } else {
                words += part.source.words.map {
                    TargetWord(SegmentWord($0).shifted(by: offset), probability: nil)
                }
                offset += part.text.unicodeScalars.count
            }
            offset += part.separator.unicodeScalars.count
        }
        return words
    }

    private func alignment(_ plan: SegmentPlan, _ results: [PartResult]) -> SegmentAlignment {
        var builder = AlignmentBuilder(targetOffset: plan.leading.unicodeScalars.count)
        for (part, result) in zip(plan.parts, results) {
            if let best = result.first {
                builder.add(part, best.text)
            } else {
                builder.addCopy(part)
            }
            builder.skip(part.separator)
        }
        return builder.alignment
    }
}
