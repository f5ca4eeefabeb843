import Corpus
import Foundation
import Tensors

// What a training does besides when it goes on from an engine.

extension TrainingRun {
    /// - Throws: `TrainingError` when there is nothing to mix in, or for old text without an engine
    ///   to go on from
    func oldText(
        _ adaptation: Adaptation?, in folder: URL, beside new: inout PreparedCorpus,
        watch: (_ pass: String) -> (_ pairs: Int) throws -> Void
    ) throws -> OldText? {
        guard let adaptation else {
            guard !request.adaptation.hasOldText else {
                throw TrainingError(
                    "--old-corpus or --old-dev: the training in \(request.enginePath) does not go "
                        + "on from an engine. Leave it out.", isWrongUse: true)
            }
            return nil
        }
        guard var old = try OldText(request, adaptation, in: folder, watch: watch) else {
            return nil
        }
        try old.keepApart(from: &new)
        let count = old.corpus?.trainingCount ?? 0
        guard !old.development.isEmpty, old.corpus == nil || count > 0 else {
            let paths = request.adaptation.oldCorpora + request.adaptation.oldDevelopment
            throw TrainingError(
                "\(paths.joined(separator: " ")): too few old pairs to train and validate on "
                    + "(\(count) and \(old.development.count)). Add more, or leave --old-corpus "
                    + "out.")
        }
        return old
    }

    func tell(_ old: OldText) {
        for line in old.reports.flatMap(\.lines) { observer.note(line) }
        let mixed = old.corpus.map {
            "\(grouped($0.trainingCount)) old pairs to mix in for \(old.share) of an epoch’s "
                + "target tokens, "
        }
        observer.note("\(mixed ?? "")\(grouped(old.development.count)) old pairs to validate on")
    }

    /// Says so when the vocabulary does not suit the new text.
    func warn(_ adaptation: Adaptation, _ data: TrainingData, _ subwords: SubwordPair) {
        let newCount = data.mixture?.newCount ?? data.training.count
        let new = ForeignTokens(data.training, 0..<newCount, subwords)
        let old =
            newCount < data.training.count
            ? ForeignTokens(data.training, newCount..<data.training.count, subwords) : nil
        if let warning = new.warning(engine: adaptation.enginePath, old: old) {
            observer.note(warning)
        }
    }

    /// Scores the engine before the first step; a resumed training knows the scores, unless it was
    /// stopped meanwhile.
    /// - Parameter deadline: when scoring must have ended; nil for any time
    /// - Throws: `TrainingError` when it took longer
    func measured(
        _ adaptation: Adaptation, _ validation: AdaptationValidator,
        _ weights: @autoclosure () -> PackedWeights, until deadline: ContinuousClock.Instant?
    ) throws(TrainingError) -> Adaptation {
        guard adaptation.engineScores == nil else { return adaptation }
        let shouldStop = observer.shouldStop
        let measured = validation.scores(of: weights()) {
            shouldStop() || deadline.map { .now >= $0 } ?? false
        }
        guard let scores = measured else {
            guard !shouldStop() else { return adaptation }
            throw TrainingError(
                "--time-budget: translating the development sets with \(adaptation.enginePath), "
                    + "to compare with, took all of it. Pass more time, or fewer pairs to --dev "
                    + "and --old-dev.")
        }
        var adaptation = adaptation
        adaptation.engineScores = scores
        observer.note("\(adaptation.enginePath), as it is: \(scores.words)")
        if let warning = adaptation.warningOfKnownText { observer.note(warning) }
        return adaptation
    }

    /// At the end: the engine and the model, side by side.
    func tellTable(_ progress: TrainingProgress, last: ValidationScore?) {
        guard let best = progress.best,
            let table = AdaptationTable(
                best: best, bestStep: progress.bestStep, last: last ?? best,
                lastStep: last == nil ? progress.bestStep : progress.step)
        else { return }
        for line in table.lines { observer.note(line) }
    }
}
