import Foundation
import Testing

@testable import Text

/// A folder that Scripts/subword_reference.py has written: lines, and what a reference program
/// made of them.
struct SubwordCase: CustomTestStringConvertible, Sendable {
    let folder: URL

    var testDescription: String { folder.lastPathComponent }

    /// Those in a folder, by name; none if it is missing.
    static func all(in folder: URL) -> [SubwordCase] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.sorted().map { SubwordCase(folder: folder.appending(path: $0)) }
            .filter { $0.has("expected.txt") }
    }

    static let fixtures = all(in: Bundle.module.bundleURL.appending(path: "Fixtures"))

    func has(_ name: String) -> Bool {
        FileManager.default.fileExists(atPath: folder.appending(path: name).path)
    }

    func bytes(_ name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: folder.appending(path: name)))
    }

    func lines(_ name: String) throws -> [String] {
        try bytes(name).split(separator: 0x0A, omittingEmptySubsequences: false).dropLast()
            .map { String(decoding: $0, as: UTF8.self) }
    }

    /// What makes of a line what `expected.txt` should have.
    func encoder() throws -> @Sendable (String) -> String {
        if has("model") {
            let model = try SentencePieceModel(bytes("model"), file: "model")
            return { line in
                zip(model.encodeIDs(line), model.encodePieces(line)).map { "\($0):\($1)" }
                    .joined(separator: "\u{1F}")
            }
        }
        let threshold = has("threshold") ? Int(try lines("threshold")[0]) : nil
        let segmenter = try SubwordNMTSegmenter(
            codes: SubwordNMTCodes(bytes("codes"), file: "codes"),
            vocabulary: has("vocabulary")
                ? SubwordNMTVocabulary(bytes("vocabulary"), file: "v", threshold: threshold) : nil,
            glossaries: has("glossaries") ? lines("glossaries") : [])
        return { segmenter.segment($0) }
    }

    /// The codes learned from the lines, or nil if the case does not ask for them.
    func learnedCodes() throws -> SubwordNMTCodes? {
        guard has("merges"), let count = Int(try lines("merges")[0]) else { return nil }
        var learner = SubwordNMTLearner()
        for line in try lines("input.txt") { learner.add(line) }
        return learner.learn(mergeCount: count)
    }

    /// What makes of a line what `decoded.txt` should have, or nil if the case has none.
    func decoder() throws -> ((String) throws -> String)? {
        guard has("decoded.txt") else { return nil }
        let model = try SentencePieceModel(bytes("model"), file: "model")
        return { try model.decode(model.encodeIDs($0)) }
    }

    /// Compares byte by byte, for Swift takes canonically equivalent strings for equal.
    func expectSame(
        _ name: String, _ make: (String) throws -> String,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let (input, expected) = (try lines("input.txt"), try lines(name))
        try #require(input.count == expected.count, sourceLocation: sourceLocation)
        var differences = 0
        for (line, expected) in zip(input, expected) {
            let made = try make(line)
            if made.utf8.elementsEqual(expected.utf8) { continue }
            differences += 1
            if differences > 5 { continue }
            Issue.record("\(line)\n\(expected)\n\(made)", sourceLocation: sourceLocation)
        }
        #expect(
            differences == 0, "\(differences) of \(input.count) lines differ",
            sourceLocation: sourceLocation)
    }
}

@Suite struct SubwordCaseTests {
    @Test("subwords are those of the reference program", arguments: SubwordCase.fixtures)
    func fixture(_ fixture: SubwordCase) throws {
        try fixture.expectSame("expected.txt", fixture.encoder())
        if let decoder = try fixture.decoder() { try fixture.expectSame("decoded.txt", decoder) }
    }

    @Test("the fixtures are there")
    func fixturesExist() {
        #expect(SubwordCase.fixtures.count >= 6)
    }
}
