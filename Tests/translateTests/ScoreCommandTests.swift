import Foundation
import Testing

/// `translate score` against values worked by hand.
@Suite struct ScoreCommandTests {
    private let folder: Workspace

    init() throws {
        folder = try Workspace()
    }

    private func score(
        _ hypothesis: String, _ references: [String], _ more: [String] = []
    ) async throws -> Program.Outcome {
        let hypothesis = try folder.write(hypothesis, to: "hypothesis")
        let references = try references.enumerated().map {
            try folder.write($1, to: "reference\($0)")
        }
        return try await Program.run(
            ["score", "--hypothesis", hypothesis, "--reference"] + references + more)
    }

    @Test("BLEU is the geometric mean of the precisions")
    func bleu() async throws {
        // 4 of 5 words, 3 of 4 pairs, 2 of 3 triples, 1 of 2 quadruples; (1/5)^(1/4) = 0.6687
        let outcome = try await score("a b c d e\n", ["a b c d f\n"], ["--metric", "bleu"])
        #expect(outcome.status == 0)
        #expect(outcome.errors.isEmpty)
        #expect(
            outcome.output.hasPrefix(
                "BLEU|nrefs:1|case:mixed|eff:no|tok:13a|smooth:exp|version:2.6.0 = 66.87 "
                    + "80.0/75.0/66.7/50.0"))
        // Together the two references have every n-gram.
        let both = try await score(
            "a b c d e\n", ["a b c d f\n", "x b c d e\n"], ["--metric", "bleu"])
        #expect(both.output.hasPrefix("BLEU|nrefs:2|"))
        #expect(both.output.contains(" = 100.00 "))
    }

    @Test("chrF is the mean over the orders there are")
    func chrF() async throws {
        // One of two characters, none of one pair: (1/2 + 0)/2
        let outcome = try await score("ab\n", ["ac\n"], ["--metric", "chrf"])
        #expect(
            outcome.output
                == "chrF2|nrefs:1|case:mixed|eff:yes|nc:6|nw:0|space:no|version:2.6.0 = 25.00\n")
    }

    @Test("TER is edits by words of the reference")
    func ter() async throws {
        let outcome = try await score("a b c d\n", ["a b x d\n"], ["--metric", "ter"])
        #expect(outcome.output.hasPrefix("TER|nrefs:1|"))
        #expect(outcome.output.contains(" = 25.00"))
    }

    @Test("case counts unless --lowercase")
    func lowercase() async throws {
        let mixed = try await score("A B C D E\n", ["a b c d e\n"], ["--metric", "bleu"])
        #expect(mixed.output.contains(" = 0.00 "))
        let lower = try await score(
            "A B C D E\n", ["a b c d e\n"], ["--metric", "bleu", "--lowercase"])
        #expect(lower.output.contains("case:lc"))
        #expect(lower.output.contains(" = 100.00 "))
    }

    @Test("--json gives one object a metric")
    func json() async throws {
        let outcome = try await score(
            "a b c d e\n", ["a b c d f\n"], ["--metric", "bleu,chrf,chrf++,ter", "--json"])
        #expect(outcome.status == 0)
        let objects = try outcome.outputLines.map(JSON.object)
        #expect(objects.map { $0["name"] as? String } == ["BLEU", "chrF2", "chrF2++", "TER"])
        let bleu = try #require((objects[0]["score"] as? NSNumber)?.doubleValue)
        #expect(abs(bleu - 66.874) < 0.001)
        #expect(objects.allSatisfy { ($0["signature"] as? String)?.hasPrefix("nrefs:1|") == true })
    }

    @Test("the translations may come from standard input")
    func standardInput() async throws {
        let reference = try folder.write("a b c d f\n", to: "reference")
        let outcome = try await Program.run(
            ["score", "--hypothesis", "-", "--reference", reference],
            input: Array("a b c d e\n".utf8))
        #expect(outcome.output.contains(" = 66.87 "))
    }

    @Test("files that are missing, empty, of unequal length or not UTF-8 are errors")
    func badFiles() async throws {
        let unequal = try await score("a\nb\n", ["a\nb\n", "a\nb\nc\n"])
        #expect(unequal.errors.contains("reference 2: has 3 lines for 2 hypotheses."))
        let empty = try await score("", [""])
        #expect(empty.errors.contains("there are no lines to score"))
        let file = try folder.write([0x61, 0x0A, 0xFF, 0x0A], to: "latin1")
        let invalid = try await Program.run(["score", "--hypothesis", file, "--reference", file])
        #expect(
            invalid.errors.hasPrefix("translate: \(file):2: invalid UTF-8 at byte 1 of the line"))
        let none = folder.path("none")
        let missing = try await Program.run(["score", "--hypothesis", none, "--reference", file])
        #expect(missing.errors == "translate: \(none): does not exist. Check the path.\n")
        let isFolder = try await Program.run(
            ["score", "--hypothesis", folder.path, "--reference", file])
        #expect(isFolder.errors.contains("is a folder."))
        for outcome in [unequal, empty, invalid, missing, isFolder] {
            #expect(outcome.status == 1)
            #expect(outcome.output.isEmpty)
            #expect(outcome.errorLines.count == 1)
        }
    }
}
