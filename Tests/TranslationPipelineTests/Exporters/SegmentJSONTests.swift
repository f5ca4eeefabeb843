import Testing

@testable import TranslationPipeline

@Suite struct SegmentJSONTests {
    private func segment(score: Float) -> TranslatedSegment {
        TranslatedSegment(
            source: "a/b", target: "“x”", score: score,
            alternatives: [.init(target: "“x”", score: score)], alignment: nil,
            warnings: [.splitIntoParts, .lengthCapReached])
    }

    @Test("one object on one line, keys in alphabetical order")
    func writesOneLine() {
        #expect(
            SegmentJSON.line(for: segment(score: -0.25))
                == #"{"alternatives":[{"score":-0.25,"target":"“x”"}],"score":-0.25,"#
                + #""source":"a/b","target":"“x”","warnings":["splitIntoParts","lengthCapReached"]}"#
        )
    }

    @Test("confidence and words where there are any; a word carried over has no probability")
    func writesWhatIsKnown() {
        let words = [
            TargetWord(SegmentWord(text: "ja", start: 0, end: 2), probability: 0.5),
            TargetWord(SegmentWord(text: "%s", start: 3, end: 5), probability: nil),
        ]
        let segment = TranslatedSegment(
            source: "yes %s", target: "ja %s", score: -1, confidence: 0.75,
            alternatives: [.init(target: "ja %s", score: -1)], words: words, alignment: nil,
            warnings: [.lowConfidence])
        #expect(
            SegmentJSON.line(for: segment)
                == #"{"alternatives":[{"score":-1,"target":"ja %s"}],"confidence":0.75,"score":-1,"#
                + #""source":"yes %s","target":"ja %s","warnings":["lowConfidence"],"#
                + #""words":[{"end":2,"probability":0.5,"start":0,"text":"ja"},"#
                + #"{"end":5,"start":3,"text":"%s"}]}"#)
    }

    @Test("a score that is no number is written as a string")
    func writesNonNumbers() {
        #expect(
            SegmentJSON.line(for: segment(score: -.infinity)).contains(#""score":"-Infinity""#))
        #expect(SegmentJSON.line(for: segment(score: .nan)).contains(#""score":"NaN""#))
    }
}
