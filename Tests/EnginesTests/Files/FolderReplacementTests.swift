import Foundation
import Testing

@testable import Engines

@Suite struct FolderReplacementTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func replace(_ name: String, with text: String) throws(EngineError) {
        let replacement = try FolderReplacement(at: FolderPlace(folder.path(name)))
        _ = try replacement.writeFile("config.json") { (file) throws(EngineError) in
            try file.write(Array(text.utf8))
        }
        try replacement.commit(subfolders: [])
    }

    private func config(_ name: String) throws -> String {
        String(decoding: try folder.read("\(name)/config.json"), as: UTF8.self)
    }

    @Test("an abandoned replacement leaves nothing")
    func abandoned() throws {
        do {
            let replacement = try FolderReplacement(at: FolderPlace(folder.path("e")))
            try replacement.makeFolder("state")
            #expect(try folder.entries() == [".e.partial-\(getpid())"])
        }
        #expect(try folder.entries() == [])
    }

    @Test("folders are exchanged in one step where the system can")
    func exchange() throws {
        for name in ["a", "b"] {
            try folder.makeFolder(name)
            try folder.write(name, to: "\(name)/config.json")
        }
        #expect(!FolderExchange.exchange(folder.path("a"), folder.path("none")))
        guard FolderExchange.exchange(folder.path("a"), folder.path("b")) else { return }
        #expect(try config("a") == "b")
        #expect(try config("b") == "a")
    }

    @Test("where the system cannot, two steps do the same")
    func twoSteps() throws {
        for name in ["old", "new"] {
            try folder.makeFolder(name)
            try folder.write(name, to: "\(name)/config.json")
        }
        let place = FolderPlace(folder.path("old"))
        try place.putInTwoSteps(folder.path("new"))
        #expect(try config("old") == "new")
        #expect(throws: EngineError.self) { try place.putInTwoSteps(folder.path("missing")) }
        #expect(try config("old") == "new")
    }

    @Test("an engine whose replacement was killed between two steps is loaded, then replaced")
    func killedBetweenTwoSteps() throws {
        try SampleEngine.make(seed: 3).save(to: folder.path("e"), card: "")
        try FileManager.default.moveItem(
            atPath: folder.path("e"), toPath: FolderPlace(folder.path("e")).previousPath)
        #expect(try Engine.load(from: folder.path("e")).description.training.seed == 3)
        try SampleEngine.make(seed: 4).save(to: folder.path("e"), card: "")
        #expect(try Engine.load(from: folder.path("e")).description.training.seed == 4)
        #expect(try folder.entries() == ["e"])
    }

    @Test("what killed programs have left goes; what living ones write stays")
    func leftovers() throws {
        // No process has the largest number.
        try folder.makeFolder(".e.partial-\(Int32.max)/state")
        try folder.makeFolder(".e.partial-1")
        try folder.makeFolder(".e.partial-mine")
        try folder.makeFolder(".other.partial-\(Int32.max)")
        try replace("e", with: "new")
        #expect(
            try folder.entries() == [
                ".e.partial-1", ".e.partial-mine", ".other.partial-\(Int32.max)", "e",
            ])
    }

    @Test("a link to an engine stays a link")
    func symbolicLink() throws {
        try replace("v1", with: "old")
        try FileManager.default.createSymbolicLink(
            atPath: folder.path("current"), withDestinationPath: folder.path("v1"))
        try replace("current", with: "new")
        #expect(try config("v1") == "new")
        #expect(try folder.entries() == ["current", "v1"])
    }

    @Test("a user's notes in an engine's folder are kept")
    func otherFiles() throws {
        try SampleEngine.make(seed: 1).save(to: folder.path("e"), card: "")
        try folder.write("mine", to: "e/notes.txt")
        try SampleEngine.make(seed: 2).save(to: folder.path("e"), card: "")
        #expect(try folder.read("e/notes.txt") == Array("mine".utf8))
        #expect(try Engine.load(from: folder.path("e")).description.training.seed == 2)
    }

    @Test("what people look at while it trains comes along, but for what is half written")
    func companions() throws {
        try SampleEngine.make(seed: 1).save(to: folder.path("e"), card: "")
        for name in ["metrics.jsonl", "report.html", ".report.html.partial"] {
            try folder.write(name, to: "e/\(name)")
        }
        try SampleEngine.make(seed: 2).save(to: folder.path("e"), card: "")
        #expect(try folder.read("e/metrics.jsonl") == Array("metrics.jsonl".utf8))
        #expect(try folder.read("e/report.html") == Array("report.html".utf8))
        #expect(throws: (any Error).self) { try folder.read("e/.report.html.partial") }
        #expect(try Engine.load(from: folder.path("e")).description.training.seed == 2)
    }

    @Test("what people look at never keeps an engine from being saved")
    func companionThatCannotCome() throws {
        try replace("e", with: "old")
        // A folder cannot be linked.
        try folder.makeFolder("e/report.html")
        try replace("e", with: "new")
        #expect(try config("e") == "new")
        try folder.makeFolder("e/notes")
        #expect(throws: EngineError.self) { try replace("e", with: "newer") }
    }

    @Test("only engines and empty folders are replaced")
    func replaceable() throws {
        func error(_ name: String) -> EngineError.Reason? {
            do {
                try Engine.checkReplaceable(at: folder.path(name))
                return nil
            } catch { return error.reason }
        }
        let engine = try SampleEngine.make()
        try folder.makeFolder("empty")
        #expect(error("empty") == nil)
        #expect(error("missing") == nil)
        try engine.save(to: folder.path("empty"), card: "")
        #expect(error("empty") == nil)
        try folder.makeFolder("empty/thesis")
        #expect(error("empty") == .notReplaceable(entry: "thesis"))

        try folder.makeFolder("home")
        try folder.write("precious", to: "home/thesis.txt")
        #expect(error("home") == .notReplaceable(entry: "thesis.txt"))
        #expect(throws: EngineError(.notReplaceable(entry: "thesis.txt"), at: folder.path("home")))
        {
            try engine.save(to: folder.path("home"), card: "")
        }
        try folder.write("{\"model_type\": \"marian\"}", to: "home/config.json")
        #expect(error("home") == .notReplaceable(entry: "thesis.txt"))
        #expect(try folder.read("home/thesis.txt") == Array("precious".utf8))
        #expect(error("home/thesis.txt") == .notAFolder)
    }

    @Test("a place that cannot be written is named")
    func unwritable() throws {
        try folder.write("x", to: "file")
        #expect(throws: EngineError.self) { try replace("file/engine", with: "x") }
        #expect(throws: EngineError.self) {
            try replace(String(repeating: "n", count: 300), with: "x")
        }
        #expect(try folder.entries() == ["file"])
    }
}
