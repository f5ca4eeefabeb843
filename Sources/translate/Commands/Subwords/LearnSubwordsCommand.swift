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
        let lines = text.lines
        var whole = try SubwordTrainer()
        var count = 0
        try lines.forEachBlock {
            $0
        } _: { block, _ in
            whole.add(block, workers: lines.workers)
            count += block.count
        }
        let model = try whole.train(SubwordOptions(vocabularySize: vocabulary))
        try FileManager.default.createDirectory(
            atPath: output, withIntermediateDirectories: true)
        let folder = URL(fileURLWithPath: output)
        try write(model.mergesText, to: folder.appending(path: "subwords.bpe").path)
        try write(model.vocabularyText, to: folder.appending(path: "vocabulary.txt").path)
        note("\(output): \(model.vocabulary.count) tokens, learned from \(count) lines")
    }

    private func learnCodes() throws {
        var learner = SubwordNMTLearner()
        var count = 0
        try text.lines.forEachBlock {
            $0
        } _: { block, _ in
            for line in block { learner.add(line) }
            count += block.count
        }
        let codes = learner.learn(mergeCount: vocabulary)
        try write(codes.text, to: output)
        note("\(output): \(codes.merges.count) merges, learned from \(count) lines")
    }

    private func write(_ text: String, to path: String) throws {
        let sink = try ByteSink(path: path)
        try sink.write(text)
        try sink.finish()
    }
}
