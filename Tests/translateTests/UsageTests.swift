import Foundation
import Testing

/// What is wrong use, and how it is told: exit status 2 and one line on standard error.
@Suite struct UsageTests {
    @Test(
        "help is on standard output and no error",
        arguments: [
            [], ["text"], ["train"], ["evaluate"], ["score"], ["align"], ["engine"],
            ["engine", "info"],
        ])
    func help(command: [String]) async throws {
        let outcome = try await Program.run(command + ["--help"])
        #expect(outcome.status == 0)
        #expect(outcome.errors.isEmpty)
        #expect(outcome.output.contains("USAGE: translate"))
    }

    @Test("the version is on standard output")
    func version() async throws {
        let outcome = try await Program.run(["--version"])
        #expect(outcome.status == 0)
        #expect(outcome.output.first?.isNumber == true)
    }

    private static let train = [
        "train", "--corpus", "none.tsv", "--source", "en", "--target", "de", "--engine", "none",
    ]

    @Test(
        "wrong use ends with status 2 and one line that names the option",
        arguments: [
            (["--colour", "red"], "--colour"),
            (["-5 degrees"], "-5"),
            (["--beam", "0", "x"], "--beam 0"),
            (["--beam", "65", "x"], "--beam 65"),
            (["--beam", "many", "x"], "--beam"),
            (["--nbest", "0", "x"], "--nbest 0"),
            (["--nbest", "5", "--beam", "4", "x"], "--nbest 5"),
            (["--length-penalty", "-1", "x"], "--length-penalty"),
            (["--length-penalty", "nan", "x"], "--length-penalty"),
            (["--low-confidence", "1.5", "x"], "--low-confidence 1.5"),
            (["--low-confidence", "nan", "x"], "--low-confidence nan"),
            (["--workers", "0", "x"], "--workers 0"),
            (["--workers", "1000000000", "x"], "--workers 1000000000"),
            (["--precision", "f16", "x"], "--precision"),
            (["--format", "yaml", "x"], "--format"),
            (["--alignment-format", "json", "x"], "--alignment-format"),
            (["--alignment", "f", "--alignment-format", "dot", "x"], "--alignment-format"),
            (["train"], "--corpus"),
            (
                [
                    "train", "--corpus", "-", "-", "--source", "en", "--target", "de", "--engine",
                    "e",
                ],
                "standard input"
            ),
            (["train", "--corpus", "a.tsv", "--target", "de", "--engine", "e"], "--source"),
            (["train", "--corpus", "a.tsv", "--source", "en", "--engine", "e"], "--target"),
            (["train", "--corpus", "a.tsv", "--source", "en", "--target", "de"], "--engine"),
            (["evaluate", "--corpus", "a.tsv", "--source", "en"], "--target"),
            (
                ["evaluate", "--corpus", "a", "--source", "en", "--target", "de", "--beam", "0"],
                "--beam 0"
            ),
            (
                ["evaluate", "--corpus", "a", "--source", "en", "--target", "de", "--metric", "x"],
                "--metric x"
            ),
            (["score", "--hypothesis", "a"], "--reference"),
            (
                ["score", "--hypothesis", "a", "--reference", "b", "--metric", "wer"],
                "--metric wer"
            ),
            (["score", "--hypothesis", "a", "--reference", "b", "--metric", ""], "--metric"),
            (["score", "--hypothesis", "-", "--reference", "-"], "standard input"),
            (
                ["score", "--hypothesis", "a", "--reference", "b", "--tokenize", "moses"],
                "--tokenize"
            ),
            (["align"], "--corpus"),
            (["align", "--corpus", "a", "--workers", "0"], "--workers 0"),
            (["engine", "info", "--xml"], "--xml"),
        ])
    func wrongUse(arguments: [String], names: String) async throws {
        try await expectWrongUse(arguments, names)
    }

