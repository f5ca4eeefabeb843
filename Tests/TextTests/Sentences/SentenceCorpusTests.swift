import Foundation
import Testing

@testable import Text

/// Sentences joined with a space, as far as the language has one, are found again.
///
/// A segment of the corpora may be two sentences, so that precision cannot reach 1.
@Suite struct SentenceCorpusTests {
    private static let corpora: [SentenceCorpus] = [
        .init(language: "en", path: "tatoeba/deu.txt.gz", place: .column(0), floor: 0.999),
        .init(language: "de", path: "tatoeba/deu.txt.gz", place: .column(1), floor: 0.999),
        .init(language: "zh", path: "tatoeba/cmn.txt.gz", place: .column(1), floor: 0.996),
        .init(language: "en", path: "multi30k/train.en.gz", place: .line, floor: 0.999),
        .init(language: "de", path: "multi30k/train.de.gz", place: .line, floor: 0.998),
        .init(
            language: "en", path: "metrics/wmt21_en-de/newstest2021.en-de.src.en", place: .line,
            floor: 0.97),
        .init(
            language: "de", path: "metrics/wmt21_de-en/newstest2021.de-en.src.de", place: .line,
            floor: 0.998),
        .init(
            language: "zh", path: "metrics/wmt21_en-zh/newstest2021.en-zh.ref.A.zh", place: .line,
            floor: 0.968),
        .init(
            language: "fr", path: "tmx/tico-19/all.en-fr.tmx.gz", place: .segment("fr"),
            floor: 0.952),
        .init(
            language: "en", path: "tmx/tico-19/all.en-fr.tmx.gz", place: .segment("en"),
            floor: 0.993),
        .init(
            language: "cs", path: "tmx/libreoffice/cs_all-joined_large.tmx.gz",
            place: .segment("CS"), floor: 0.98),
    ]

    @Test(
        "boundaries between sentences of real texts are found",
        .enabled(if: corpora.allSatisfy { SharedFiles.exists($0.path) }, "needs the corpora"),
        arguments: corpora)
    func findsBoundaries(corpus: SentenceCorpus) throws {
        let sentences = try corpus.sentences().prefix(30_000)
        let splitter = SentenceSplitter(language: corpus.language)
        var counts = BoundaryCounts()
        for start in stride(from: 0, to: sentences.count, by: 20) {
            let group = sentences[start..<min(start + 20, sentences.count)]
            let (text, expected) = Self.joined(group, language: corpus.language)
            let found = Set(splitter.sentences(of: text).map(\.range.lowerBound)).subtracting([0])
            counts.add(expected: expected, found: found)
        }
        print(
            String(
                format: "%@: %d boundaries, P %.4f, R %.4f, F1 %.4f", corpus.testDescription,
                counts.expected, counts.precision, counts.recall, counts.f1))
        #expect(counts.f1 > corpus.floor)
    }

    /// The sentences as one text, and where all but the first begin, in scalars.
    private static func joined(
        _ sentences: ArraySlice<String>, language: String
    ) -> (text: String, starts: Set<Int>) {
        let space = language == "zh" ? "" : " "
        var starts = Set<Int>()
        var length = 0
        for sentence in sentences {
            if length > 0 { starts.insert(length) }
            length += sentence.unicodeScalars.count + space.count
        }
        return (sentences.joined(separator: space), starts)
    }
}
