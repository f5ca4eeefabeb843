import Foundation
import Testing

@testable import Corpus

@Suite struct LanguageRuleTests {
    /// What the language rule alone drops of pairs, of which some are damaged.
    private struct Trial {
        var damaged = 0
        var found = 0
        var right = 0
        var wronglyDropped = 0

        /// Leaves one of a hundred untranslated, and swaps one.
        init(_ pairs: [(String, String)]) throws {
            var options = CleaningOptions()
            options.rules = [.language]
            let cleaner = Cleaner(
                languages: try LanguagePair(source: "en", target: "de"), options: options)
            let given = pairs.enumerated().map { index, pair in
                switch index % 100 {
                case 37: (pair.0, pair.0)
                case 83: (pair.1, pair.0)
                default: pair
                }
            }
            for pair in given { try cleaner.learn(CleaningSamples.pair(pair.0, pair.1)) }
            try cleaner.finishLearning()
            for (index, pair) in given.enumerated() {
                var isDropped = false
                if case .dropped = cleaner.clean(CleaningSamples.pair(pair.0, pair.1)) {
                    isDropped = true
                }
                if [37, 83].contains(index % 100), pair != pairs[index] {
                    damaged += 1
                    found += isDropped ? 1 : 0
                } else {
                    right += 1
                    wronglyDropped += isDropped ? 1 : 0
                }
            }
        }
    }

    @Test(
        "untranslated and swapped pairs are found, and hardly anything else",
        .enabled(if: SharedFiles.folder != nil, "there is no ../shared/data"))
    func finds() throws {
        let folder = try #require(SharedFiles.folder)
        var captions: [(String, String)] = []
        let reader = try CorpusReader(paths: [
            folder.appending(path: "multi30k/val.en.gz").path + ","
                + folder.appending(path: "multi30k/val.de.gz").path
        ])
        _ = try reader.readPairs(of: try LanguagePair(source: "en", target: "de")) {
            captions.append(($0.source, $0.target))
        }
        let trial = try Trial(captions)
        #expect(trial.damaged == 20)
        #expect(Double(trial.found) >= 0.9 * Double(trial.damaged))
        #expect(Double(trial.wronglyDropped) <= 0.001 * Double(trial.right))
    }

    @Test("a corpus too small to teach anything loses nothing")
    func small() throws {
        let trial = try Trial([
            ("Where is the house?", "Wo ist das Haus?"), ("Thank you.", "Danke."),
            ("The house is here.", "Das Haus ist hier."),
        ])
        #expect(trial.wronglyDropped == 0)
    }

    @Test("two regions of one language are not told apart")
    func regions() throws {
        var options = CleaningOptions()
        options.rules = [.language]
        let cleaner = Cleaner(
            languages: try LanguagePair(source: "pt-PT", target: "pt-BR"), options: options)
        for _ in 0..<200 {
            try cleaner.learn(CleaningSamples.pair("o autocarro chegou", "o ônibus chegou"))
        }
        try cleaner.finishLearning()
        guard case .kept = cleaner.clean(CleaningSamples.pair("o ônibus", "o autocarro chegou"))
        else {
            Issue.record("dropped")
            return
        }
    }
}
