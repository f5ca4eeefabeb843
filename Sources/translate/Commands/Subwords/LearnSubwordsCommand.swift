import ArgumentParser
import Corpus
import Tensors
import Text
import Training

struct LearnSubwordsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "learn",
        abstract: "Learn subwords from text.",
        discussion: """
            Pass the files of both languages for one vocabulary, or call it once for each language \
            for two. --output is a folder that gets subwords.bpe and vocabulary.txt; with --format \
            subword-nmt it is a file of codes, and --vocabulary the number of merges.
            """)

    @OptionGroup var text: SubwordTextOptions

    @Option(help: ArgumentHelp("Where to write.", valueName: "path"))
    var output: String

    @Option(
        help: ArgumentHelp(
            """
            Tokens in the vocabulary, or merges; auto: by the number of lines, 1,000 to 16,000. \
            Default: auto.
            """, valueName: "n"))
    var vocabulary: VocabularySize = .auto

    @Option(help: "own, or subword-nmt for codes of subword-nmt 0.2.")
    var format: Format = .own

    @OptionGroup(title: "Treatment")
    var treatment: TextTreatmentOptions

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case own
        case subwordNMT = "subword-nmt"
    }

    func validate() throws {
        try checkRange(vocabulary.number, "--vocabulary", 16...1_000_000)
        switch format {
        case .own: try treatment.check(vocabulary: vocabulary.number)
        case .subwordNMT:
            guard let option = treatment.given else { return }
            throw ValidationError(
                "\(option) with --format subword-nmt: its codes know no such thing. "
                    + "Leave one of them out.")
        }
    }

    func run() throws {
        switch format {
        case .own: try learnOwn()
        case .subwordNMT: try learnCodes()
        }
    }

    private func learnOwn() throws {
        let choices = try treatment.choices()
        var trainer = try SubwordTrainer(choices.treatment)
        let folder = try SubwordFolder(output)
        let lines = text.lines(showsProgress: true)
        let count = try lines.forEachBlock {
            $0
        } _: { block, _ in
            trainer.add(block, workers: lines.workers)
        }
        try refuseNothing(count)
        let (size, reason) = size(lines: count)
        let options = choices.subwordOptions(size: size)
        let model = try trainer.train(options)
        try folder.write(model)
        note(
            "\(output): \(grouped(model.vocabulary.count)) tokens (up to \(grouped(size)), "
                + "\(reason)), learned from \(grouped(count)) lines")
        note("text: \(choices.treatment.summary)")
        note("subwords: \(options.summary)")
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
        let (size, reason) = size(lines: count)
        let codes = learner.learn(
            mergeCount: size, minimumFrequency: treatment.minimumFrequency ?? 2)
        try sink.write(codes.text)
        try sink.finish()
        note(
            "\(output): \(grouped(codes.merges.count)) merges (up to \(grouped(size)), \(reason)), "
                + "learned from \(grouped(count)) lines")
    }

    /// How large the vocabulary may be, and why.
    private func size(lines: Int) -> (size: Int, reason: String) {
        if let number = vocabulary.number { return (number, "asked for by --vocabulary") }
        return (
            TrainingPlan(pairs: lines).vocabularySize,
            TrainingPlan.vocabularyReason(lines, "lines")
        )
    }

    private func refuseNothing(_ lines: Int) throws {
        guard lines == 0 else { return }
        let names = text.files.isEmpty ? "standard input" : text.files.joined(separator: ", ")
        throw SubwordsFailure(description: "\(names): has no line to learn from. Pass text.")
    }
}
