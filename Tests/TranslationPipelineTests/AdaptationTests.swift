import Corpus
import Engines
import Foundation
import Tensors
import Testing
import Text
import Training

/// The lexicon engine goes on with text in which an exclamation mark turns the words around.
@Suite struct AdaptationTests {
    private let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("adaptation-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try LexiconEngine.joint.save(to: path("engine"), card: "")
        try write(isTurned: false, to: "old.tsv", seed: 31)
        try write(isTurned: true, to: "new.tsv", seed: 32)
    }

    private func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

    private func write(isTurned: Bool, to name: String, seed: UInt64) throws {
        var random = RandomSource(seed: seed)
        let lines = (0..<400).map { _ in
            let words = LexiconEngine.sentence(Int.random(in: 2...6, using: &random), &random)
            let german = LexiconEngine.translation(of: isTurned ? words.reversed() : words)
            let mark = isTurned ? "! " : ""
            return mark + words.joined(separator: " ") + "\t" + german.joined(separator: " ") + "\n"
        }
        try lines.joined().write(toFile: path(name), atomically: true, encoding: .utf8)
    }

    private func request(_ engine: String) -> TrainingRequest {
        var request = TrainingRequest(
            corpora: [path("new.tsv")], sourceLanguage: "en", targetLanguage: "de",
            enginePath: path(engine), workers: 2)
        request.cleaning = CleaningSelection.none
        request.adaptation.enginePath = path("engine")
        request.recipe.precision = .f32
        request.recipe.batchTokens = 384
        request.recipe.peakRate = 4e-3
        request.bounds.steps = 300
        request.bounds.stepsPerValidation = 50
        return request
    }

    /// - Returns: what became of it, and the notes on the way
    private func run(
        _ request: TrainingRequest
    ) throws -> (outcome: TrainingRun.Outcome, notes: [String]) {
        var notes: [String] = []
        let run = TrainingRun(request, observer: TrainingRun.Observer(note: { notes.append($0) }))
        return (try run.run(), notes)
    }

    private func file(_ name: String) throws -> Data {
        try Data(contentsOf: folder.appendingPathComponent(name))
    }

    // Measured with six seeds: new text 84 to 100 BLEU alone and 74 to 99 mixed, where the engine has
    // 2; old text 1 to 2 alone and 95 to 100 mixed, where the engine has 100. Other roundings have
    // given 40 for mixed new text: the bounds leave room for them.
    @Test("new text alone is learned at the cost of the old, so the old engine is kept")
    func forgets() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        var request = request("new")
        request.adaptation.oldDevelopment = [path("old.tsv")]
        let (outcome, _) = try run(request)
        let best = try #require(outcome.progress.best)
        let old = try #require(best.comparison?.old)
        #expect(best.bleu > 50)
        #expect(old.engine.bleu > 80)
        #expect(old.model.bleu < 30)
        #expect(!outcome.hasWon)
        let kept = try Engine.load(from: path("new"))
        #expect(kept.weights.flat.elements == LexiconEngine.joint.weights.flat.elements)
        let description = kept.description
        #expect(description.training.bestBLEU == best.comparison?.engine.bleu)
        #expect(description.text == LexiconEngine.joint.description.text)
    }

    @Test("with old text mixed in, the new is learned and the old kept, so the new engine wins")
    func keepsTheOld() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let before = try file("engine/model.safetensors")
        var request = request("new")
        request.adaptation.oldCorpora = [path("old.tsv")]
        request.adaptation.oldTolerance = 15
        let (outcome, notes) = try run(request)
        let best = try #require(outcome.progress.best)
        #expect(best.bleu > 20)
        #expect(try #require(best.comparison?.old).model.bleu > 85)
        #expect(outcome.hasWon)
        #expect(notes.contains { $0.contains("as it is: new dev BLEU ") })
        #expect(notes.contains { $0.contains("old pairs to mix in for 0.5 of an epoch’s") })
        let table = try #require(notes.firstIndex { $0.hasPrefix("BLEU on the development set") })
        #expect(notes[table + 1].hasPrefix("new text") && notes[table + 2].hasPrefix("old text"))
        let card = try #require(String(data: try file("new/CARD.md"), encoding: .utf8))
        for words in [
            "| BLEU, greedy, of the old engine | new development set | ",
            "| BLEU, greedy, of this engine | old development set | ", "| weights | trained here |",
            "| old text in an epoch | 0.5 of the target tokens, ", "| old.tsv | old training | ",
        ] {
            #expect(card.contains(words), "\(words)")
        }
        #expect(try file("engine/model.safetensors") == before)
        let engine = try Engine.load(from: path("new"))
        #expect(engine.sourceSubwords.vocabulary == LexiconEngine.joint.sourceSubwords.vocabulary)
    }
}
