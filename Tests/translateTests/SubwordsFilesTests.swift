import Foundation
import Testing

/// What `translate subwords` reads and writes: files and pipes, packed or not, of any bytes.
@Suite struct SubwordsFilesTests {
    private let folder: Workspace
    private let text = "the low lower lowest tower\nthe new newer newest tower\n"

    init() throws {
        folder = try Workspace()
    }

    private func subwords(_ arguments: [String], input: [UInt8] = []) async throws
        -> Program.Outcome
    {
        try await Program.run(["subwords"] + arguments, input: input)
    }

    private func learnedModel() async throws -> String {
        let model = folder.path("model")
        let learned = try await subwords(
            [
                "learn", try folder.write(text, to: "text"), "--vocabulary", "40",
                "--no-byte-fallback", "--output", model,
            ])
        #expect(learned.status == 0, "\(learned.errors)")
        return model
    }

    @Test("what is written packed is read packed", arguments: ["", ".gz", ".zst"])
    func packed(ending: String) async throws {
        let model = try await learnedModel()
        let tokens = folder.path("tokens" + ending)
        let encoded = try await subwords(
            ["encode", "--model", model, folder.path("text"), "--output", tokens])
        #expect(encoded.status == 0, "\(encoded.errors)")
        #expect(encoded.output.isEmpty)
        let decoded = try await subwords(["decode", "--model", model, tokens])
        #expect(decoded.output == text)
        let piped = try await subwords(
            ["decode", "--model", model], input: try folder.read("tokens" + ending))
        #expect(piped.output == text)
        let again = folder.path("again")
        let learned = try await subwords(
            ["learn", tokens, "--vocabulary", "40", "--no-byte-fallback", "--output", again])
        #expect(learned.status == 0, "\(learned.errors)")
    }

    @Test("an empty file gives an empty one, and teaches nothing")
    func empty() async throws {
        let model = try await learnedModel()
        let empty = try folder.write("", to: "empty")
        let encoded = try await subwords(["encode", "--model", model, empty])
        #expect(encoded.status == 0)
        #expect(encoded.output.isEmpty)
        let learned = try await subwords(["learn", empty, "--output", folder.path("none")])
        #expect(learned.status == 1)
        #expect(learned.errors.contains("\(empty): has no line to learn from. Pass text."))
    }

    @Test("the output is the same whatever the number of workers")
    func workers() async throws {
        let lines = (0..<5_000).map { "tower \($0 * 7_919 % 1_009) the lowest  new \($0)\r" }
        let file = try folder.write(lines.joined(separator: "\n"), to: "many")
        var models: [[String: [UInt8]]] = []
        var outputs: [[UInt8]] = []
        for workers in ["1", "2", "3"] {
            let model = folder.path("model\(workers)")
            let more = ["--workers", workers]
            _ = try await subwords(
                ["learn", file, "--vocabulary", "200", "--no-byte-fallback", "--output", model]
                    + more)
            models.append(try folder.contents("model\(workers)"))
            let encoded = try await subwords(
                ["encode", "--model", model, file, "--output", folder.path("out")] + more)
            #expect(encoded.status == 0, "\(encoded.errors)")
            outputs.append(try folder.read("out"))
            let decoded = try await subwords(
                ["decode", "--model", model, folder.path("out")] + more)
            #expect(decoded.output == lines.joined(separator: "\n") + "\n")
        }
        #expect(models[1] == models[0] && models[2] == models[0])
        #expect(outputs[1] == outputs[0] && outputs[2] == outputs[0])
    }

