import Foundation
import Tensors
import Testing
import Transformer

@testable import Engines

@Suite struct TrainingStateTests {
    private typealias State = TrainingState<SampleEngine.Progress>

    private let folder: TemporaryFolder
    private let engine: Engine
    private let state: State

    init() throws {
        folder = try TemporaryFolder()
        engine = try SampleEngine.make(vocabularySize: 45)
        let configuration = engine.model.configuration
        var state = SampleEngine.state
        state.weights = [
            "weights": SampleEngine.weights(of: configuration, seed: 8),
            "moment1": SampleEngine.weights(of: configuration, seed: 9),
        ]
        self.state = state
        try engine.save(to: folder.path("e"), card: "", state: state)
    }

    private func load() throws(EngineError) -> State {
        try State.load(from: folder.path("e"), layout: engine.model.layout)
    }

    @Test("what was saved is loaded, to the bit")
    func roundTrip() throws {
        let loaded = try load()
        #expect(loaded.progress == state.progress)
        #expect(loaded.weights.keys.sorted() == ["moment1", "weights"])
        for (name, set) in state.weights {
            #expect(loaded.weights[name]?.flat.elements == set.flat.elements)
        }
        #expect(
            try folder.entries("e/state") == [
                "moment1.safetensors", "state.json", "weights.safetensors",
            ])
        #expect(
            try Engine.load(from: folder.path("e")).weights.flat.elements
                == engine.weights.flat.elements)
    }

    @Test("a finished engine has no state, and says so")
    func noState() throws {
        try engine.save(to: folder.path("e"), card: "")
        #expect(throws: EngineError(.noTrainingState, at: folder.path("e"))) { try load() }
        #expect(throws: EngineError(.folderMissing, at: folder.path("none"))) {
            try State.load(from: folder.path("none"), layout: engine.model.layout)
        }
    }

    @Test("damaged state is named; the engine still translates")
    func damage() throws {
        for name in try folder.entries("e/state") {
            let bytes = try folder.read("e/state/\(name)")
            var changed = bytes
            changed[bytes.count / 2] ^= 1
            try folder.write(changed, to: "e/state/\(name)")
            #expect(throws: EngineError(.wrongChecksum, at: folder.path("e/state/\(name)"))) {
                try load()
            }
            try folder.write(bytes, to: "e/state/\(name)")
        }
        try FileManager.default.removeItem(atPath: folder.path("e/state/moment1.safetensors"))
        #expect(
            throws: EngineError(.fileMissing, at: folder.path("e/state/moment1.safetensors"))
        ) { try load() }
        #expect(folder.loadingError("e") == nil)
    }

    @Test("the state of another model is refused")
    func otherModel() throws {
        let other = try SampleEngine.make(vocabularySize: 30)
        let error = #expect(throws: EngineError.self) {
            try State.load(from: folder.path("e"), layout: other.model.layout)
        }
        guard case .tensorShape = error?.reason else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test("a set whose name leads out of the folder is not opened")
    func nameOutside() throws {
        struct Record: Codable {
            var formatVersion = 1
            var progress = SampleEngine.state.progress
            var sets: [String: FileRecord]
        }
        let record = try FileRecord(ofFileAt: folder.path("e/model.safetensors"))
        try folder.write(
            SealedJSON.encode(Record(sets: ["../model": record])), to: "e/state/state.json")
        #expect(
            throws: EngineError(
                .malformed("names a set “../model”"), at: folder.path("e/state/state.json"))
        ) { try load() }
    }
}
