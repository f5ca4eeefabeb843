import Foundation
import Testing

@testable import TranslationPipeline

@Suite struct AlignmentExporterTests {
    /// Two parts; the second source word has no link, the third target word was copied.
    private var segment: TranslatedSegment {
        let alignment = SegmentAlignment(
            sourceWords: [
                SegmentWord(text: "a", start: 0, end: 1),
                SegmentWord(text: "“b”", start: 2, end: 5),
                SegmentWord(text: "😀", start: 6, end: 7),
            ],
            targetWords: [
                SegmentWord(text: "x", start: 0, end: 1), SegmentWord(text: "y", start: 1, end: 2),
                SegmentWord(text: "😀", start: 3, end: 4),
            ],
            links: [
                .init(source: 0, target: 0), .init(source: 0, target: 1),
                .init(source: 2, target: 2),
            ],
            attention: [
                .init(
                    firstSourceWord: 0, firstTargetWord: 0,
                    weights: [[1, 0], [0.333333, 0.666667]])
            ])
        return TranslatedSegment(
            source: "a “b” 😀", target: "xy 😀", score: -0.5,
            alternatives: [.init(target: "xy 😀", score: -0.5), .init(target: "x", score: -2)],
            alignment: alignment, warnings: [.unknownWordsCopied])
    }

    @Test("Pharaoh: source word, target word")
    func writesPharaoh() {
        #expect(AlignmentExporter.line(for: segment, as: .pharaoh) == "0-0 0-1 2-2")
    }

    @Test("soft: a row for every target word, a weight for every source word")
    func writesSoft() {
        #expect(AlignmentExporter.line(for: segment, as: .soft) == "1.0,0,0 0.333,0.667,0 0,0,0")
    }

    @Test("soft: the rows of a later part stand under its own words")
    func writesLaterBlocks() {
        let words = (0..<3).map { SegmentWord(text: "w", start: 2 * $0, end: 2 * $0 + 1) }
        let alignment = SegmentAlignment(
            sourceWords: words, targetWords: words, links: [],
            attention: [
                .init(firstSourceWord: 0, firstTargetWord: 0, weights: [[1]]),
                .init(
                    firstSourceWord: 1, firstTargetWord: 1, weights: [[0.25, 0.75], [0.5, 0.5]]),
            ])
        let segment = TranslatedSegment(
            source: "w w w", target: "w w w", score: 0, alternatives: [], alignment: alignment,
            warnings: [])
        #expect(AlignmentExporter.line(for: segment, as: .soft) == "1.0,0,0 0,0.25,0.75 0,0.5,0.5")
    }

    @Test("JSON: words with their places, links and weights, on one line")
    func writesJSON() {
        #expect(
            AlignmentExporter.line(for: segment, as: .json)
                == #"{"attention":[{"firstSourceWord":0,"firstTargetWord":0,"#
                + #""weights":[[1,0],[0.3333,0.6667]]}],"links":[[0,0],[0,1],[2,2]],"#
                + #""source":"a “b” 😀","sourceWords":[{"end":1,"start":0,"text":"a"},"#
                + #"{"end":5,"start":2,"text":"“b”"},{"end":7,"start":6,"text":"😀"}],"#
                + #""target":"xy 😀","targetWords":[{"end":1,"start":0,"text":"x"},"#
                + #"{"end":2,"start":1,"text":"y"},{"end":4,"start":3,"text":"😀"}]}"#)
    }

    private struct Source: Decodable {
        let source: String
    }

    @Test("JSON: any text gives one line that parses to the same text")
    func escapesText() throws {
        let text = "\u{0}\n\r\u{2028}\"\\\u{1B}\u{FEFF}\u{FFFF}é😀\u{202E}"
        let word = SegmentWord(text: text, start: 0, end: text.unicodeScalars.count)
        let segment = TranslatedSegment(
            source: text, target: text, score: 0, alternatives: [.init(target: text, score: 0)],
            alignment: SegmentAlignment(
                sourceWords: [word], targetWords: [], links: [], attention: []), warnings: [])
        for line in [
            AlignmentExporter.line(for: segment, as: .json), SegmentJSON.line(for: segment),
        ] {
            #expect(!line.utf8.contains(0x0A) && !line.utf8.contains(0x0D))
            let object = try JSONDecoder().decode(Source.self, from: Data(line.utf8))
            #expect(Array(object.source.unicodeScalars) == Array(text.unicodeScalars))
        }
    }
}
