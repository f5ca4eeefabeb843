import ArgumentParser
import Corpus
import Foundation
import Tensors
import Text
import Training

struct LearnSubwordsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "learn",
        abstract: "Learn subwords from text.",
        discussion: """
            Pass the files of both languages for one vocabulary. --output is a folder that gets \
            subwords.bpe and vocabulary.txt; with --format subword-nmt it is a file of codes, and \
            --vocabulary the number of merges.
            """)

    @OptionGroup var text: SubwordTextOptions

    @Option(help: ArgumentHelp("Where to write.", valueName: "path"))
    var output: String

    @Option(help: ArgumentHelp("Tokens in the vocabulary, or merges.", valueName: "n"))
    var vocabulary: Int = 8_000

    @Option(help: "own, or subword-nmt for codes of subword-nmt 0.2.")
    var format: Format = .own

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case own
        case subwordNMT = "subword-nmt"
    }

    func validate() throws {
        try checkRange(vocabulary, "--vocabulary", 16...1_000_000)
    }

    func run() throws {
        switch format {
        case .own: try learnOwn()
        case .subwordNMT: try learnCodes()
        }
    }

    private func learnOwn() throws {
        let folder = try SubwordFolder(output)
        let lines = text.lines(showsProgress: true)
        var trainer = try SubwordTrainer()
        let count = try lines.forEachBlock {
            $0
        } _: { block, _ in
            trainer.add(block, workers: lines.workers)
        }
        try refuseNothing(count)
        let model = try trainer.train(SubwordOptions(vocabularySize: vocabulary))
        try folder.write(model)
        note(
            "\(output): \(grouped(model.vocabulary.count)) tokens, learned from "
                + "\(grouped(count)) lines")
    }

    private func learnCodes() throws {
        let sink = try ByteSink(path: output)
        var learner = SubwordNMTLearner()
        let count = try text.lines(showsProgress: true).forEachBlock {
            $0
        } _: { block, _ in
            for line in block { learner.add(line) }
        }
        try refuseNothing(count)
        let codes = learner.learn(mergeCount: vocabulary)
        try sink.write(codes.text)
        try sink.finish()
        note(
            "\(output): \(grouped(codes.merges.count)) merges, learned from "
                + "\(grouped(count)) lines")
    }

    private func refuseNothing(_ lines: Int) throws {
        guard lines == 0 else { return }
        let names = text.files.isEmpty ? "standard input" : text.files.joined(separator: ", ")
        throw SubwordsFailure(description: "\(names): has no line to learn from. Pass text.")
    }
}
