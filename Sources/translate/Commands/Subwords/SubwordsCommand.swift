import ArgumentParser
import Foundation

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

struct EncodeSubwordsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "encode", abstract: "Cut text into tokens, a line for each line.")

    @OptionGroup var model: SubwordModelOptions
    @OptionGroup var text: SubwordTextOptions
    @OptionGroup var output: SubwordOutputOptions

    @Flag(help: "Print the numbers of the tokens instead of the tokens.")
    var ids = false

    func run() throws {
        let coder = try model.coder()
        guard ids else {
            return try output.write(text) { coder.encoded($0) }
        }
        if coder.numbers(of: "") == nil {
            throw ValidationError(
                "--ids: codes of subword-nmt number no tokens. Leave it out, or pass another "
                    + "--model.")
        }
        try output.write(text) {
            (coder.numbers(of: $0) ?? []).map(String.init).joined(separator: " ")
        }
    }
}

struct DecodeSubwordsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "decode", abstract: "Put tokens together to text, a line for each line.")

    @OptionGroup var model: SubwordModelOptions
    @OptionGroup var text: SubwordTextOptions
    @OptionGroup var output: SubwordOutputOptions

    func run() throws {
        let coder = try model.coder()
        try output.write(text) { try coder.text(of: $0) }
    }
}
