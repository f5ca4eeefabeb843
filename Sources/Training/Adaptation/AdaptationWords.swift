import Engines
import Foundation

// What people read of a training that goes on from an engine.

private func format(_ number: Double, _ digits: Int) -> String {
    String(format: "%.\(digits)f", number)
}

extension ValidationScore {
    /// `new dev BLEU 41.3 (engine 22.1), loss 1.279; old dev BLEU 45.0 (engine 45.4), loss 1.204`,
    /// or without an engine `dev loss 1.279, BLEU 41.3`.
    var words: String {
        guard let comparison else {
            return "dev loss \(format(loss, 3)), BLEU \(format(bleu, 1))"
        }
        func part(
            _ name: String, _ now: EngineComparison.Figures, _ engine: EngineComparison.Figures
        ) -> String {
            "\(name) dev BLEU \(format(now.bleu, 1)) (engine \(format(engine.bleu, 1))), "
                + "loss \(format(now.loss, 3))"
        }
        let new = part("new", EngineComparison.Figures(self), comparison.engine)
        return ([new] + [comparison.old.map { part("old", $0.model, $0.engine) }].compactMap { $0 })
            .joined(separator: "; ")
    }

    /// What becomes of a best score: `best, kept`, or why the engine stays.
    var verdict: String {
        guard let comparison, !wins else { return "best, kept" }
        return bleu > comparison.engine.bleu
            ? "best, but too much of the old is lost: the old engine is kept"
            : "best, but no better than the old engine, which is kept"
    }
}

extension Adaptation.Scores {
    /// `new dev BLEU 22.1, loss 3.204; old dev BLEU 45.4, loss 1.204`.
    var words: String {
        [("new", new), ("old", old)].compactMap { name, figures in
            figures.map {
                "\(name) dev BLEU \(format($0.bleu, 1)), loss \(format($0.loss, 3))"
            }
        }.joined(separator: "; ")
    }
}

extension Adaptation {
    /// An engine does this much better on text that it was trained on than on other text.
    private static let knownShare = 0.9

    /// What people should know when the engine does better on the old development set than on its
    /// own: it has learned some of these pairs by heart, and what that is worth is lost in any
    /// training.
    var warningOfKnownText: String? {
        guard let own = engineLoss, let old = engineScores?.old,
            old.loss < Self.knownShare * own
        else { return nil }
        return
            "warning: \(enginePath) has loss \(format(old.loss, 3)) on the old development set, and "
            + "had \(format(own, 3)) on its own: it was trained on some of these pairs, and any "
            + "training loses BLEU on them. Pass old text that it has not seen to --old-dev."
    }
}

/// The engine's scores and the model's side by side, as lines of text and as rows of a card.
struct AdaptationTable {
    private let rows: [(name: String, engine: Double, best: Double, last: Double)]
    private let heads: [String]

    /// - Parameters:
    ///   - best: of the weights that are the best so far
    ///   - last: of the last validation
    /// - Returns: nil when nothing was compared
    init?(best: ValidationScore, bestStep: Int, last: ValidationScore, lastStep: Int) {
        guard let comparison = best.comparison, let now = last.comparison else { return nil }
        heads = [
            "BLEU on the development set", "old engine", "best, step \(grouped(bestStep))",
            "last, step \(grouped(lastStep))",
        ]
        var rows = [("new text", comparison.engine.bleu, best.bleu, last.bleu)]
        if let old = comparison.old, let oldNow = now.old {
            rows.append(("old text", old.engine.bleu, old.model.bleu, oldNow.model.bleu))
        }
        self.rows = rows
    }

    /// For a terminal, in columns.
    var lines: [String] {
        let cells =
            [heads]
            + rows.map { row in
                [row.name] + [row.engine, row.best, row.last].map { format($0, 2) }
            }
        let widths = heads.indices.map { column in cells.map { $0[column].count }.max() ?? 0 }
        return cells.map { row in
            let padded = zip(row, widths).enumerated().map { index, cell in
                let space = String(repeating: " ", count: cell.1 - cell.0.count)
                return index == 0 ? cell.0 + space : space + cell.0
            }
            return padded.joined(separator: "  ")
        }
    }
}

extension Adaptation {
    /// For the engine's card: the old engine's scores beside those of the weights in the folder.
    /// - Parameter kept: of those weights; nil when they are the old engine's
    func cardScores(_ kept: ValidationScore?) -> [EngineCard.Score] {
        guard let engineScores else { return [] }
        func rows(
            _ set: String, _ engine: EngineComparison.Figures, _ model: EngineComparison.Figures?
        ) -> [EngineCard.Score] {
            [("the old engine", engine), ("this engine", model ?? engine)].flatMap {
                name, figures in
                [
                    EngineCard.Score(
                        metric: "BLEU, greedy, of \(name)", corpus: "\(set) development set",
                        number: figures.bleu, signature: engineScores.bleuSignature),
                    EngineCard.Score(
                        metric: "loss, nats a token, of \(name)",
                        corpus: "\(set) development set", number: figures.loss),
                ]
            }
        }
        let new = rows("new", engineScores.new, kept.map { EngineComparison.Figures($0) })
        guard let old = engineScores.old else { return new }
        return new + rows("old", old, kept?.comparison?.old?.model)
    }

    /// For the engine's card.
    /// - Parameters:
    ///   - drawn: old pairs of an epoch
    ///   - hasWon: whether the weights in the folder are no longer the old engine's
    func cardSettings(drawn: Int, hasWon: Bool) -> [(name: String, setting: String)] {
        [
            ("goes on from", "\(enginePath), weights with CRC-32 \(engineChecksum)"),
            (
                "old text in an epoch",
                oldShare > 0
                    ? "\(oldShare) of the target tokens, \(grouped(drawn)) pairs" : "none"
            ),
            ("BLEU that may be lost on old text", "\(oldTolerance)"),
            (
                "weights",
                hasWon ? "trained here" : "the old engine’s, as nothing better has come of training"
            ),
        ]
    }
}
