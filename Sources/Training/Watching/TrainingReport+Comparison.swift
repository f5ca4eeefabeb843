import Reports

// What the page of a training has besides when it goes on from an engine.

extension TrainingReport {
    /// The old engine's BLEU and the model's side by side, as at the end on a terminal.
    func addComparison(to page: inout HTMLPage) {
        guard let engine = plan.engineScores, let best = history.best,
            let last = history.validations.points.last
        else { return }
        func row(
            _ name: String, _ engine: EngineComparison.Figures,
            _ bleu: KeyPath<MetricsRecord.Validation, JSONNumber>
        ) -> [Value] {
            let numbers = [JSONNumber(engine.bleu), best[keyPath: bleu], last[keyPath: bleu]]
            return [.text(name)] + numbers.map { number($0, 2) }
        }
        let old = engine.old.map { row("old text", $0, \.oldText) }
        page.add(
            Table(
                title: "New text and old",
                caption: "BLEU on the development sets. The old engine is kept until a model is "
                    + "better on the new text and about as good on the old.",
                columns: [
                    "Development set", "Old engine", .init("Best, step \(grouped(best.step))"),
                    .init("Last, step \(grouped(last.step))"),
                ], rows: [row("new text", engine.new, \.bleu), old].compactMap { $0 }))
    }

    /// BLEU of the model, and as straight lines what it is compared with.
    func bleuCurves(overTime: Bool = false) -> [LineChart.Series] {
        let validations = history.validations.points
        guard let engine = plan.engineScores else {
            return [curve("development", validations, \.bleu, overTime: overTime)]
        }
        let new = curve("new text", validations, \.bleu, overTime: overTime)
        let straight = line("old engine, new text", at: engine.new.bleu, overTime)
        guard let old = engine.old else { return [new, straight] }
        return [
            new, curve("old text", validations, \.oldText, overTime: overTime), straight,
            line("old engine, old text", at: old.bleu, overTime),
        ]
    }

    func developmentLossCurves() -> [LineChart.Series] {
        let validations = history.validations.points
        let new = curve("development", validations, \.loss)
        guard plan.engineScores?.old != nil else { return [new] }
        return [new, curve("development, old text", validations, \.oldTextLoss)]
    }

    private func line(_ name: String, at bleu: Double, _ overTime: Bool) -> LineChart.Series {
        let validations = history.validations.points
        let ends = [validations.first, validations.last].compactMap { $0 }
        return LineChart.Series(
            name,
            ends.map {
                LineChart.Point(overTime ? $0.seconds.value ?? .nan : Double($0.step), bleu)
            })
    }
}

extension MetricsRecord.Validation {
    /// With a gap where no old text was translated.
    fileprivate var oldText: JSONNumber { oldBLEU ?? JSONNumber(nil) }
    fileprivate var oldTextLoss: JSONNumber { oldLoss ?? JSONNumber(nil) }
}
