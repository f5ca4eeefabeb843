import Foundation
import Testing

/// Ensembles, minimum Bayes risk and words as they settle, on the command line.
@Suite struct CombiningOptionTests {
    private static let line = "My brother bought a new car."

    private func translate(
        _ options: [String], engines: [String] = [SharedPairs.engine], input: String? = nil
    ) async throws -> Program.Outcome {
        try await Program.run(
            engines.flatMap { ["--engine", $0] } + options + (input == nil ? [Self.line] : []),
            input: Array((input ?? "").utf8))
    }

    @Test(
        "what cannot be had together is refused by the names that users know",
        arguments: [
            (["--stream", "--format", "json"], "--stream with --format json: "),
            (["--stream", "--nbest", "2"], "--stream with --nbest 2: "),
            (["--stream", "--mbr", "8"], "--stream with --mbr 8: "),
            (["--stream", "--workers", "2"], "--stream with --workers 2: "),
            (["--mbr", "8", "--beam", "4"], "--mbr 8 with --beam 4: "),
            (["--mbr", "8", "--diversity-groups", "2"], "--mbr 8 with --diversity-groups: "),
            (["--mbr", "8", "--glossary", "g.tsv"], "--mbr 8 with --glossary: "),
            (["--mbr", "8", "--nbest", "9"], "--nbest 9: not in 1…8. Pass an --mbr at least"),
            (["--shortlist", "--engine", "/other"], "--shortlist with several engines: "),
            (["--mbr", "1"], "--mbr 1: out of range. Pass a number in 2…128."),
            (["--mbr", "129"], "--mbr 129: out of range."),
        ])
    func refusals(options: [String], words: String) async throws {
        let outcome = try await translate(options, engines: ["/none"])
        #expect(outcome.status == 2)
        #expect(outcome.errorLines.count == 1)
        #expect(outcome.errors.contains(words), "\(outcome.errors)")
        #expect(outcome.errors.hasSuffix(".\n"))
    }

    @Test("an engine given twice translates as once, also in evaluate")
    func twice() async throws {
        let alone = try await translate(["--precision", "f32"])
        let twice = try await translate(
            ["--precision", "f32"], engines: [SharedPairs.engine, SharedPairs.engine])
        #expect(twice.status == 0)
        #expect(twice.output == alone.output)
        let folder = try Workspace()
        let corpus = try folder.write("\(Self.line)\t\(alone.output)", to: "c.tsv")
        let evaluated = try await Program.run(
            [
                "evaluate", "--engine", SharedPairs.engine, "--engine", SharedPairs.engine,
                "--precision", "f32", "--corpus", corpus, "--source", "en", "--target", "de",
                "--metric", "chrf",
            ])
        #expect(evaluated.status == 0)
        #expect(evaluated.output.hasSuffix("= 100.00\n"), "\(evaluated.output)")
    }

    @Test("engines of different vocabularies are refused by name, with what differs")
    func otherVocabularies() async throws {
        let other = try await TrainedEngine.shared().path
        let outcome = try await translate([], engines: [SharedPairs.engine, other])
        #expect(outcome.status == 1)
        #expect(outcome.output.isEmpty)
        #expect(
            outcome.errors
                == "translate: \(other): cannot translate together with \(SharedPairs.engine): "
                + "they differ in their subwords. "
                + "Pass engines that were trained with the same subwords.\n")
        let missing = try await translate([], engines: [SharedPairs.engine, "/none"])
        #expect(missing.status == 1)
        #expect(missing.errors.hasPrefix("translate: /none: there is no such folder."))
    }

    @Test("--mbr takes one of the samples, the same again")
    func mbr() async throws {
        let options = ["--precision", "f32", "--seed", "7"]
        let samples = try await translate(options + ["--sample", "--nbest", "9"])
        #expect(samples.status == 0)
        let drawn = samples.outputLines.map { $0.components(separatedBy: " ||| ")[1] }
        let chosen = try await translate(options + ["--mbr", "9"])
        #expect(chosen.status == 0)
        #expect(chosen.outputLines.count == 1)
        #expect(drawn.contains(chosen.outputLines[0]))
        #expect(try await translate(options + ["--mbr", "9"]).output == chosen.output)
        let several = try await translate(options + ["--mbr", "9", "--nbest", "2"])
        #expect(several.outputLines.first?.hasPrefix("0 ||| \(chosen.outputLines[0]) ||| ") == true)
    }

    @Test("--stream writes what is written without it, lines, warnings and alignments alike")
    func stream() async throws {
        let folder = try Workspace()
        let input = "\(Self.line)\n\n \tThe house is old. I am tired.\n😀\nIt is 😀 7 o'clock.\n"
        func run(_ options: [String], _ name: String) async throws -> Program.Outcome {
            let outcome = try await translate(
                options + ["--alignment", folder.path(name), "--low-confidence", "1"], input: input)
            #expect(outcome.status == 0)
            return outcome
        }
        let whole = try await run([], "whole")
        let streamed = try await run(["--stream"], "streamed")
        #expect(streamed.output == whole.output)
        #expect(streamed.errors == whole.errors)
        #expect(try folder.text("streamed") == folder.text("whole"))
        let argument = try await translate(["--stream"])
        #expect(argument.outputLines == Array(whole.outputLines.prefix(1)))
    }

    @Test("--stream writes words before a line is done")
    func words() async throws {
        let folder = try Workspace()
        let outcome = try await Program.shell(
            """
            "$0" --engine "$1" --beam 1 --stream "$2" | dd bs=1000 2>&1 >text | head -n 1; cat text
            """,
            [SharedPairs.engine, Self.line], directory: folder.path)
        #expect(outcome.status == 0)
        let blocks = try #require(outcome.outputLines.first)
        #expect(!blocks.hasPrefix("0+1 "), "all in one block: \(blocks)")
        #expect(outcome.outputLines.count == 2)
    }

    @Test("a reader that leaves early ends a stream without a word")
    func closedPipe() async throws {
        let folder = try Workspace()
        let input = try folder.write(
            String(repeating: Self.line + "\n", count: 50), to: "in.txt")
        let outcome = try await Program.shell(
            "\"$0\" --engine \"$1\" --stream < \"$2\" | head -n 1", [SharedPairs.engine, input])
        #expect(outcome.status == 0)
        #expect(outcome.outputLines.count == 1)
        #expect(outcome.errors.isEmpty, "\(outcome.errors)")
    }
}
