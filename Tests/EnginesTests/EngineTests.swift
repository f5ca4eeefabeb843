import Foundation
import Tensors
import Testing
import Text
import Transformer

@testable import Engines

@Suite struct EngineTests {
    @Test("what was saved is loaded", arguments: [TextSettings.Kind.joint, .separate])
    func roundTrip(kind: TextSettings.Kind) throws {
        let folder = try TemporaryFolder()
        let engine = try SampleEngine.make(kind: kind)
        try engine.save(to: folder.path("made/for/it"), card: "# Card\n")
        let loaded = try Engine.load(from: folder.path("made/for/it"))

        var description = loaded.description
        description.files = [:]
        #expect(description == engine.description)
        #expect(loaded.weights.flat.elements == engine.weights.flat.elements)
        let text = "the newest house, lower"
        #expect(loaded.sourceSubwords.ids(of: text) == engine.sourceSubwords.ids(of: text))
        #expect(loaded.targetSubwords.ids(of: text) == engine.targetSubwords.ids(of: text))
        #expect(loaded.targetSubwords.vocabulary == engine.targetSubwords.vocabulary)
    }

    @Test("an engine of other parts is loaded, and its format is one that older programs refuse")
    func otherParts() throws {
        let folder = try TemporaryFolder()
        #expect(try SampleEngine.make().description.formatVersion == 1)
        let engine = try SampleEngine.make {
            ($0.norm, $0.activation, $0.positions) = (.rms, .swiglu, .learned)
        }
        #expect(engine.description.formatVersion == 2)
        try engine.save(to: folder.path("e"), card: "")
        let loaded = try Engine.load(from: folder.path("e"))
        #expect(loaded.description.configuration == engine.description.configuration)
        #expect(loaded.weights.flat.elements == engine.weights.flat.elements)
    }

    @Test("abbreviations are kept, and nothing is written of none")
    func abbreviations() throws {
        let folder = try TemporaryFolder()
        var engine = try SampleEngine.make()
        try engine.save(to: folder.path("plain"), card: "")
        let plain = String(decoding: try folder.read("plain/config.json"), as: UTF8.self)
        #expect(!plain.contains("abbreviations"))
        #expect(try Engine.load(from: folder.path("plain")).description.text.abbreviations == nil)
        engine.description.text.abbreviations = try AbbreviationRules(
            lines: ["z. B.", "No #NUMERIC_ONLY#"], file: "own.de")
        try engine.save(to: folder.path("own"), card: "")
        let loaded = try Engine.load(from: folder.path("own")).description.text.abbreviations
        #expect(loaded?.lines == ["z.B", "No #NUMERIC_ONLY#"])
    }

    @Test("the folder has the files that the design names, and no others")
    func files() throws {
        let folder = try TemporaryFolder()
        try SampleEngine.make().save(to: folder.path("joint"), card: "")
        #expect(
            try folder.entries("joint") == [
                "CARD.md", "config.json", "model.safetensors", "subwords.bpe", "vocabulary.txt",
            ])
        try SampleEngine.make(kind: .separate).save(to: folder.path("separate"), card: "")
        #expect(
            try folder.entries("separate") == [
                "CARD.md", "config.json", "model.safetensors", "subwords.source.bpe",
                "subwords.target.bpe", "vocabulary.source.txt", "vocabulary.target.txt",
            ])
        #expect(try folder.entries() == ["joint", "separate"])
    }

    @Test("the same engine is saved as the same bytes")
    func isReproducible() throws {
        let folder = try TemporaryFolder()
        for name in ["a", "b"] { try SampleEngine.make().save(to: folder.path(name), card: "x") }
        for file in try folder.entries("a") {
            #expect(try folder.read("a/\(file)") == folder.read("b/\(file)"), "\(file)")
        }
    }

    @Test("weights of a loaded engine can be changed, and the file stays as it was")
    func loadedWeightsAreValues() throws {
        let folder = try TemporaryFolder()
        try SampleEngine.make().save(to: folder.path("e"), card: "")
        var engine = try Engine.load(from: folder.path("e"))
        let parameter = engine.model.layout.parameters[0]
        engine.weights[parameter] = .zeros(parameter.shape)
        #expect(engine.weights[parameter][0] == 0)
        #expect(try Engine.load(from: folder.path("e")).weights[parameter][0] != 0)
    }
}

// MARK: - Saving

extension EngineTests {
    @Test("a saved engine takes the old one's place, whole")
    func replaces() throws {
        let folder = try TemporaryFolder()
        try SampleEngine.make(seed: 1, kind: .separate).save(to: folder.path("e"), card: "1")
        try SampleEngine.make(seed: 2).save(to: folder.path("e"), card: "2")
        #expect(try Engine.load(from: folder.path("e")).description.training.seed == 2)
        #expect(!(try folder.entries("e").contains("subwords.source.bpe")))
        #expect(try folder.entries() == ["e"])
    }

    @Test("a disk that is full leaves the old engine and nothing else", arguments: EngineFile.all)
    func fullDisk(fullFor name: String) throws {
        guard FileManager.default.fileExists(atPath: "/dev/full"), name != EngineFile.state
        else { return }
        let folder = try TemporaryFolder()
        let kind: TextSettings.Kind =
            name.contains("source") || name.contains("target") ? .separate : .joint
        try SampleEngine.make(seed: 1).save(to: folder.path("e"), card: "1")
        var engine = try SampleEngine.make(seed: 2, kind: kind)
        if name == EngineFile.shortlist {
            let c = engine.description.configuration
            engine.shortlist = try Shortlist(
                always: Array(0...3),
                candidates: [[Int32]?](repeating: [4], count: c.sourceVocabulary),
                targetVocabulary: c.targetVocabulary)
        }

        let error = #expect(throws: EngineError.self) {
            let replacement = try FolderReplacement(at: FolderPlace(folder.path("e"))) {
                (path) throws(EngineError) in
                try path.hasSuffix("/\(name)")
                    ? OutputFile("/dev/full", isNew: false) : OutputFile(path, isNew: true)
            }
            try engine.write(
                to: replacement, card: "2", state: Optional<TrainingState<NoProgress>>.none)
            try replacement.commit(subfolders: [])
        }
        #expect(
            error == EngineError(.unwritable(errorNumber: ENOSPC), at: folder.path("e/\(name)")))
        #expect(try Engine.load(from: folder.path("e")).description.training.seed == 1)
        #expect(try folder.entries() == ["e"])
    }

    @Test("loading while another thread saves gives one of the engines")
    func loadsWhileSaving() async throws {
        let folder = try TemporaryFolder()
        let path = folder.path("e")
        let engines = try [SampleEngine.make(seed: 1), SampleEngine.make(seed: 2)]
        try engines[0].save(to: path, card: "0")
        let saving = Task.detached {
            for round in 1...20 { try engines[round % 2].save(to: path, card: "\(round)") }
        }
        for _ in 0..<60 {
            let loaded = try Engine.load(from: path)
            let expected = engines[loaded.description.training.seed == 1 ? 0 : 1]
            #expect(loaded.weights.flat.elements == expected.weights.flat.elements)
        }
        try await saving.value
        withExtendedLifetime(folder) {}
    }
}
