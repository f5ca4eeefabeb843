import Foundation
import Testing

/// Text in, text out: one output line for each input line, whatever the input holds.
@Suite struct TranslatingTextTests {
    private let engine: String

    init() async throws {
        engine = try await TrainedEngine.shared().path
    }

    private func translate(
        _ arguments: [String] = [], input: [UInt8] = []
    ) async throws -> Program.Outcome {
        try await Program.run(["--engine", engine, "--beam", "1"] + arguments, input: input)
    }

    @Test("arguments and standard input give the same lines")
    func argumentsAndStandardInput() async throws {
        let lines = ["The dog sees a house.", "My brother buys two apples."]
        let fromArguments = try await translate(lines)
        #expect(fromArguments.status == 0)
        #expect(fromArguments.errors.isEmpty)
        #expect(fromArguments.outputLines.count == 2)
        let input = Array(lines.joined(separator: "\n").utf8)
        #expect(try await translate(input: input).output == fromArguments.output)
        let named = try await Program.run(["text", "--engine", engine, "--beam", "1"] + lines)
        #expect(named.output == fromArguments.output)
    }

    @Test("empty lines stay empty lines, and no input is no output")
    func emptyLines() async throws {
        let outcome = try await translate(input: Array("\n\nThe cat\n\n".utf8))
        #expect(outcome.status == 0)
        #expect(outcome.outputLines.count == 4)
        #expect(outcome.outputLines[0].isEmpty && outcome.outputLines[1].isEmpty)
        #expect(!outcome.outputLines[2].isEmpty && outcome.outputLines[3].isEmpty)
        let nothing = try await translate(input: [])
        #expect(nothing.status == 0)
        #expect(nothing.output.isEmpty)
        #expect(try await translate([""]).output == "\n")
    }

    @Test("an argument of several lines gives as many, whatever ends them")
    func linesInArguments() async throws {
        let outcome = try await translate(["The dog\nThe cat\n", "The dog\r\nThe cat"])
        #expect(outcome.status == 0)
        #expect(outcome.outputLines.count == 5)
    }

    @Test("control characters, NULs, emoji and other lines' ends do not make or lose lines")
    func strangeText() async throws {
        let lines = [
            "The \u{0} dog", "\u{1B}[31mThe cat\u{7}", "👩‍👩‍👧‍👦 sees 🇩🇪", "a\u{2028}b\u{85}c",
            "\u{FEFF}The dog\r", "\u{200B}", "   ", "\t", "ﷺ e\u{301}\u{301}\u{301}",
        ]
        let outcome = try await translate(input: Array((lines.joined(separator: "\n") + "\n").utf8))
        #expect(outcome.status == 0)
        #expect(outcome.outputLines.count == lines.count)
        #expect(outcome.outputLines[6].trimmingCharacters(in: .whitespaces).isEmpty)
        #expect(outcome.outputLines[7].trimmingCharacters(in: .whitespaces).isEmpty)
    }

    @Test("invalid UTF-8 is repaired, and one line names where it was")
    func invalidUTF8() async throws {
        let input: [UInt8] = Array("The dog\n".utf8) + [0xFF, 0xC0, 0x0A] + Array("The cat\n".utf8)
        let outcome = try await translate(input: input)
        #expect(outcome.status == 0)
        #expect(outcome.outputLines.count == 3)
        let warning = try #require(outcome.errorLines.first { $0.contains("invalid UTF-8") })
        #expect(warning.contains("standard input") && warning.contains("(first: 2)"))
    }

    @Test("10,000 words in a line are one line")
    func longLine() async throws {
        let words = Array(repeating: "The dog sees a house.", count: 2_000).joined(separator: " ")
        let outcome = try await translate(input: Array((words + "\nThe cat\n").utf8))
        #expect(outcome.status == 0)
        #expect(outcome.outputLines.count == 2)
        let warning = "the line was long and translated in parts in 1 of 2 lines"
        #expect(outcome.errors.contains(warning))
    }

