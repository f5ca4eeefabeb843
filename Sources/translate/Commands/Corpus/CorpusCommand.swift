import ArgumentParser

struct CorpusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "corpus",
        abstract: "Look into, convert, clean and split translation memories.",
        subcommands: [])
}
