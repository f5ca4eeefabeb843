import ArgumentParser
import Evaluation
import Foundation

struct ScoreCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "score",
        abstract: "Score translations against references: BLEU, chrF, TER.",
        discussion: """
            Takes any program's translations. The figures and signatures are those of sacreBLEU \
            2.6.0. Line N of the hypothesis is compared with line N of every reference. More is \
            better, except for TER.

              translate score --hypothesis out.de --reference ref.de
              translate score --hypothesis out.zh --reference ref1.zh ref2.zh \\
                  --metric bleu,chrf --tokenize zh
            """)

    @Option(
        help: ArgumentHelp("The translations, one a line; - is standard input.", valueName: "file"))
    var hypothesis: String

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp("One or several files of references, one a line.", valueName: "file"))
    var reference: [String]

    @Option(
        help: ArgumentHelp(
            "Metrics, separated by commas: bleu, chrf, chrf++, ter.", valueName: "metrics"))
    var metric = "bleu,chrf"

    @Option(help: "BLEU's tokenization; zh for Chinese, char for other text without spaces.")
    var tokenize: BLEU.Tokenization = .mteval13a

    @Flag(help: "Ignore case in BLEU and chrF.")
    var lowercase = false

    @Flag(help: "Print one JSON object a metric: name, score and signature.")
    var json = false

    func validate() throws {
        guard ([hypothesis] + reference).count(where: { $0 == "-" }) < 2 else {
            throw ValidationError("-: standard input can be read only once. Pass - once.")
        }
    }

    func run() throws {
        let metrics = try Metrics.parse(metric, tokenization: tokenize, lowercase: lowercase)
        let hypotheses = try TextFile.lines(of: hypothesis)
        let references = try reference.map { try TextFile.lines(of: $0) }
        for metric in metrics {
            let score = try metric.score(hypotheses: hypotheses, references: references)
            try StandardStreams.printLine(json ? ScoreJSON.line(for: score) : score.line)
        }
    }
}

/// The metrics a list of names asks for.
enum Metrics {
    static func parse(
        _ names: String, tokenization: BLEU.Tokenization, lowercase: Bool
    ) throws -> [any Metric] {
        try names.split(separator: ",", omittingEmptySubsequences: false).map {
            name -> any Metric in
            switch name.lowercased() {
            case "bleu": BLEU(tokenization: tokenization, lowercases: lowercase)
            case "chrf": ChrF(lowercases: lowercase)
            case "chrf++": ChrF(wordOrder: 2, lowercases: lowercase)
            case "ter": TER()
            default:
                throw ValidationError(
                    "--metric \(name): unknown. Choose from bleu, chrf, chrf++ and ter.")
            }
        }
    }
}

/// A score as one line of JSON, with sacreBLEU's keys.
enum ScoreJSON {
    private struct Object: Encodable {
        let name: String
        let score: Double
        let signature: String
    }

    static func line(for score: Score) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let object = Object(name: score.name, score: score.value, signature: score.signature)
        return (try? encoder.encode(object)).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }
}
