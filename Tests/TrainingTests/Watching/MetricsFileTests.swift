import Foundation
import Testing

@testable import Training

@Suite struct MetricsFileTests {
    private let folder: WatchedFolder

    init() throws {
        folder = try WatchedFolder()
    }

    private func resumed(at step: Int) throws -> [Int] {
        var steps: [Int] = []
        try MetricsFile(in: folder.path).resume(atStep: step) { steps.append($0.step) }
        return steps
    }

    private func lines(_ steps: [Int]) -> String {
        steps.map { String(decoding: MetricsRecord.sampleStep($0).line, as: UTF8.self) }.joined()
    }

    @Test("records are added at the end, once")
    func appends() throws {
        var metrics = MetricsFile(in: folder.path)
        for step in 1...3 {
            metrics.add(.sampleStep(step))
            try metrics.flush()
        }
        try metrics.flush()
        #expect(folder.text("metrics.jsonl") == lines([1, 2, 3]))
    }

    @Test("records wait where the folder is missing")
    func waits() throws {
        var metrics = MetricsFile(in: folder.path("missing"))
        metrics.add(.sampleStep(1))
        #expect(throws: WatchedFileError.self) { try metrics.flush() }
        try FileManager.default.createDirectory(
            atPath: folder.path("missing"), withIntermediateDirectories: false)
        metrics.add(.sampleStep(2))
        try metrics.flush()
        #expect(folder.text("missing/metrics.jsonl") == lines([1, 2]))
    }

    @Test("what came after the saved step goes when the training goes on")
    func dropsUnsaved() throws {
        try folder.write(lines([1, 5, 9, 10, 14]), to: "metrics.jsonl")
        #expect(try resumed(at: 10) == [1, 5, 9, 10])
        #expect(folder.text("metrics.jsonl") == lines([1, 5, 9, 10]))
        #expect(try resumed(at: 10) == [1, 5, 9, 10])
    }

    @Test("a line that was not written to its end goes too")
    func dropsTornLine() throws {
        try folder.write(lines([1, 5]) + "{\"epoch\":0.5,\"gra", to: "metrics.jsonl")
        #expect(try resumed(at: 10) == [1, 5])
        #expect(folder.text("metrics.jsonl") == lines([1, 5]))
    }

    @Test("lines that are no records are passed over, and stay")
    func passesOverOthers() throws {
        let negative = lines([-4])
        let text = "\n# my note\n" + lines([1]) + negative + lines([5])
        try folder.write(text, to: "metrics.jsonl")
        #expect(try resumed(at: 10) == [1, 5])
        #expect(folder.text("metrics.jsonl") == text)
    }

    @Test("without a file, or with something else of its name, nothing is read")
    func nothingThere() throws {
        #expect(try resumed(at: 10) == [])
        try FileManager.default.createDirectory(
            atPath: folder.path("metrics.jsonl"), withIntermediateDirectories: false)
        #expect(try resumed(at: 10) == [])
    }
}