    @Test("a reader that leaves early ends the program without a word")
    func closedPipe() async throws {
        let folder = try Workspace()
        let lines = SampleCorpus.pairs.map(\.english).joined(separator: "\n") + "\n"
        let input = try folder.write(String(repeating: lines, count: 15), to: "in.txt")
        let outcome = try await Program.shell(
            "\"$0\" --engine \"$1\" --beam 1 < \"$2\" | head -n 1", [engine, input])
        #expect(outcome.status == 0)
        #expect(outcome.outputLines.count == 1)
        #expect(outcome.errors.isEmpty, "\(outcome.errors)")
        let ignoring = try await Program.shell(
            "trap '' PIPE; \"$0\" --engine \"$1\" --beam 1 < \"$2\" | head -n 1", [engine, input])
        #expect(ignoring.errors.isEmpty, "\(ignoring.errors)")
    }

    @Test("who waits for an answer before the next line gets it")
    func conversation() async throws {
        let folder = try Workspace()
        let outcome = try await Program.shell(
            """
            mkfifo in out; "$0" --engine "$1" --beam 1 < in > out & exec 3> in 4< out
            echo "The dog" >&3; read -r one <&4; echo "The cat" >&3; read -r two <&4
            exec 3>&-; cat <&4; echo "done"
            """, [engine], directory: folder.path)
        #expect(outcome.status == 0)
        #expect(outcome.output == "done\n")
    }

    @Test("standard input that cannot be read is an error")
    func unreadableStandardInput() async throws {
        let outcome = try await Program.shell("\"$0\" --engine \"$1\" < /", [engine])
        #expect(outcome.status == 1)
        #expect(outcome.errorLines.count == 1, "\(outcome.errors)")
        #expect(outcome.errors.hasPrefix("translate: standard input: is a folder."))
    }

    @Test("a closed standard error does not stop the work")
    func closedStandardError() async throws {
        let outcome = try await Program.shell(
            "printf 'a\\377\\n' | \"$0\" --engine \"$1\" 2>&-", [engine])
        #expect(outcome.status == 0)
        #expect(outcome.outputLines.count == 1)
    }

    // MARK: - Formats

