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
        batchTokens = recipe.batchTokens
        batchGrowthEpochs = recipe.batchGrowthEpochs
        accumulatedBatches = recipe.accumulatedBatches
        labelSmoothing = recipe.labelSmoothing
        subwordDropout = recipe.subwordDropout
        rDrop = recipe.rDrop
        clipNorm = recipe.clipNorm
        weightDecay = recipe.weightDecay
        precision = recipe.precision
        seed = recipe.seed
        choose(recipe.schedule)
        choose(recipe.averaging)
    }

    private mutating func choose(_ schedule: Schedule) {
        scheduleShape = schedule.shape
        peakRate = schedule.peakRate
        warmupSteps = schedule.warmupSteps
        if schedule.shape != .cosine { cooldown = schedule.cooldown }
        if schedule.shape == .plateau {
            plateauFactor = schedule.plateauFactor
            plateauPatience = schedule.plateauPatience
        }
    }

    private mutating func choose(_ averaging: Averaging) {
        self.averaging = averaging.kind
        if averaging.kind == .ema { averageDecay = averaging.decay }
        if averaging.hasSnapshots { averageCount = averaging.count }
    }

    /// Replaces what is chosen.
    func apply(to recipe: inout Recipe) {
        if let batchTokens { recipe.batchTokens = batchTokens }
        if let batchGrowthEpochs { recipe.batchGrowthEpochs = batchGrowthEpochs }
        if let accumulatedBatches { recipe.accumulatedBatches = accumulatedBatches }
        if let labelSmoothing { recipe.labelSmoothing = labelSmoothing }
        if let subwordDropout { recipe.subwordDropout = subwordDropout }
        if let rDrop { recipe.rDrop = rDrop }
        if let clipNorm { recipe.clipNorm = clipNorm }
        if let weightDecay { recipe.weightDecay = weightDecay }
        if let averaging { recipe.averaging.kind = averaging }
        if let averageDecay { recipe.averaging.decay = averageDecay }
        if let averageCount { recipe.averaging.count = averageCount }
        if let precision { recipe.precision = precision }
        if let seed { recipe.seed = seed }
        apply(to: &recipe.schedule)
    }

    private func apply(to schedule: inout Schedule) {
        if let scheduleShape { schedule.shape = scheduleShape }
        if let peakRate { schedule.peakRate = peakRate }
        if let warmupSteps { schedule.warmupSteps = warmupSteps }
        if let cooldown { schedule.cooldown = cooldown }
        if let plateauFactor { schedule.plateauFactor = plateauFactor }
        if let plateauPatience { schedule.plateauPatience = plateauPatience }
    }
}

extension RecipeChoices: Choices {
    var byOption: [(option: String, words: String?)] {
        [
            ("--batch-tokens", batchTokens.map { "\($0)" }),
            ("--batch-growth", batchGrowthEpochs.map { "\($0)" }),
            ("--accumulate", accumulatedBatches.map { "\($0)" }),
            ("--schedule", scheduleShape?.rawValue),
            ("--rate", peakRate.map { "\($0)" }),
            ("--warmup", warmupSteps.map { "\($0)" }),
            ("--cooldown", cooldown.map { "\($0)" }),
            ("--plateau-factor", plateauFactor.map { "\($0)" }),
            ("--plateau-patience", plateauPatience.map { "\($0)" }),
            ("--label-smoothing", labelSmoothing.map { "\($0)" }),
            ("--subword-dropout", subwordDropout.map { "\($0)" }),
            ("--r-drop", rDrop.map { "\($0)" }),
            ("--clip-norm", clipNorm.map { "\($0)" }),
            ("--weight-decay", weightDecay.map { "\($0)" }),
            ("--average", averaging?.rawValue),
            ("--average-decay", averageDecay.map { "\($0)" }),
            ("--average-count", averageCount.map { "\($0)" }),
            ("--precision", precision?.rawValue),
            ("--seed", seed.map { "\($0)" }),
        ]
    }
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
