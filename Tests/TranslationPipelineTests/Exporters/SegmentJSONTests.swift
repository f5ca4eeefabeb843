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

    @Test("a score that is no number is written as a string")
    func writesNonNumbers() {
        #expect(
            SegmentJSON.line(for: segment(score: -.infinity)).contains(#""score":"-Infinity""#))
        #expect(SegmentJSON.line(for: segment(score: .nan)).contains(#""score":"NaN""#))
    }
}
