/// How a training goes on from an engine; kept in the training's state.
package struct Adaptation: Sendable, Codable, Equatable {
    /// As the user wrote it; the engine is not read again when the training is resumed.
    package var enginePath: String
    /// CRC-32 of the engine's weights.
    package var engineChecksum: String
    /// The seed that set the engine's development set aside.
    package var engineSeed: UInt64
    /// Of the engine on that set, when it was trained; nil where nobody knows.
    package var engineLoss: Double?
    /// Old pairs' share of an epoch's target tokens.
    package var oldShare: Double
    /// BLEU that may be lost on the old development set.
    package var oldTolerance: Double
    /// Of the engine itself, on the new development set and on the old one; nil until measured.
    package var engineScores: Scores?

    package struct Scores: Sendable, Codable, Equatable {
        package var new: EngineComparison.Figures
        package var old: EngineComparison.Figures?
        package var bleuSignature: String

        package init(
            new: EngineComparison.Figures, old: EngineComparison.Figures?, bleuSignature: String
        ) {
            self.new = new
            self.old = old
            self.bleuSignature = bleuSignature
        }
    }

    /// Half of an epoch: training on the new text alone forgets the old, and the README has what
    /// shares cost on either side.
    package static let usualOldShare = 0.5
    /// Within what two seeds of one training differ.
    package static let usualTolerance = 1.0
    /// Of `--old-tolerance`, in BLEU.
    package static let tolerances = 0.0...100.0

    /// - Throws: `TrainingError` for numbers that no training has written
    func check(in path: String) throws(TrainingError) {
        guard CorpusMixture.shares.contains(oldShare), Self.tolerances.contains(oldTolerance)
        else {
            throw TrainingError(
                "\(path)/state/state.json: has oldShare \(oldShare) and oldTolerance "
                    + "\(oldTolerance), which no training has. Train again into a new folder.")
        }
    }
}
