import Foundation
import Testing

@testable import Evaluation

/// Equality with sacreBLEU 2.6.0 on WMT21's system outputs.
@Suite(
    .enabled(if: SharedFigures.isPresent, "WMT21's outputs are not beside the package"))
struct FiguresTests {
    /// A part, for the sake of debug builds; with `TRANSLATE_ALL_FIGURES` set, every row.
    static let rows = SharedFigures.rows.filter { row in
        if ProcessInfo.processInfo.environment["TRANSLATE_ALL_FIGURES"] != nil { return true }
        return switch row.set {
        case "wmt21_de-en": row.system == "UEdin" && row.references != ["B"]
        case "wmt21_en-zh": row.system == "NiuTrans" && row.references == ["A"]
        default: false
        }
    }

    @Test("corpus figures and signatures equal sacreBLEU's", arguments: rows)
    func corpusFigure(row: SharedFigures.Row) throws {
        let metric = try #require(SharedFigures.metric(for: row))
        let score = try metric.score(
            hypotheses: SharedFigures.hypotheses(row.set, row.system),
            references: row.references.map { SharedFigures.reference(row.set, $0) })
        #expect(abs(score.value - row.value) < 1e-6)
        #expect(score.signature == row.signature)
        if case .bleu(let details) = score.details, !row.detail.isEmpty {
            let precisions = details.precisions.map { $0.formatted(decimals: 6) }
            #expect(
                row.detail == precisions.joined(separator: " ")
                    + " bp=\(details.brevityPenalty.formatted(decimals: 6))"
                    + " sys_len=\(details.hypothesisLength) ref_len=\(details.referenceLength)")
        }
    }

    @Test("sentence figures equal sacreBLEU's", arguments: ["wmt21_en-de", "wmt21_en-zh"])
    func sentenceFigures(set: String) throws {
        let rows = SharedFigures.table("sacrebleu-sentence-figures.tsv").filter { $0[0] == set }
        let system = try #require(rows.first)[1]
        let hypotheses = SharedFigures.hypotheses(set, system)
        let references = SharedFigures.reference(set, "A")
        let bleu = BLEU(tokenization: .usual(forTarget: String(set.suffix(2))))
        for row in rows {
            let index = try #require(Int(row[2])) - 1
            let (hypothesis, reference) = (hypotheses[index], [references[index]])
            let values = [
                try bleu.sentenceScore(hypothesis: hypothesis, references: reference).value,
                try ChrF().sentenceScore(hypothesis: hypothesis, references: reference).value,
                try ChrF.plusPlus.sentenceScore(hypothesis: hypothesis, references: reference)
                    .value,
                try TER().sentenceScore(hypothesis: hypothesis, references: reference).value,
            ]
            #expect(values.map { $0.formatted(decimals: 6) } == Array(row[3...]))
        }
    }
}
