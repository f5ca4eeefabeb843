import ArgumentParser
import Foundation
import Tensors

struct SubwordsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "subwords",
        abstract: "Learn, apply and look into subwords.",
        discussion: """
            Training learns subwords by itself; these commands serve to look at them, and to work \
            with those of other programs: codes of subword-nmt 0.1 and 0.2, which are read, written \
            and applied with its own results, and models of SentencePiece, BPE and unigram, which \
            are read and applied.

              translate subwords learn text.en text.de --vocabulary 8000 --output folder
              translate subwords encode --model folder < text.en > tokens
              translate subwords decode --model codes.bpe < tokens
              translate subwords inspect --model source.spm text.en
            """,
        subcommands: [
            LearnSubwordsCommand.self, EncodeSubwordsCommand.self, DecodeSubwordsCommand.self,
            InspectSubwordsCommand.self,
        ])
}

/// Text, and how many cores to work on it with.
struct SubwordTextOptions: ParsableArguments {
    @Argument(help: ArgumentHelp("Text files. Default: standard input.", valueName: "file"))
    var files: [String] = []

    @Option(help: ArgumentHelp("Cores to use, one thread each. Default: all.", valueName: "n"))
    var workers: Int?

    func validate() throws {
        try checkRange(workers, "--workers", workerRange)
        guard files.filter({ $0 == "-" }).count <= 1 else {
            throw ValidationError("- stands twice. Standard input can be read only once.")
        }
    }

    var lines: SubwordLines {
        SubwordLines(
            files: files,
            workers: Workers(
                count: workers ?? ProcessInfo.processInfo.activeProcessorCount))
    }
}

struct EncodeSubwordsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "encode", abstract: "Cut text into tokens, a line for each line.")

    @OptionGroup var model: SubwordModelOptions
    @OptionGroup var text: SubwordTextOptions

    @Flag(help: "Print the numbers of the tokens instead of the tokens.")
    var ids = false

    func run() throws {
        let coder = try model.coder()
        if ids, coder.numbers(of: "") == nil {
            throw ValidationError(
                "--ids: codes of subword-nmt number no tokens. Leave it out, or pass another "
                    + "--model.")
        }
        let wantsIDs = ids
        try text.lines.forEachBlock { line in
            wantsIDs
                ? (coder.numbers(of: line) ?? []).map(String.init).joined(separator: " ")
                : coder.tokens(of: line).joined(separator: " ")
        } _: { results, _ in
            try StandardStreams.printLines(results)
        }
    }
}

struct DecodeSubwordsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "decode", abstract: "Put tokens together to text, a line for each line.")

    @OptionGroup var model: SubwordModelOptions
    @OptionGroup var text: SubwordTextOptions

    func run() throws {
        let coder = try model.coder()
        try text.lines.forEachBlock { line in
            try coder.text(of: line)
        } _: { results, _ in
            try StandardStreams.printLines(results)
        }
    }
}