    @Test("--format json gives one object a line")
    func json() async throws {
        let lines = ["The dog sees “a” \\ house.", "", "The cat"]
        let outcome = try await translate(
            ["--format", "json"], input: Array((lines.joined(separator: "\n") + "\n").utf8))
        #expect(outcome.status == 0)
        #expect(outcome.outputLines.count == 3)
        for (source, line) in zip(lines, outcome.outputLines) {
            let object = try JSON.object(line)
            #expect(
                Set(object.keys).subtracting(["confidence"])
                    == ["source", "target", "score", "alternatives", "warnings", "words"])
            #expect((object["confidence"] == nil) == source.isEmpty)
            let words = try #require(object["words"] as? [[String: Any]])
            #expect(words.isEmpty == source.isEmpty)
            #expect(words.allSatisfy { ["text", "start", "end"].allSatisfy($0.keys.contains) })
            #expect(object["source"] as? String == source)
            #expect(object["score"] is NSNumber)
            #expect((object["alternatives"] as? [[String: Any]])?.isEmpty == false)
        }
    }

    @Test("--low-confidence sets which lines are counted as unsure")
    func lowConfidence() async throws {
        let always = try await translate(["--low-confidence", "1", "The dog", "", "The cat"])
        #expect(always.status == 0)
        #expect(always.errors.contains("confidence is low in 2 of 3 lines (first: 1, 3)"))
        let never = try await translate(["--low-confidence", "0", "The dog", "", "The cat"])
        #expect(!never.errors.contains("confidence"))
    }

    @Test("--nbest gives numbered lines, best first")
    func nbest() async throws {
        let outcome = try await translate(
            ["--beam", "3", "--nbest", "3", "The dog sees a house.", "The cat"])
        #expect(outcome.status == 0)
        #expect(outcome.outputLines.count == 6)
        let fields = outcome.outputLines.map { $0.components(separatedBy: " ||| ") }
        #expect(fields.allSatisfy { $0.count == 3 })
        #expect(fields.map(\.[0]) == ["0", "0", "0", "1", "1", "1"])
        let scores = try fields.map { try #require(Double($0[2])) }
        #expect(scores[0] >= scores[1] && scores[1] >= scores[2])
        #expect(scores[3] >= scores[4] && scores[4] >= scores[5])
        let json = try await translate(
            ["--beam", "3", "--nbest", "2", "--format", "json", "The dog"])
        let alternatives = try JSON.object(json.output)["alternatives"] as? [Any]
        #expect(alternatives?.count == 2)
    }

    // MARK: - Alignments

    @Test("--alignment writes a line for each line in each format")
    func alignments() async throws {
        let folder = try Workspace()
        let lines = ["The dog sees a house.", "", "The cat"]
        var written: [String: [String]] = [:]
        for format in ["pharaoh", "soft", "json"] {
            let outcome = try await translate(
                ["--alignment", folder.path(format), "--alignment-format", format] + lines)
            #expect(outcome.status == 0)
            #expect(outcome.outputLines.count == 3)
            written[format] = try folder.text(format).components(separatedBy: "\n").dropLast()
            #expect(written[format]?.count == 3)
        }
        for line in written["pharaoh"] ?? [] {
            #expect(line.isEmpty || line.wholeMatch(of: /\d+-\d+( \d+-\d+)*/) != nil)
        }
        for (line, source) in zip(written["json"] ?? [], lines) {
            let object = try JSON.object(line)
            #expect(object["source"] as? String == source)
            let words = try #require(object["sourceWords"] as? [[String: Any]])
            #expect(words.isEmpty == source.isEmpty)
            #expect(object["links"] is [[Int]])
        }
        let rows = (written["soft"]?[0] ?? "").split(separator: " ")
        #expect(!rows.isEmpty)
        #expect(rows.allSatisfy { $0.split(separator: ",").count == 6 })
    }

    @Test("an alignment file that cannot be written is an error", arguments: ["/none/a", "/"])
    func unwritableAlignment(path: String) async throws {
        let outcome = try await translate(["--alignment", path, "The dog"])
        #expect(outcome.status == 1)
        #expect(outcome.errorLines.count == 1)
        #expect(outcome.errors.hasPrefix("translate: \(path): cannot be written ("))
    }

    @Test("results go into a device or through a link, never in its place")
    func linkedAlignment() async throws {
        let folder = try Workspace()
        try folder.write("old", to: "file")
        try FileManager.default.createSymbolicLink(
            atPath: folder.path("link"), withDestinationPath: folder.path("file"))
        let outcome = try await translate(["--alignment", folder.path("link"), "The dog"])
        #expect(outcome.status == 0)
        #expect(try folder.text("file") != "old")
        let attributes = try FileManager.default.attributesOfItem(atPath: folder.path("link"))
        #expect(attributes[.type] as? FileAttributeType == .typeSymbolicLink)
    }

    private static var hasFullDevice: Bool {
        let attributes = try? FileManager.default.attributesOfItem(atPath: "/dev/full")
        return attributes?[.type] as? FileAttributeType == .typeCharacterSpecial
    }

    @Test(
        "a full disk under the results is an error",
        .enabled(if: hasFullDevice, "this system has no /dev/full"))
    func fullDisk() async throws {
        let alignment = try await translate(["--alignment", "/dev/full", "The dog"])
        #expect(alignment.status == 1)
        #expect(alignment.errors.contains("/dev/full: writing failed (No space left on device)."))
        let commands = [
            "--engine \"$1\" x", "engine info \"$1\"", "engine info --json \"$1\"",
            "score --hypothesis \"$2\" --reference \"$2\"",
        ]
        let text = try await TrainedEngine.shared().corpus
        for command in commands {
            let outcome = try await Program.shell("\"$0\" \(command) > /dev/full", [engine, text])
            #expect(outcome.status == 1, "\(command)")
            #expect(
                outcome.errors.contains("standard output: writing failed (No space left"),
                "\(command): \(outcome.errors)")
        }
    }
}
