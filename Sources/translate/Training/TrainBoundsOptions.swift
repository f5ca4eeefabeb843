import ArgumentParser
import Training

/// When training ends, and how often it is looked at on the way.
struct TrainBoundsOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Stop after so many passes over the corpus. Default, without another bound: 5 to 60.",
            valueName: "n"))
    var epochs: Int?

    @Option(help: ArgumentHelp("Stop after so many updates of the weights.", valueName: "n"))
    var steps: Int?

    @Option(
        help: ArgumentHelp(
            "Stop in time to be done by then, from start to finished engine: 90s, 30m or 2h.",
            valueName: "time"))
    var timeBudget: TimeBudget?

    @Option(
        help: ArgumentHelp(
            "Steps between two validations. Default: by corpus size, 250 to 2,000.",
            valueName: "n"))
    var validateEvery: Int?

    @Option(
        help: ArgumentHelp(
            "Validations without a better score before training stops. Default: 10.",
            valueName: "n"))
    var patience: Int?

    func validate() throws {
        try checkRange(epochs, "--epochs", 1...1_000_000)
        try checkRange(steps, "--steps", 1...1_000_000_000)
        try checkRange(validateEvery, "--validate-every", 1...1_000_000)
        try checkRange(patience, "--patience", 1...1_000_000)
    }

    var choices: BoundsChoices {
        var choices = BoundsChoices()
        choices.epochs = epochs
        choices.steps = steps
        choices.timeBudgetSeconds = timeBudget?.seconds
        choices.stepsPerValidation = validateEvery
        choices.patience = patience
        return choices
    }
}
