import Tensors
import Testing

@testable import TranslationPipeline

/// That the fixture is what the other tests take it for.
@Suite struct LexiconEngineTests {
    @Test("translates new sentences word for word, with either kind of vocabulary")
    func translates() throws {
        for engine in [LexiconEngine.joint, LexiconEngine.separate] {
            var random = RandomSource(seed: 77)
            let sentences = (0..<100).map { LexiconEngine.sentence(1 + $0 % 8, &random) }
            let segments = try Translator.lexicon(engine)
                .translate(sentences.map { $0.joined(separator: " ") })
            for (words, segment) in zip(sentences, segments) {
                let expected = LexiconEngine.translation(of: words).joined(separator: " ")
                #expect(segment.target == expected)
                #expect(segment.warnings.isEmpty)
                #expect(segment.score < 0 && segment.score > -2)
            }
        }
    }
}
