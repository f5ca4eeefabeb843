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
            Draw so many translations of each line, 2 to 128, and take the one that has most in \
            common with the others by chrF (minimum Bayes risk); --nbest translations come in that \
            order. Takes the time of so many. Default: none.
            """, valueName: "n"))
    var mbr: Int?

    @Option(
        help: ArgumentHelp(
            """
            With --sample or --mbr: what log-probabilities are divided by, 0.01 to 100; below 1 likely words \
            become likelier. Default: 1.
            """, valueName: "t"))
    var temperature: Float?

    @Option(
        help: ArgumentHelp(
            """
            With --sample or --mbr: draw from so many of the likeliest tokens, 1 to 1,024. Default: from \
            all.
            """, valueName: "n"))
    var topK: Int?

    @Option(
        help: ArgumentHelp(
            """
            With --sample or --mbr: draw from the fewest likeliest tokens that have this probability \
            together, 0 to 1. Default: 1.
            """, valueName: "p"))
    var topP: Float?

    @Option(
        help: ArgumentHelp(
            "With --sample or --mbr: another seed gives other samples. Default: 1.", valueName: "n")
    )
    var seed: UInt64?

    func validate() throws {
        try checkRange(mbr, "--mbr", 2...128)
        try checkRange(temperature, "--temperature", 0.01...100)
        try checkRange(topK, "--top-k", 1...1024)
        try checkRange(topP, "--top-p", 0...1)
        let given: [(Bool, String)] = [
            (temperature != nil, "--temperature"), (topK != nil, "--top-k"),
            (topP != nil, "--top-p"), (seed != nil, "--seed"),
        ]
        if drawing == nil, let option = given.first(where: \.0)?.1 {
            throw ValidationError(
                "\(option) without --sample: nothing is drawn. Pass --sample, or --mbr.")
        }
    }

    /// The option because of which translations are drawn; nil where they are not.
    var drawing: String? { mbr.map { "--mbr \($0)" } ?? (sample ? "--sample" : nil) }

    var sampling: TranslationOptions.Sampling {
        var sampling = TranslationOptions.Sampling()
        sampling.temperature = temperature ?? sampling.temperature
        sampling.topK = topK
        sampling.topP = topP ?? sampling.topP
        sampling.seed = seed ?? sampling.seed
        return sampling
    }
}