    @Test("invalid UTF-8 is named with line and byte, after the lines before it")
    func invalidBytes() async throws {
        let model = try await learnedModel()
        let bytes = Array("the low\nthe né".utf8) + [0xE2, 0x82, 0x0A] + Array("tower\n".utf8)
        let file = try folder.write(bytes, to: "bytes")
        for workers in ["1", "2"] {
            let outcome = try await subwords(
                ["encode", "--model", model, file, "--workers", workers])
            #expect(outcome.status == 1)
            #expect(outcome.outputLines.count == 1)
            #expect(
                outcome.errors.contains(
                    "\(file):2: invalid UTF-8 at byte 8 of the line (0xE2). Convert the text to "
                        + "UTF-8, or pass --invalid-utf8 repair for U+FFFD instead."),
                "\(outcome.errors)")
        }
        let kept = try folder.write("kept", to: "kept")
        let failed = try await subwords(["encode", "--model", model, file, "--output", kept])
        #expect(failed.status == 1)
        #expect(try folder.text("kept") == "kept")
    }

    @Test("with --invalid-utf8 repair they become U+FFFD, and are counted")
    func repairedBytes() async throws {
        let file = try folder.write([0x61, 0xFF, 0x62, 0x0A, 0x63, 0x0A, 0xFE], to: "bytes")
        let codes = try folder.write("#version: 0.2\nt h\n", to: "codes")
        let outcome = try await subwords(
            ["encode", "--model", codes, "--invalid-utf8", "repair", file])
        #expect(outcome.status == 0)
        #expect(outcome.output == "a@@ \u{FFFD}@@ b\nc\n\u{FFFD}\n")
        #expect(
            outcome.errors.contains(
                "\(file): invalid UTF-8 in 2 lines (first: 1, 3); the bytes became U+FFFD."))
    }

    @Test("a line without end is refused before it fills the memory")
    func longLine() async throws {
        let codes = try folder.write("#version: 0.2\nt h\n", to: "codes")
        let outcome = try await Program.shell(
            "(echo ok; head -c 200000000 /dev/zero) 2>/dev/null | \"$0\" \"$@\"",
            ["subwords", "encode", "--model", codes])
        #expect(outcome.status == 1)
        #expect(outcome.output == "o@@ k\n")
        #expect(
            outcome.errors
                == "translate: standard input:2: is longer than 16 MiB. Divide it into lines.\n")
    }

    @Test("whoever has seen enough may leave")
    func closedPipe() async throws {
        let model = try await learnedModel()
        let outcome = try await Program.shell(
            "yes the lowest tower 2>/dev/null | \"$0\" \"$@\" | head -n 1",
            ["subwords", "encode", "--model", model])
        #expect(outcome.status == 0)
        #expect(outcome.outputLines.count == 1)
        #expect(outcome.errors.isEmpty, "\(outcome.errors)")
    }

    @Test("a line is answered before the next one is sent")
    func dialogue() async throws {
        let model = try await learnedModel()
        // The second line is sent only after the answer to the first, or never.
        let outcome = try await Program.shell(
            """
            (
                echo P
                for i in $(seq 100); do [ -e answered ] && echo the && break; sleep 0.1; done
            ) | "$0" "$@" | (read -r line; touch answered; cat)
            """, ["subwords", "encode", "--model", model], directory: folder.path)
        #expect(outcome.output == "the\n")
    }

    @Test("files that are missing, folders, or archives are told apart before any is read")
    func unreadable() async throws {
        let model = try await learnedModel()
        let file = folder.path("text")
        let missing = try await subwords(["encode", "--model", model, file, folder.path("no")])
        #expect(missing.status == 1)
        #expect(missing.output.isEmpty)
        #expect(
            missing.errors == "translate: \(folder.path("no")): does not exist. Check the path.\n")
        let isFolder = try await subwords(["encode", "--model", model, folder.path])
        #expect(isFolder.errors.contains("is a folder. Name the files in it."))
        let zip = try folder.write([0x50, 0x4B, 0x03, 0x04, 0xFF, 0xFF, 0, 0], to: "text.zip")
        let archive = try await subwords(["encode", "--model", model, zip])
        #expect(archive.errors.contains("\(zip): is a zip archive. Unpack it first"))
        let gzip = try folder.write([0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 0xFF], to: "text.gz")
        let damaged = try await subwords(["encode", "--model", model, gzip])
        #expect(damaged.errors.contains("\(gzip): the compressed file is damaged"))
    }
}
