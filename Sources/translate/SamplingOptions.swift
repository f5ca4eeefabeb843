import ArgumentParser
import TranslationPipeline

/// How translations are drawn, for those who do not want the likeliest.
struct SamplingOptions: ParsableArguments {
    @Flag(
        help: """
            Draw translations by their probability instead of looking for the likeliest; --nbest \
            says how many of each line, best first. A line and a seed always give the same.
            """)
    var sample = false

    @Option(
        help: ArgumentHelp(
            """
            With --sample: what log-probabilities are divided by, 0.01 to 100; below 1 likely words \
            become likelier. Default: 1.
            """, valueName: "t"))
    var temperature: Float?

    @Option(
        help: ArgumentHelp(
            """
            With --sample: draw from so many of the likeliest tokens, 1 to 1,024. Default: from \
            all.
            """, valueName: "n"))
    var topK: Int?

    @Option(
        help: ArgumentHelp(
            """
            With --sample: draw from the fewest likeliest tokens that have this probability \
            together, 0 to 1. Default: 1.
            """, valueName: "p"))
    var topP: Float?

    @Option(
        help: ArgumentHelp(
            "With --sample: another seed gives other samples. Default: 1.", valueName: "n"))
    var seed: UInt64?

    func validate() throws {
        try checkRange(temperature, "--temperature", 0.01...100)
        try checkRange(topK, "--top-k", 1...1024)
        try checkRange(topP, "--top-p", 0...1)
        let given: [(Bool, String)] = [
            (temperature != nil, "--temperature"), (topK != nil, "--top-k"),
            (topP != nil, "--top-p"), (seed != nil, "--seed"),
        ]
        if !sample, let option = given.first(where: \.0)?.1 {
            throw ValidationError("\(option) without --sample: nothing is drawn. Pass --sample.")
        }
    }

    var sampling: TranslationOptions.Sampling {
        var sampling = TranslationOptions.Sampling()
        sampling.temperature = temperature ?? sampling.temperature
        sampling.topK = topK
        sampling.topP = topP ?? sampling.topP
        sampling.seed = seed ?? sampling.seed
        return sampling
    }
}
