import Engines
import Foundation
import Testing
import Text
import Transformer

@testable import TranslationPipeline

@Suite struct LineDividerTests {
    private func divider(
        tokens: Int = 20, sentences: Int, kept: AbbreviationRules? = nil,
        given: AbbreviationRules? = nil
    ) -> LineDivider {
        LineDivider(
            EngineDescription(
                sourceLanguage: "en", targetLanguage: "de",
                configuration: Preset.tiny.configuration(
                    sourceVocabulary: 10, targetVocabulary: 10),
                text: TextSettings(
                    kind: .joint, segmentTokens: tokens, segmentSentences: sentences,
                    abbreviations: kept),
                training: TrainingSummary(
                    pairs: 1, tokens: 1, epochs: 1, steps: 1, seconds: 1, seed: 1, preset: "tiny",
                    commandLine: "")),
            abbreviations: given)
    }

    /// A token a word.
    private func segments(_ line: String, _ divider: LineDivider) -> [Segment] {
        divider.segments(of: line) { $0.split(separator: " ").count }
    }

    @Test("an engine that learned single sentences gets them one by one")
    func dividesSentences() {
        let parts = segments("Stop it. Go home!  Now?", divider(sentences: 1))
        #expect(parts.map(\.text) == ["Stop it.", "Go home!", "Now?"])
        #expect(parts.map(\.separator) == [" ", "  ", ""])
        #expect(parts.map(\.range) == [0..<8, 9..<17, 19..<23])
    }

    @Test("abbreviations are the engine's, or those given anew")
    func abbreviations() throws {
        let line = "See Abc. Berlin. See Xyz. Rome."
        let abc = try AbbreviationRules(lines: ["Abc"], file: "")
        let xyz = try AbbreviationRules(lines: ["Xyz"], file: "")
        #expect(segments(line, divider(sentences: 1)).count == 4)
        let kept = segments(line, divider(sentences: 1, kept: abc))
        #expect(kept.map(\.text) == ["See Abc. Berlin.", "See Xyz.", "Rome."])
        let given = segments(line, divider(sentences: 1, kept: abc, given: xyz))
        #expect(given.map(\.text) == ["See Abc.", "Berlin.", "See Xyz. Rome."])
        #expect(segments(line, divider(sentences: 1, kept: abc, given: .some(.none))).count == 4)
    }

    @Test("protected spans are neither divided nor cut")
    func protectedSpans() {
        let message = "{n, plural, one {Stop it. Go home!} other {Stop them. Go home!}}"
        let line = "Yes. So \(message) then. No."
        let spans = { (text: String) -> [Range<Int>] in
            guard let found = text.range(of: message) else { return [] }
            let start = found.lowerBound.utf16Offset(in: text)
            return [start..<start + message.utf16.count]
        }
        let parts = divider(tokens: 14, sentences: 1).segments(of: line, keeping: spans) {
            $0.split(separator: " ").count
        }
        #expect(parts.map(\.text) == ["Yes.", "So \(message) then.", "No."])
        let small = divider(tokens: 12, sentences: 1).segments(of: line, keeping: spans) {
            $0.split(separator: " ").count
        }
        #expect(small.map(\.text) == ["Yes.", "So", message, "then.", "No."])
    }

    @Test("one that learned several together gets as many whole")
    func keepsSentencesTogether() {
        let two = segments("Stop it. Go home!", divider(sentences: 2))
        #expect(two.map(\.text) == ["Stop it. Go home!"])
        let three = segments("Stop it. Go home! Now?", divider(sentences: 2))
        #expect(three.map(\.text) == ["Stop it.", "Go home!", "Now?"])
    }

    @Test("a sentence too long by itself is cut, and all parts joined are the line")
    func cutsLongSentences() {
        let words = (1...9).map { "word\($0)" }.joined(separator: " ")
        let line = " One. " + words + ", and more. Two. "
        let parts = segments(line, divider(tokens: 4, sentences: 5))
        #expect(parts.map { $0.text + $0.separator }.joined() == line)
        #expect(parts.allSatisfy { $0.text.split(separator: " ").count <= 4 })
        let scalars = Array(line.unicodeScalars)
        for part in parts {
            #expect(Array(part.text.unicodeScalars) == Array(scalars[part.range]))
        }
    }
}
