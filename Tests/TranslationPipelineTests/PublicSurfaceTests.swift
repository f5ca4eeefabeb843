import Foundation
import Testing
import TranslationPipeline

/// That other packages can use the library: nothing here needs `@testable` or another import.
@Suite struct PublicSurfaceTests {
    private func greet(engineAt path: String) throws -> String {
        let translator = try Translator(engineAt: path)
        let segments = translator.translate(["Good morning!"])
        return segments[0].target
    }

    @Test("the example of Translator’s documentation works with an engine’s folder")
    func greets() throws {
        let target = try LexiconEngine.withFolder { try greet(engineAt: $0) }
        #expect(target.contains("!"))
    }

    @Test("the example of translations(of:) compiles and works")
    func streams() async throws {
        func targets(
            of lines: AsyncStream<String>, by translator: Translator
        ) async throws -> [String] {
            var targets: [String] = []
            for try await segment in translator.translations(of: lines) {
                targets.append(segment.target)
            }
            return targets
        }
        let translator = try LexiconEngine.withFolder { try Translator(engineAt: $0) }
        let (lines, input) = AsyncStream.makeStream(of: String.self)
        for line in ["red house", "house"] { input.yield(line) }
        input.finish()
        #expect(try await targets(of: lines, by: translator) == ["rot haus", "haus"])
    }

    @Test("the example of settling compiles and works, with two engines too")
    func settles() async throws {
        let translator = try LexiconEngine.withFolder { try Translator(enginesAt: [$0, $0]) }
        var text = ""
        for await step in translator.settling("red house") {
            if case .text(let words) = step { print(words, terminator: "", to: &text) }
        }
        #expect(text == "rot haus")
    }

    @Test("a folder that is missing is named")
    func namesTheFolder() {
        let path = FileManager.default.temporaryDirectory.path + "/no-engine-is-here"
        let error = #expect(throws: (any Error).self) { try greet(engineAt: path) }
        #expect(error.map { "\($0)".contains(path) } == true)
    }

    @Test("all that a translation tells can be read")
    func readsResults() throws {
        func describe(_ segment: TranslatedSegment) -> [String] {
            let words = segment.alignment?.links.map { link in
                "\(link.source) \(link.target)"
            }
            let places = (segment.alignment?.sourceWords ?? []).map { "\($0.text) \($0.start)" }
            let rows = segment.alignment?.attention.flatMap(\.weights).count ?? 0
            return [segment.source, segment.target, "\(segment.score)", "\(rows)"]
                + segment.alternatives.map(\.target) + segment.warnings.map(\.rawValue)
                + (words ?? []) + places + [SegmentJSON.line(for: segment)]
                + AlignmentFormat.allCases.map { AlignmentExporter.line(for: segment, as: $0) }
        }
        var options = TranslationOptions()
        options.beam = 8
        options.alternatives = 2
        options.lengthPenalty = 0.6
        options.wantsAlignment = true
        options.workers = 2
        #expect(options != TranslationOptions())
        let results = try LexiconEngine.withFolder { folder in
            try Translator(engineAt: folder, options: options).translate(["red house"]).map(
                describe)
        }
        #expect(results.first?.prefix(2) == ["red house", "rot haus"])
    }
}
