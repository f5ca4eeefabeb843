import ArgumentParser

/// Measures the engine's parts on shapes that other tools are measured on too.
@main
struct Bench: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench",
        abstract: "Measure training, decoding, matrix products, reading and subwords.",
        discussion: """
            Every command checks its result, warms up, and prints medians. --json prints one object \
            a line. The rate of matrix products is read in the same run, because shared machines \
            drift: compare shares of it rather than absolute figures.
            """,
        subcommands: [
            GemmCase.self, TrainCase.self, ExchangeCase.self, DecodeCase.self, CorpusCase.self,
            BPECase.self,
        ])
}