    @Test(
        "numbers out of range and options that contradict each other are wrong use of train",
        arguments: [
            (["--vocabulary", "15"], "--vocabulary 15"),
            (["--batch-tokens", "1"], "--batch-tokens 1"),
            (["--warmup", "0"], "--warmup 0"),
            (["--epochs", "0"], "--epochs 0"),
            (["--steps", "0"], "--steps 0"),
            (["--steps", "-3"], "--steps"),
            (["--validate-every", "0"], "--validate-every 0"),
            (["--patience", "0"], "--patience 0"),
            (["--workers", "0"], "--workers 0"),
            (["--dropout", "1"], "--dropout 1"),
            (["--dropout", "nan"], "--dropout"),
            (["--layer-dropout", "1"], "--layer-dropout 1"),
            (["--encoder-layers", "0"], "--encoder-layers 0"),
            (["--decoder-layers", "257"], "--decoder-layers 257"),
            (["--dimension", "0"], "--dimension 0"),
            (["--feed-forward", "70000"], "--feed-forward 70000"),
            (["--heads", "0"], "--heads 0"),
            (["--preset", "small", "--dimension", "250"], "--dimension 250 with --heads 4"),
            (["--dimension", "24", "--heads", "5"], "--dimension 24 with --heads 5"),
            (
                ["--dimension", "20", "--heads", "4", "--positions", "rotary"],
                "--positions rotary with --dimension 20"
            ),
            (["--norm", "batch"], "--norm"),
            (["--activation", "sin"], "--activation"),
            (["--positions", "none"], "--positions"),
            (["--subword-dropout", "1.1"], "--subword-dropout 1.1"),
            (["--subword-dropout", "-0.1"], "--subword-dropout"),
            (["--rate", "0"], "--rate 0"),
            (["--label-smoothing", "2"], "--label-smoothing 2"),
            (["--schedule", "linear"], "--schedule"),
            (["--cooldown", "1.1"], "--cooldown 1.1"),
            (["--schedule", "plateau", "--plateau-factor", "1"], "--plateau-factor 1"),
            (["--schedule", "plateau", "--plateau-patience", "0"], "--plateau-patience 0"),
            (["--batch-growth", "-1"], "--batch-growth"),
            (["--accumulate", "0"], "--accumulate 0"),
            (["--r-drop", "101"], "--r-drop 101"),
            (["--clip-norm", "-1"], "--clip-norm"),
            (["--weight-decay", "1.5"], "--weight-decay 1.5"),
            (["--average", "median"], "--average"),
            (["--average-decay", "1"], "--average-decay 1"),
            (["--average", "last", "--average-count", "65"], "--average-count 65"),
            (["--average-count", "3"], "--average-count 3: makes no difference"),
            (["--schedule", "cosine", "--cooldown", "0.1"], "--cooldown 0.1: makes no"),
            (["--time-budget", "soon"], "--time-budget"),
            (["--time-budget", "30"], "--time-budget"),
            (["--time-budget", "-1m"], "--time-budget"),
            (["--time-budget", "1e308h"], "--time-budget"),
            (["--preset", "giant"], "--preset"),
            (["--precision", "f16"], "--precision"),
            (["--seed", "-1"], "--seed"),
            (["--vocabulary-threshold", "-1"], "--vocabulary-threshold"),
            (
                ["--vocabulary-threshold", "5", "--separate-vocabularies"],
                "--vocabulary-threshold with"
            ),
            (["--tying", "all", "--separate-vocabularies"], "--tying all"),
            (["--dev", "none.tsv"], "is a --corpus too"),
            (["--dev", "other.tsv", "./none.tsv"], "is a --corpus too"),
            (["--source", "de"], "de"),
            (["--target", "EN"], "EN"),
            (["--source", "../en"], "--source"),
            (["--engine", ""], "--engine"),
        ])
    func wrongTraining(arguments: [String], names: String) async throws {
        // An option given twice counts as given last.
        try await expectWrongUse(Self.train + arguments, names)
    }

    private func expectWrongUse(
        _ arguments: [String], _ words: String,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let folder = try Workspace()
        let outcome = try await Program.run(arguments, directory: folder.path)
        #expect(outcome.status == 2, sourceLocation: sourceLocation)
        #expect(outcome.output.isEmpty, sourceLocation: sourceLocation)
        #expect(outcome.errorLines.count == 1, "\(outcome.errors)", sourceLocation: sourceLocation)
        #expect(outcome.errors.hasPrefix("translate: "), sourceLocation: sourceLocation)
        #expect(outcome.errors.contains(words), "\(outcome.errors)", sourceLocation: sourceLocation)
        // What to do follows what is wrong.
        #expect(
            outcome.errors.hasSuffix(".\n"), "\(outcome.errors)", sourceLocation: sourceLocation)
        #expect(try folder.entries().isEmpty, sourceLocation: sourceLocation)
    }
}
