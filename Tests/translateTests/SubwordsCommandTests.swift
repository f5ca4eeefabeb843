import Foundation
import Testing

/// `translate subwords`, on files and pipes.
@Suite struct SubwordsCommandTests {
    private let folder: Workspace
    private let text = "the low lower lowest tower\nthe new newer newest tower\n"

    init() throws {
        folder = try Workspace()
    }

    private func subwords(_ arguments: String..., input: String = "") async throws
        -> Program.Outcome
    {
        try await Program.run(["subwords"] + arguments, input: Array(input.utf8))
    }

    @Test("what is learned encodes text and decodes it again, whatever the number of workers")
    func own() async throws {
        let file = try folder.write(text, to: "text")
        let model = folder.path("model")
        let learned = try await subwords(
            "learn", file, "--vocabulary", "40", "--no-byte-fallback", "--output", model)
        #expect(learned.status == 0, "\(learned.errors)")
        #expect(learned.errors.contains("asked for by --vocabulary), learned from 2 lines"))
        let one = try await subwords("encode", "--model", model, "--workers", "1", input: text)
        let two = try await subwords("encode", "--model", model, "--workers", "2", file)
        #expect(one.output == two.output)
        #expect(one.output.split(separator: "\n").count == 2)
        let back = try await subwords("decode", "--model", model, input: one.output)
        #expect(back.output == text)
        let ids = try await subwords("encode", "--model", model, "--ids", input: text)
        #expect(
            ids.output.split(whereSeparator: \.isWhitespace).count
                == one.output.split(whereSeparator: \.isWhitespace).count)
    }

    @Test("codes of subword-nmt are learned, applied and undone")
    func codes() async throws {
        let file = try folder.write(text, to: "text")
        let codes = folder.path("codes")
        let learned = try await subwords(
            "learn", file, "--format", "subword-nmt", "--vocabulary", "16", "--output", codes)
        #expect(learned.status == 0, "\(learned.errors)")
        #expect(try folder.text("codes").hasPrefix("#version: 0.2\n"))
        let encoded = try await subwords("encode", "--model", codes, input: "the lowering\n")
        #expect(encoded.output.hasPrefix("the "))
        #expect(encoded.output.contains("@@ "))
        let decoded = try await subwords("decode", "--model", codes, input: encoded.output)
        #expect(decoded.output == "the lowering\n")
        let whole = try await subwords(
            "encode", "--model", codes, "--glossaries", "lowering", input: "the lowering\n")
        #expect(whole.output == "the lowering\n")
    }

    @Test("inspecting tells how a text is cut")
    func inspect() async throws {
        let file = try folder.write(text, to: "text")
        let model = folder.path("model")
        _ = try await subwords(
            "learn", file, "--vocabulary", "40", "--no-byte-fallback", "--output", model)
        let outcome = try await subwords("inspect", "--model", model, file)
        #expect(outcome.status == 0)
        #expect(outcome.output.contains("lines           2\n"))
        #expect(outcome.output.contains("words           10\n"))
        #expect(outcome.output.contains("unknown         0 (0.000 %)\n"))
    }

    @Test("what cannot be is refused with the remedy")
    func refused() async throws {
        let file = try folder.write(text, to: "text")
        let codes = try folder.write("#version: 0.2\nt h\n", to: "codes")
        let numbers = try await subwords("encode", "--model", codes, "--ids", input: text)
        #expect(numbers.status == 2)
        #expect(numbers.errors.contains("codes of subword-nmt number no tokens."))
        let missing = try await subwords("encode", "--model", folder.path("no"), input: text)
        #expect(missing.status == 1)
        #expect(missing.errors.contains("no: does not exist. Check the path."))
        let model = folder.path("model")
        _ = try await subwords(
            "learn", file, "--vocabulary", "40", "--no-byte-fallback", "--output", model)
        let alien = try await subwords("decode", "--model", model, input: "the\nqqq\n")
        #expect(alien.status == 1)
        #expect(alien.errors.contains("standard input:2: “qqq” is no token of the vocabulary."))
        let glossaries = try await subwords(
            "encode", "--model", model, "--glossaries", "x", input: text)
        #expect(glossaries.status == 2)
        let bytes = try folder.write([0x61, 0xFF, 0x0A], to: "bytes")
        let invalid = try await subwords("encode", "--model", model, bytes)
        #expect(invalid.errors.contains("bytes:1: invalid UTF-8 at byte 2 of the line (0xFF)."))
    }
}
