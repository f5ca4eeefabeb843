import Foundation
import Testing

/// Engine folders that are not what they should be, through the commands that load them.
@Suite struct EngineFolderTests {
    private let folder: Workspace
    private let engine: String

    init() async throws {
        folder = try Workspace()
        engine = try folder.copy(try await TrainedEngine.shared().path, to: "e")
    }

    private func expectRefusal(
        of path: String, _ words: String, sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        for arguments in [["--engine", path, "x"], ["engine", "info", path]] {
            let outcome = try await Program.run(arguments)
            #expect(outcome.status == 1, sourceLocation: sourceLocation)
            #expect(outcome.output.isEmpty, sourceLocation: sourceLocation)
            #expect(
                outcome.errorLines.count == 1, "\(outcome.errors)", sourceLocation: sourceLocation)
            #expect(
                outcome.errors.hasPrefix("translate: \(path)"), "\(outcome.errors)",
                sourceLocation: sourceLocation)
            #expect(
                outcome.errors.contains(words), "\(outcome.errors)",
                sourceLocation: sourceLocation)
        }
    }

    @Test("a missing folder, a file and a folder without an engine are told apart")
    func notAnEngine() async throws {
        try await expectRefusal(of: folder.path("none"), "there is no such folder.")
        let file = try folder.write("x", to: "file")
        try await expectRefusal(of: file, "is not a folder.")
        try await expectRefusal(of: folder.path, "is not an engine: it has no config.json.")
    }

    private static let files = [
        "config.json", "model.safetensors", "vocabulary.txt", "subwords.bpe",
    ]

    @Test("a truncated file is named", arguments: files)
    func truncated(name: String) async throws {
        let bytes = try folder.read("e/\(name)")
        try folder.write(Array(bytes.dropLast(9)), to: "e/\(name)")
        let words =
            name == "config.json"
            ? "/config.json: breaks off before its end" : "/\(name): has \(bytes.count - 9) bytes"
        try await expectRefusal(of: engine, words)
    }

    @Test("a file with a flipped bit is named", arguments: files + ["CARD.md"])
    func flipped(name: String) async throws {
        var bytes = try folder.read("e/\(name)")
        bytes[bytes.count / 2] ^= 1
        try folder.write(bytes, to: "e/\(name)")
        try await expectRefusal(of: engine, "/\(name): is damaged or was edited")
    }

    @Test("a missing file is named", arguments: files.dropFirst())
    func missing(name: String) async throws {
        try FileManager.default.removeItem(atPath: folder.path("e/\(name)"))
        try await expectRefusal(of: engine, "/\(name): is missing.")
    }

    @Test("an engine of a newer format asks for a newer program")
    func newerFormat() async throws {
        try edit("\"formatVersion\" : 1", "\"formatVersion\" : 9")
        try await expectRefusal(of: engine, "made by a newer version of translate: it has format 9")
    }

    @Test("an engine of another architecture is named")
    func otherArchitecture() async throws {
        try edit("\"transformer\"", "\"recurrent\"")
        try await expectRefusal(of: engine, "is for the architecture “recurrent”")
    }

    private func edit(_ old: String, _ new: String) throws {
        let config = try folder.text("e/config.json")
        try #require(config.contains(old))
        try folder.write(config.replacingOccurrences(of: old, with: new), to: "e/config.json")
    }

    // MARK: - Which engine

    @Test("$TRANSLATE_ENGINE names the engine, and --engine goes before it")
    func environment() async throws {
        let named = try await Program.run(
            ["engine", "info"], environment: ["TRANSLATE_ENGINE": engine])
        #expect(named.status == 0)
        #expect(named.output.contains(engine))
        let overruled = try await Program.run(
            ["--engine", engine, "The dog"], environment: ["TRANSLATE_ENGINE": "/none"])
        #expect(overruled.status == 0)
        let wrong = try await Program.run(["x"], environment: ["TRANSLATE_ENGINE": "/none"])
        #expect(wrong.status == 1)
        #expect(wrong.errorLines.count == 1)
    }

    @Test("the first engine in Models/ is the default, and a lack of any is told")
    func shipped() async throws {
        // Away from the package, which may have engines in Models/.
        let program = folder.path("program")
        try FileManager.default.copyItem(atPath: Program.path(), toPath: program)
        let none = try await Program.run(executable: program, ["x"], directory: folder.path)
        #expect(none.status == 2)
        #expect(none.errorLines.count == 1)
        #expect(none.errors.contains("Pass --engine FOLDER or set TRANSLATE_ENGINE."))
        try FileManager.default.createDirectory(
            atPath: folder.path("Models"), withIntermediateDirectories: true)
        _ = try folder.copy(engine, to: "Models/en-de")
        let found = try await Program.run(
            executable: program, ["engine", "info"], directory: folder.path)
        #expect(found.status == 0)
        #expect(found.output.contains("Models/en-de"))
    }
}
