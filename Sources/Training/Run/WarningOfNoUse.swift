import Foundation

extension TrainingProgress {
    /// Below this, translations have next to nothing of the references.
    private static let leastBLEU = 1.0
    /// A loss that has fallen less than to this share has not fallen.
    private static let fallenShare = 0.98

    /// What people should know of a training that went to its end and was of little use, with what
    /// to do about it; nil where all is well.
    package var warningOfNoUse: String? {
        guard let best else { return nil }
        let later = lowestLaterLoss ?? -.infinity
        guard best.bleu < Self.leastBLEU else { return warningOfNoGain(best) }
        let found = String(format: "BLEU %.2f and loss %.3f at best", best.bleu, best.loss)
        if let firstLoss, later > Self.fallenShare * firstLoss {
            return "nothing was learned: \(found), and the loss has not fallen since the "
                + "first validation. Train into a new folder with a lower --rate, a longer "
                + "--warmup, or more text."
        }
        return "the engine translates next to nothing: \(found). Go on with --resume and "
            + "more --steps, --epochs or --time-budget; if that is no help, train into a new "
            + "folder with a lower --rate or more text."
    }

    /// A model that goes on from an engine is compared with that engine instead.
    private func warningOfNoGain(_ best: ValidationScore) -> String? {
        guard let firstLoss, let lowestLaterLoss, best.loss == firstLoss,
            lowestLaterLoss >= firstLoss, best.comparison == nil
        else { return nil }
        return "the first validation, at step \(grouped(bestStep)), was the best, and no "
            + "loss after it was lower. Train into a new folder with a lower --rate or more "
            + "--dropout, or look sooner with a smaller --validate-every."
    }
}
