package import Tensors

/// What a user asks of the way a model is trained.
package struct RecipeChoices: Sendable, Equatable {
    package var batchTokens: Int?
    package var batchGrowthEpochs: Int?
    package var accumulatedBatches: Int?
    package var scheduleShape: Schedule.Shape?
    package var peakRate: Float?
    package var warmupSteps: Int?
    package var cooldown: Float?
    package var plateauFactor: Float?
    package var plateauPatience: Int?
    package var labelSmoothing: Float?
    /// The probability that a merge is left out in training (BPE-dropout), 0 … 1.
    package var subwordDropout: Float?
    package var rDrop: Float?
    package var clipNorm: Float?
    package var weightDecay: Float?
    package var averaging: Averaging.Kind?
    package var averageDecay: Float?
    package var averageCount: Int?
    package var precision: Precision?
    package var seed: UInt64?

    package init() {}

    /// The choices of a recipe: all that make a difference to it.
    init(_ recipe: Recipe) {
        for row in Self.table { row.take(recipe, &self) }
    }

    /// Replaces what is chosen.
    func apply(to recipe: inout Recipe) {
        for row in Self.table { row.apply(self, &recipe) }
    }
}

extension RecipeChoices: Choices {
    static var table: [ChoiceRow<Self, Recipe>] {
        [
            .init("--batch-tokens", \.batchTokens, \.batchTokens),
            .init("--batch-growth", \.batchGrowthEpochs, \.batchGrowthEpochs),
            .init("--accumulate", \.accumulatedBatches, \.accumulatedBatches),
            .init("--schedule", \.scheduleShape, \.schedule.shape),
            .init("--rate", \.peakRate, \.schedule.peakRate),
            .init("--warmup", \.warmupSteps, \.schedule.warmupSteps),
            .init(
                "--cooldown", \.cooldown, \.schedule.cooldown,
                where: { $0.schedule.shape != .cosine }),
            .init(
                "--plateau-factor", \.plateauFactor, \.schedule.plateauFactor,
                where: { $0.schedule.shape == .plateau }),
            .init(
                "--plateau-patience", \.plateauPatience, \.schedule.plateauPatience,
                where: { $0.schedule.shape == .plateau }),
            .init("--label-smoothing", \.labelSmoothing, \.labelSmoothing),
            .init("--subword-dropout", \.subwordDropout, \.subwordDropout),
            .init("--r-drop", \.rDrop, \.rDrop),
            .init("--clip-norm", \.clipNorm, \.clipNorm),
            .init("--weight-decay", \.weightDecay, \.weightDecay),
            .init("--average", \.averaging, \.averaging.kind),
            .init(
                "--average-decay", \.averageDecay, \.averaging.decay,
                where: { $0.averaging.kind == .ema }),
            .init(
                "--average-count", \.averageCount, \.averaging.count,
                where: { $0.averaging.hasSnapshots }),
            .init("--precision", \.precision, \.precision),
            .init("--seed", \.seed, \.seed),
        ]
    }

    var byOption: [(option: String, words: String?)] { .init(self, in: Self.table) }
}

// MARK: - Contradictions

extension RecipeChoices {
    /// Refuses choices that would make no difference beside the others.
    /// - Throws: `TrainingError` that names the first of them
    func check() throws(TrainingError) {
        var recipe = Recipe()
        apply(to: &recipe)
        let (shape, average) = (recipe.schedule.shape, recipe.averaging.kind)
        try require(shape != .cosine, cooldown, "--cooldown", "--schedule inverse-sqrt or plateau")
        try require(shape == .plateau, plateauFactor, "--plateau-factor", "--schedule plateau")
        try require(shape == .plateau, plateauPatience, "--plateau-patience", "--schedule plateau")
        try require(average == .ema, averageDecay, "--average-decay", "--average ema")
        try require(
            recipe.averaging.hasSnapshots, averageCount, "--average-count", "--average last or best"
        )
    }

    private func require<Value>(
        _ isUsed: Bool, _ given: Value?, _ option: String, _ other: String
    ) throws(TrainingError) {
        guard let given, !isUsed else { return }
        throw TrainingError(
            "\(option) \(given): makes no difference without \(other). "
                + "Pass that too, or leave \(option) out.", isWrongUse: true)
    }
}
