import Corpus
import Foundation
import Testing
import Text

@testable import TranslationPipeline

/// How often the checks warn of what people have translated: nearly never, or nobody would look.
@Suite struct FalseAlarmTests {
    private static let folder =
        ProcessInfo.processInfo.environment["TRANSLATE_SHARED_DATA"] ?? "../shared/data"

    private static func lines(_ path: String) throws -> [String] {
        let file = try TextBytes(path: "\(folder)/\(path)")
        let bytes = try #require(try file.readAll(atMost: 1 << 28))
        return String(decoding: bytes, as: UTF8.self)
            .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    private static func exists(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: "\(folder)/\(path)")
    }

    /// The share of pairs with each warning.
    private static func rates(
        _ pairs: [(source: String, target: String)]
    ) throws -> [TranslatedSegment.Warning: Double] {
        let words = try SubwordModel.learn(from: ["a b"], vocabularySize: 30)
        func wordTexts(_ text: String) -> [String] { words.encode(text).words.map(\.text) }
        let checks = PairChecks(sourceLanguage: "en", targetLanguage: "de")
        var counts: [TranslatedSegment.Warning: Int] = [:]
        for pair in pairs {
            let warnings = checks.warnings(
                of: CheckedPair(
                    source: pair.source, target: pair.target,
                    sourceWords: wordTexts(pair.source), targetWords: wordTexts(pair.target)))
            for warning in warnings { counts[warning, default: 0] += 1 }
        }
        return counts.mapValues { Double($0) / Double(pairs.count) }
    }

    @Test(
        "captions of photographs",
        .enabled(if: exists("multi30k/test_2016_flickr.en.gz"), "needs Multi30k"))
    func captions() throws {
        let pairs = try ["train", "val", "test_2016_flickr"].flatMap { name in
            zip(
                try Self.lines("multi30k/\(name).en.gz"), try Self.lines("multi30k/\(name).de.gz")
            ).map { (source: $0, target: $1) }
        }
        let rates = try Self.rates(pairs)
        #expect(rates.values.reduce(0, +) < 0.0005, "\(rates)")
    }

    @Test(
        "sentences of a collection for learners",
        .enabled(if: exists("tatoeba/deu.txt.gz"), "needs Tatoeba"))
    func sentences() throws {
        let pairs = try Self.lines("tatoeba/deu.txt.gz").compactMap { line in
            let fields = line.split(separator: "\t")
            return fields.count > 1 ? (source: String(fields[0]), target: String(fields[1])) : nil
        }
        let rates = try Self.rates(pairs)
        // Nearly all are numbers that one side has in words: “2:30”, „halb drei“.
        #expect(rates.values.reduce(0, +) < 0.004, "\(rates)")
    }
}
