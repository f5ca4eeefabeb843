import ArgumentParser
import Training

/// How the model is trained.
struct TrainRecipeOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Highest learning rate, at the end of warm-up. Default: by corpus size.",
            valueName: "rate"))
    var rate: Float?

    @Option(
        help: ArgumentHelp(
            "Steps of linear warm-up. Default: by corpus size, 200 to 4,000.", valueName: "n"))
    var warmup: Int?

    @Option(
        help: ArgumentHelp(
            "Most tokens in a batch, on either side. Default: by corpus size, 1,024 to 4,096.",
            valueName: "n"))
    var batchTokens: Int?

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
        try checkRange(labelSmoothing, "--label-smoothing", 0...0.9)
        try checkRange(subwordDropout, "--subword-dropout", 0...1)
    }

    var choices: RecipeChoices {
        var choices = RecipeChoices()
        choices.peakRate = rate
        choices.warmupSteps = warmup
        choices.batchTokens = batchTokens
        choices.labelSmoothing = labelSmoothing
        choices.subwordDropout = subwordDropout
        choices.precision = precision.forTraining()
        choices.seed = seed
        return choices
    }
}
