import Engines
import Tensors
import Testing

@testable import TranslationPipeline

@Suite struct SettlingTests {
    private static let lines: [String] = {
        var random = RandomSource(seed: 61)
        let sentences = (0..<25).map {
            LexiconEngine.sentence(1 + $0 % 9, &random).joined(separator: " ")
        }
        return sentences + [
            "", " ", " \u{A0}the cat ", "😀", "red 😀 house", "old\tcat\t\tthe red dog", "x\u{2028}y",
            "the dog sees the cat. the man reads the book. the child sleeps and the dog sleeps",
            "7 dogs, 8 cats!", "a\u{0}b", "the old 😀\tman reads", "你好",
        ]
    }()

    /// The texts that were told of a line, and its segment.
    private func told(
        _ line: String, by translator: Translator
    ) async throws -> (texts: [String], segment: TranslatedSegment) {
        var texts: [String] = []
        var segment: TranslatedSegment?
        for await step in translator.settling(line) {
            #expect(segment == nil, "something after the end")
            switch step {
            case .text(let text): texts.append(text)
            case .segment(let whole): segment = whole
            }
        }
        return (texts, try #require(segment))
    }

    @Test(
        "the texts are the translation, in order, and the segment is that of translate",
        arguments: [1, 2, 4])
    func agrees(beam: Int) async throws {
        let translator = try Translator.lexicon {
            $0.beam = beam
            $0.wantsAlignment = true
        }
        for line in Self.lines {
            let (texts, segment) = try await told(line, by: translator)
            #expect(segment == (try translator.translate(line)))
            #expect(texts.joined().utf8.elementsEqual(segment.target.utf8), "\(texts)")
            #expect(texts.allSatisfy { !$0.isEmpty })
            var begun = ""
            for text in texts {
                begun += text
                // In characters too, unless what begins a text clings to all that is before it.
                #expect(segment.target.unicodeScalars.starts(with: begun.unicodeScalars))
            }
        }
    }

    @Test("greedy, a word comes when the next has begun")
    func tellsWords() async throws {
        let line = "the old man reads"
        let greedy = try await told(line, by: try Translator.lexicon()).texts
        #expect(greedy == ["das", " alt", " mann", " liest"])
    }

    @Test("parts are told in order; one into which words are put back, at the end")
    func parts() async throws {
        let translator = try Translator.lexicon()
        let cells = try await told("red house\told cat", by: translator).texts
        // All parts are searched for at the same time: the second has begun when the first is done.
        #expect(cells == ["rot", " haus\talt", " katze"])
        let emoji = try await told("red house\told 😀 cat\tdog", by: translator)
        #expect(emoji.texts.prefix(2) == ["rot", " haus\t"])
        #expect(emoji.texts.count == 3)
    }

    @Test("protected spans and tags never make a text be taken back", arguments: [1, 4])
    func protectedSpans(beam: Int) async throws {
        var random = RandomSource(seed: 3)
        for engine in [PlaceholderEngine.trained, PlaceholderEngine.untrained] {
            let translator = try Translator.lexicon(engine) { $0.beam = beam }
            for count in 1...8 {
                var words = LexiconEngine.sentence(count, &random)
                words.insert(PlaceholderEngine.placeholder(&random), at: count / 2)
                if count % 2 == 0 { words.append(PlaceholderEngine.tag(&random)) }
                if count % 3 == 0 { words.append(PlaceholderEngine.term) }
                let (texts, segment) = try await told(
                    words.joined(separator: " "), by: translator)
                #expect(texts.joined() == segment.target)
            }
        }
    }

    @Test("with samples, and with the one of least risk, the texts are the translation as well")
    func samples() async throws {
        let risk = try Translator.lexicon { $0.riskSamples = 5 }
        let (texts, segment) = try await told("the old man reads", by: risk)
        #expect(texts == [segment.target])
        #expect(segment == (try risk.translate("the old man reads")))
    }

    @Test("who stops asking ends the work", .timeLimit(.minutes(1)))
    func cancels() async throws {
        let translator = try Translator.lexicon()
        let long = Array(repeating: "the dog sees the cat.", count: 3_000).joined(separator: " ")
        let task = Task {
            var count = 0
            for await step in translator.settling(long) {
                // What had settled before is still told; on a busy machine that may be all.
                if case .segment = step { return count }
                count += 1
                if count == 3 { withUnsafeCurrentTask { $0?.cancel() } }
            }
            return count
        }
        #expect(await task.value >= 3)
    }
}
