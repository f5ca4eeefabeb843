import ArgumentParser
import Training

/// How the model is trained.
struct TrainRecipeOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            """
            The learning rate after warm-up: inverse-sqrt falls with the root of the steps; cosine \
            falls to 0 at the end of training, by --epochs, --steps or --time-budget; plateau \
            stays until the development set is no longer translated better. Default: plateau; \
            inverse-sqrt with --from and above a million pairs.
            """, valueName: "shape"))
    var schedule: Schedule.Shape?

    @Option(
        help: ArgumentHelp(
            "Highest learning rate, at the end of warm-up. Default: 0.32 by the preset's width.",
            valueName: "rate"))
    var rate: Float?

    @Option(
        help: ArgumentHelp(
            "Steps of linear warm-up. Default: by corpus size, 200 to 4,000.", valueName: "n"))
    var warmup: Int?

    @Option(
        help: ArgumentHelp(
            """
            Share of the training, at its end, in which the rate falls to 0, with inverse-sqrt \
            and plateau; 0 for none. Default: 0.2.
            """, valueName: "share"))
    var cooldown: Float?

    @Option(
        help: ArgumentHelp(
            "What --schedule plateau multiplies the rate with. Default: 0.5.",
            valueName: "factor"))
    var plateauFactor: Float?

    @Option(
        help: ArgumentHelp(
            "After how many validations without a better score. Default: 3.", valueName: "n"))
    var plateauPatience: Int?

    @Option(
        help: ArgumentHelp(
            "Most tokens in a batch, on either side. Default: by corpus size, 1,024 to 4,096.",
            valueName: "n"))
    var batchTokens: Int?

    @Option(
        help: ArgumentHelp(
            """
            Double the tokens of a batch after every so many epochs, as long as the memory that \
            steps were measured to take allows, and an epoch has 16 batches; 0 for never. \
            Default: 0.
            """, valueName: "epochs"))
    var batchGrowth: Int?

    @Option(
        help: ArgumentHelp(
            """
            Batches for one update of the weights: as one batch so many times as large, in the \
            memory of one. Default: 1.
            """, valueName: "n"))
    var accumulate: Int?

    @Option(
        help: ArgumentHelp(
            "Label smoothing: the share of probability spread over all tokens. Default: 0.1.",
            valueName: "share"))
    var labelSmoothing: Float?

    @Option(
        help: ArgumentHelp(
            """
            Share of the merges left out when each pair is cut into subwords anew for every epoch \
            (BPE-dropout), 0 to 1. Default: 0.
            """, valueName: "share"))
    var subwordDropout: Float?

    @Option(
        help: ArgumentHelp(
            """
            R-Drop: train on every pair twice, with other dropout, and weigh by this how far the \
            two predictions are apart; takes the time and memory of twice the tokens. The paper \
            has 5; 0 for none. Default: 0.
            """, valueName: "weight"))
    var rDrop: Float?

    @Option(
        help: ArgumentHelp(
            "Shorten gradients that are longer than this; 0 for none. Default: 1.",
            valueName: "length"))
    var clipNorm: Float?

    @Option(
        help: ArgumentHelp(
            """
            Pull weights toward 0 by this share of the learning rate a step (AdamW); not biases, \
            nor the parameters of normalization. Default: 0.
            """, valueName: "share"))
    var weightDecay: Float?

    @Option(
        help: ArgumentHelp(
            """
            What is validated and kept: ema, a moving average over the steps; the mean of the \
            weights at the last or at the best --average-count validations, which state/ holds \
            all of, as does memory; or none, the weights as they are. Default: ema.
            """, valueName: "kind"))
    var average: Averaging.Kind?

    @Option(
        help: ArgumentHelp(
            "What --average ema keeps of itself a step. Default: 0.999.", valueName: "share"))
    var averageDecay: Float?

    @Option(
        help: ArgumentHelp(
            "Of how many validations --average last and best are means. Default: 5.",
            valueName: "n"))
    var averageCount: Int?

    @Option(
        help: "Type of the factors of products; auto is bf16 where the processor has it, else f32.")
    var precision: PrecisionChoice = .auto

    @Option(
        help: ArgumentHelp(
            "Seed of everything random; with the same workers, of the same engine. Default: 1.",
            valueName: "n"))
    var seed: UInt64?

    func validate() throws {
        try checkRange(rate, "--rate", 1e-7...1)
        try checkRange(warmup, "--warmup", 1...1_000_000)
        try checkRange(batchTokens, "--batch-tokens", 16...1_000_000)
        try checkRange(cooldown, "--cooldown", 0...1)
        try checkRange(plateauFactor, "--plateau-factor", 0.01...0.99)
        try checkRange(plateauPatience, "--plateau-patience", 1...1_000)
        try checkRange(batchGrowth, "--batch-growth", 0...1_000)
        try checkRange(accumulate, "--accumulate", 1...1_024)
        try checkRange(rDrop, "--r-drop", 0...100)
        try checkRange(clipNorm, "--clip-norm", 0...1_000)
        try checkRange(weightDecay, "--weight-decay", 0...1)
        try checkRange(averageDecay, "--average-decay", 0...0.999999)
        try checkRange(averageCount, "--average-count", 1...64)
        try checkRange(labelSmoothing, "--label-smoothing", 0...0.9)
        try checkRange(subwordDropout, "--subword-dropout", 0...1)
    }

    var choices: RecipeChoices {
        var choices = RecipeChoices()
        choices.peakRate = rate
        choices.warmupSteps = warmup
        choices.batchTokens = batchTokens
        choices.batchGrowthEpochs = batchGrowth
        choices.accumulatedBatches = accumulate
        choices.scheduleShape = schedule
        choices.cooldown = cooldown
        choices.plateauFactor = plateauFactor
        choices.plateauPatience = plateauPatience
        choices.rDrop = rDrop
        choices.clipNorm = clipNorm
        choices.weightDecay = weightDecay
        choices.averaging = average
        choices.averageDecay = averageDecay
        choices.averageCount = averageCount
        choices.labelSmoothing = labelSmoothing
        choices.subwordDropout = subwordDropout
        choices.precision = precision.forTraining()
        choices.seed = seed
        return choices
    }
}
