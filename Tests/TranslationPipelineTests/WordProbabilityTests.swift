import Engines
import Foundation
import Search
import Tensors
import Testing
import Text

@testable import TranslationPipeline

/// What a segment tells about its words and about itself.
@Suite struct WordProbabilityTests {
    @Test("a word's probability is its tokens', and all words' with the end is the line's")
    func multipliesToTheLine() throws {
        let translator = try Translator.lexicon { options in
            options.wantsWords = true
            options.lengthPenalty = 0
        }
        let segment = try translator.translate("the old man reads")
        let words = try #require(segment.words)
        #expect(words.map(\.text) == ["das", "alt", "mann", "liest"])
        #expect(words.map(\.start) == [0, 4, 8, 13])
        let probabilities = try words.map { try #require($0.probability) }
        #expect(probabilities.allSatisfy { $0 > 0 && $0 <= 1 })
        // Without a penalty the score is the log-probability; the end of the line has a share.
        let product = probabilities.reduce(0) { $0 + log(Double($1)) }
        #expect(product >= Double(segment.score) - 1e-4)
        #expect(product - Double(segment.score) < 1)
    }

    @Test("words that the model did not write have no probability, and places are right")
    func carriedWords() throws {
        let translator = try Translator.lexicon { $0.wantsWords = true }
        let segment = try translator.translate(" the 😀 man\t😀 😀\tdog")
        let words = try #require(segment.words)
        let scalars = Array(segment.target.unicodeScalars)
        for word in words {
            #expect(
                Array(word.text.unicodeScalars) == Array(scalars[word.start..<word.end]))
            #expect((word.probability == nil) == (word.text == "😀"))
        }
        #expect(words.count == 6)
    }

    @Test("nobody gets words without asking")
    func onlyWhenAsked() throws {
        #expect(try Translator.lexicon().translate("the dog").words == nil)
    }

    // MARK: - Confidence

    @Test("confidence is the engine's curve at the mean surprise of all tokens of the line")
    func confidence() throws {
        var engine = LexiconEngine.joint
        engine.description.confidence = ConfidenceCurve(offset: 0, slope: 1, segments: 5)
        let translator = try Translator.lexicon(engine) { $0.lengthPenalty = 0 }
        let segment = try translator.translate("dog")
        let tokens = Double(engine.targetSubwords.ids(of: segment.target).count + 1)
        let surprise = -Double(segment.score) / tokens
        let confidence = try #require(segment.confidence)
        #expect(abs(Double(confidence) - 1 / (1 + surprise)) < 1e-4)
        #expect(confidence > 0.7)
        let unknown = try Translator.lexicon().translate("dog")
        #expect(unknown.confidence != confidence)
    }

    @Test("what was not translated has no confidence, and no warning of any text")
    func nothingTranslated() throws {
        for line in ["", "  ", "😀 12 😀"] {
            let segment = try Translator.lexicon { $0.lowConfidence = 1 }.translate(line)
            #expect(segment.confidence == nil)
            #expect(!segment.warnings.contains(.lowConfidence))
        }
    }

    @Test("a confidence below the threshold is a warning")
    func warns() throws {
        let line = "the old man reads"
        let always = try Translator.lexicon { $0.lowConfidence = 1 }.translate(line)
        #expect(always.warnings == [.lowConfidence])
        let never = try Translator.lexicon { $0.lowConfidence = 0 }.translate(line)
        #expect(never.warnings == [])
    }

    @Test("a threshold that is no share is refused", arguments: [-0.1, 1.5, .nan] as [Float])
    func refusesThresholds(threshold: Float) throws {
        let error = #expect(throws: SearchError.self) {
            try Translator.lexicon { $0.lowConfidence = threshold }
        }
        #expect(
            error?.description
                == "lowConfidence \(threshold): is not in 0.0…1.0. Choose a number in that range.")
    }
}
