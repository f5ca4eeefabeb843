import Foundation
import Testing

/// Models that are damaged, of another version or another program, and text that looks like them.
@Suite struct SubwordsModelsTests {
    private let folder: Workspace

    init() throws {
        folder = try Workspace()
    }

    private func subwords(_ arguments: String..., input: String = "the low\n") async throws
        -> Program.Outcome
    {
        try await Program.run(["subwords"] + arguments, input: Array(input.utf8))
    }

    /// One line with these words; no output.
    private func expectRefusal(
        of model: String, _ words: String, with more: [String] = [],
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let outcome = try await Program.run(
            ["subwords", "encode", "--model", model] + more, input: Array("the low\n".utf8))
        #expect(outcome.status == 1, sourceLocation: sourceLocation)
        #expect(outcome.output.isEmpty, sourceLocation: sourceLocation)
        #expect(outcome.errorLines.count == 1, sourceLocation: sourceLocation)
        #expect(
            outcome.errors.contains(words), "\(outcome.errors)", sourceLocation: sourceLocation)
    }

    private func learnedModel() async throws -> String {
        let text = try folder.write("the low lower lowest tower\n the new newest tower\n", to: "t")
        _ = try await subwords(
            "learn", text, "--vocabulary", "40", "--no-byte-fallback", "--output",
            folder.path("model"))
        return folder.path("model")
    }

    // MARK: - Models

    @Test("codes of another version are refused by name")
    func versions() async throws {
        let codes = try folder.write("#version: 0.3\nt h\n", to: "codes")
        try await expectRefusal(
            of: codes, "\(codes):1: was written in version “0.3” of subword-nmt's format")
        let model = try await learnedModel()
        let merges = model + "/subwords.bpe"
        try await expectRefusal(
            of: merges, "\(merges): is a part of subwords of this program. Pass the folder")
        _ = try folder.write("#version: translate 9\n", to: "model/subwords.bpe")
        try await expectRefusal(
            of: model, "\(merges):1: was written in format “translate 9”, which this program")
    }

    @Test("a vocabulary that does not fit the codes is refused")
    func vocabularies() async throws {
        let model = try await learnedModel()
        let vocabulary = try folder.text("model/vocabulary.txt")
        let lines = vocabulary.split(separator: "\n")
        _ = try folder.write(
            lines.filter { $0 != "tower" }.joined(separator: "\n") + "\n",
            to: "model/vocabulary.txt")
        try await expectRefusal(of: model, "which the vocabulary does not have.")

        let codes = try folder.write("#version: 0.2\nt h\nth e</w>\n", to: "codes")
        let alien = try folder.write("xyz 5\nab@@ 3\n", to: "alien")
        try await expectRefusal(
            of: codes, "\(alien): has no subword that \(codes) makes.",
            with: ["--vocabulary", alien])
        let malformed = try folder.write("the 5\nth@@ many\n", to: "malformed")
        try await expectRefusal(
            of: codes, "\(malformed):2: “th@@ many” is not a word, a space and a count.",
            with: ["--vocabulary", malformed])
        let fitting = try folder.write("the 5\nt@@ 3\nh@@ 3\ne 2\n", to: "fitting")
        let outcome = try await subwords("encode", "--model", codes, "--vocabulary", fitting)
        #expect(outcome.output.hasPrefix("the "), "\(outcome.errors)")
        let unused = try await subwords(
            "encode", "--model", codes, "--vocabulary", fitting, "--threshold", "9")
        #expect(unused.status == 0)
        #expect(unused.errors.contains("no subword was counted 9 times or more"))
    }

    @Test("a model that is empty or damaged is refused")
    func damaged() async throws {
        let empty = try folder.write("", to: "empty")
        try await expectRefusal(of: empty, "\(empty): is empty. Pass a model of subwords.")
        let bytes = SampleSentencePiece.bytes
        let cut = try folder.write(Array(bytes.dropLast(3)), to: "cut.model")
        try await expectRefusal(of: cut, "\(cut), byte ")
        var changed = bytes
        changed[1] = 0xFF
        let broken = try folder.write(changed, to: "broken.model")
        try await expectRefusal(of: broken, "\(broken), byte ")
    }

    @Test("an engine's folder is never learned into")
    func engineFolder() async throws {
        let model = try await learnedModel()
        _ = try folder.write("{}", to: "model/config.json")
        let before = try folder.contents("model")
        let outcome = try await subwords(
            "learn", folder.path("t"), "--vocabulary", "30", "--no-byte-fallback", "--output", model
        )
        #expect(outcome.status == 1)
        #expect(outcome.errors.contains("\(model): is an engine"))
        #expect(try folder.contents("model") == before)
    }

    // MARK: - Tokens

    @Test("tokens that the vocabulary lacks are named with their line")
    func unknownTokens() async throws {
        let model = try await learnedModel()
        let encoded = try await subwords("encode", "--model", model)
        for workers in ["1", "3"] {
            let outcome = try await subwords(
                "decode", "--model", model, "--workers", workers,
                input: encoded.output + "qqq\nqq\n")
            #expect(outcome.status == 1)
            #expect(outcome.output == "the low\n")
            #expect(outcome.errors.contains("standard input:2: “qqq” is no token"))
        }
    }

    @Test("to SentencePiece a piece that it lacks is its own text, as in its own program")
    func unknownPieces() async throws {
        let model = try folder.write(SampleSentencePiece.bytes, to: "m.model")
        let encoded = try await subwords("encode", "--model", model, input: "the qqq lower\n")
        #expect(encoded.output == "▁the ▁ qqq ▁low er\n")
        let decoded = try await subwords("decode", "--model", model, input: encoded.output)
        #expect(decoded.output == "the qqq lower\n")
        let unknown = try await subwords("decode", "--model", model, input: "▁the <unk> <s>\n")
        #expect(unknown.output == "the ⁇ \n")
    }

    // MARK: - Markers in text

    @Test("markers in a text come back from our own subwords as they were")
    func ownMarkers() async throws {
        let lines = "￭ ￭￭ ｟#1｠ ｟^｠ \\u{FFED} <unk> <s> <0xE2> ▁ @@ \u{FFED}\n"
        let text = try folder.write(lines + lines, to: "markers")
        let model = folder.path("markers-model")
        _ = try await subwords(
            "learn", text, "--vocabulary", "80", "--no-byte-fallback", "--output", model)
        let encoded = try await subwords("encode", "--model", model, text)
        let decoded = try await subwords("decode", "--model", model, input: encoded.output)
        #expect(decoded.output == lines + lines, "\(encoded.output)")
    }

    /// The figures are subword-nmt 0.3.8's.
    @Test("“@@ ” in a text is lost as in subword-nmt, which does not escape it")
    func codesMarkers() async throws {
        let codes = try folder.write("#version: 0.2\nl o</w>\n", to: "codes")
        let encoded = try await subwords(
            "encode", "--model", codes, input: "a@@ b\n@@lo\nx ￭ ▁\n  the  lo  \n")
        #expect(
            encoded.output
                == "a@@ @@@ @ b\n@@@ @@@ lo\nx ￭ ▁\n  t@@ h@@ e lo  \n")
        let decoded = try await subwords("decode", "--model", codes, input: encoded.output)
        #expect(decoded.output == "a@@ b\n@@lo\nx ￭ ▁\n  the lo  \n")
    }

    /// The figures are SentencePiece 0.2's.
    @Test("▁ in a text is a space, as in SentencePiece")
    func pieceMarkers() async throws {
        let model = try folder.write(SampleSentencePiece.bytes, to: "m.model")
        let encoded = try await subwords("encode", "--model", model, input: "a▁b the\n@@ <s>\n")
        #expect(encoded.output == "▁ a ▁ b ▁the\n▁ @@ ▁ <s>\n")
        let decoded = try await subwords("decode", "--model", model, input: encoded.output)
        #expect(decoded.outputLines.first == "a b the")
    }
}
