import ArgumentParser
import Corpus
import Engines
import Foundation
import Training
import Transformer
import TranslationPipeline

struct ShortlistEngineCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "shortlist",
        abstract: "Write an engine with a shortlist, for faster translation with --shortlist.",
        discussion: """
            The engine reads translated pairs, best those it was trained on, and its attention \
            tells which target tokens go with which source tokens. With --shortlist only those \
            of a sentence's own tokens are looked at, and the most frequent ones. Every 50th pair \
            is held out to say how much the lists have of it. The rest of the engine stays as it \
            is, and so does what it translates without --shortlist. Measure what it does to \
            quality with “translate evaluate”.

              translate engine shortlist --engine mine --corpus memory.tmx --output mine-fast
              translate --engine mine-fast --shortlist < in.txt > out.txt
            """)

    @OptionGroup var folders: DerivedEngineOptions

    @OptionGroup var text: PairedTextOptions

    @Option(
        help: ArgumentHelp(
            "The most target tokens of a source token, 1 to 1000.", valueName: "n"))
    var candidates = 50

    @Option(
        help: ArgumentHelp(
            "The most frequent target tokens, which every sentence may have, 0 to 10000.",
            valueName: "n"))
    var frequent = 100

    @Option(
        help: ArgumentHelp(
            """
            How often a source token must be in the corpus to have a list; a sentence with a rarer \
            one may have any token. 1 to 1000.
            """, valueName: "n"))
    var minimumFrequency = 5

    @Option(
        help: ArgumentHelp(
            "Pairs to learn from; of a larger corpus so many, evenly spread.", valueName: "n"))
    var pairs = 200_000

    @Option(help: ArgumentHelp("Cores to use, one thread each. Default: all.", valueName: "n"))
    var workers: Int?

    /// Pairs that are read together.
    private static let pairsPerBlock = 4096

    func validate() throws {
        try checkRange(candidates, "--candidates", 1...1000)
        try checkRange(frequent, "--frequent", 0...10_000)
        try checkRange(minimumFrequency, "--minimum-frequency", 1...1000)
        try checkRange(pairs, "--pairs", 1...10_000_000)
        try checkRange(workers, "--workers", workerRange)
    }

    func run() throws {
        try requireNew(folders.output)
        let path = try EngineOptions.path(folders.engine)
        var engine = try Engine.load(from: path)
        let sample = try sample(for: engine)
        var learner = ShortlistLearner(
            engine, workers: workers ?? ProcessInfo.processInfo.activeProcessorCount)
        for start in stride(from: 0, to: sample.count, by: Self.pairsPerBlock) {
            learner.add(Array(sample[start..<min(start + Self.pairsPerBlock, sample.count)]))
        }
        guard learner.pairCount > 0 else {
            complain(
                "\(text.corpus.joined(separator: ", ")): no pairs to learn from. "
                    + "Pass the engine's training corpus.")
            throw ExitCode.failure
        }
        let shortlist = learner.shortlist(
            size: candidates, frequent: frequent, minimum: minimumFrequency)
        engine.shortlist = shortlist
        let coverage = learner.coverage(of: shortlist)
        try engine.save(
            to: folders.output, card: try card(engine, path, learner.pairCount, coverage))
        note(
            "\(folders.output): a shortlist of \(shortlist.words), "
                + "from \(grouped(learner.pairCount)) pairs"
        )
        coverage.lines.forEach(note)
    }

    private func sample(for engine: Engine) throws -> [(source: String, target: String)] {
        var sample = SpreadSample<(source: String, target: String)>(capacity: pairs)
        try text.readPairs(for: engine) { sample.offer(($0.source, $0.target)) }
        return sample.elements
    }

    private func card(
        _ engine: Engine, _ path: String, _ pairs: Int, _ coverage: ShortlistLearner.Coverage
    ) throws -> String {
        let card = EngineCard(
            derivedFrom: engine.description,
            settings: [
                ("shortlist added to", path), ("learned from pairs", grouped(pairs)),
                ("candidates", "\(candidates)"), ("frequent", "\(frequent)"),
                ("minimum frequency", "\(minimumFrequency)"),
            ] + coverage.lines.map { ("held out", $0) })
        return card.markdown + "\nThe card of \(path), whose weights these are:\n\n"
            + (try EngineCard.text(at: path))
    }
}

/// At most so many elements of a sequence of any length, evenly spread over it.
struct SpreadSample<Element> {
    private(set) var elements: [Element] = []
    private let capacity: Int
    private var period = 1
    private var seen = 0

    init(capacity: Int) { self.capacity = max(capacity, 1) }

    mutating func offer(_ element: @autoclosure () -> Element) {
        defer { seen += 1 }
        guard seen.isMultiple(of: period) else { return }
        if elements.count == capacity {
            // Every other goes; of what comes, every other is taken from now on.
            elements = elements.indices.filter { $0.isMultiple(of: 2) }.map { elements[$0] }
            period *= 2
            guard seen.isMultiple(of: period) else { return }
        }
        elements.append(element())
    }
}

extension Shortlist {
    /// Such as “7,812 of 8,000 source tokens with 43.1 target tokens each, and 117 for all”.
    var words: String {
        let lists = candidates.compactMap(\.self)
        let mean = Double(lists.reduce(0) { $0 + $1.count }) / Double(max(lists.count, 1))
        return "\(grouped(lists.count)) of \(grouped(sourceVocabulary)) source tokens with "
            + String(format: "%.1f", mean) + " target tokens each, and \(always.count) for all"
    }
}

extension ShortlistLearner.Coverage {
    /// For people; none when no pair was held out.
    fileprivate var lines: [String] {
        guard pairs > 0 else { return [] }
        let listed = pairs - wholePairs
        guard listed > 0 else { return ["of \(grouped(pairs)) pairs held out, all have any token"] }
        return [
            "of \(grouped(pairs)) pairs held out, \(grouped(wholePairs)) may have any token; the "
                + "others, of \(grouped(chosenTokens / listed)) tokens on average, with "
                + String(format: "%.2f", 100 * Double(coveredTokens) / Double(max(tokens, 1)))
                + " % of their translation's among them"
        ]
    }
}
