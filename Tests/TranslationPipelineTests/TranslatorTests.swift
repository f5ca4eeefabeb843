import Search
import Tensors
import Testing
import Transformer

@testable import TranslationPipeline

@Suite struct TranslatorTests {
    private let words = ["the", "old", "man", "reads"]
    private let line = "the old man reads"
    private let translated = "das alt mann liest"

    // MARK: - White space

    @Test(
        "white space alone comes back as it is, without a warning",
        arguments: ["", " ", "\t", "   \t ", "\r", " \r\n", "\u{A0}", "\u{3000}\u{2028}", "\u{B}"])
    func keepsWhiteSpace(line: String) throws {
        let segment = try Translator.lexicon { $0.wantsAlignment = true }.translate(line)
        #expect(Array(segment.target.utf8) == Array(line.utf8))
        #expect(segment.score == 0)
        #expect(segment.warnings.isEmpty)
        #expect(segment.alignment?.targetWords == [])
    }

    @Test(
        "white space around the text stays, without a warning",
        arguments: [
            (" ", ""), ("", " "), ("\t", "\t\t"), ("", "\r"), ("  \u{3000}", " \r"), ("\n", "\n"),
            ("\u{2029} ", "\u{85}"),
        ])
    func keepsWhiteSpaceAround(before: String, after: String) throws {
        let segment = try Translator.lexicon().translate(before + line + after)
        #expect(
            Array(segment.target.unicodeScalars)
                == Array((before + translated + after).unicodeScalars))
        #expect(segment.warnings.isEmpty)
    }

    @Test("tabs and line ends separate texts and stay where they were")
    func keepsTabs() throws {
        let translator = try Translator.lexicon { $0.wantsAlignment = true }
        let segment = try translator.translate("red house\t\told cat \n\rdog\r")
        #expect(
            Array(segment.target.unicodeScalars)
                == Array("rot haus\t\talt katze \n\rhund\r".unicodeScalars))
        #expect(segment.warnings.isEmpty)
        #expect(segment.alignment?.sourceWords.map(\.start) == [0, 4, 11, 15, 21])
        #expect(segment.alignment?.targetWords.map(\.start) == [0, 4, 10, 14, 22])
    }

    @Test("there is one result for each line, in order")
    func answersEveryLine() throws {
        let lines = ["red house", "", " ", "old cat", "", "😀", "dog"]
        let targets = try Translator.lexicon().translate(lines).map(\.target)
        #expect(targets == ["rot haus", "", " ", "alt katze", "", "😀", "hund"])
        #expect(try Translator.lexicon().translate([String]()).isEmpty)
    }

    // MARK: - Several translations

    @Test("as many translations as asked for, best first, the first of them the target")
    func returnsAlternatives() throws {
        let translator = try Translator.lexicon {
            $0.beam = 5
            $0.alternatives = 3
        }
        for segment in translator.translate([line, "red 😀 house", "old\tcat"]) {
            #expect(segment.alternatives.count == 3)
            #expect(segment.alternatives.first?.target == segment.target)
            #expect(segment.alternatives.first?.score == segment.score)
            #expect(
                segment.alternatives.map(\.score).sorted(by: >) == segment.alternatives.map(\.score)
            )
        }
        let emoji = try translator.translate("red 😀 house")
        #expect(emoji.alternatives.allSatisfy { $0.target.contains("😀") })
    }

    @Test("options that no search can follow are refused")
    func refusesOptions() throws {
        func refuses(_ edit: (inout TranslationOptions) -> Void) {
            #expect(throws: SearchError.self) { try Translator.lexicon(edit: edit) }
        }
        refuses { ($0.beam, $0.alternatives) = (2, 3) }
        refuses { $0.beam = 0 }
        refuses { $0.alternatives = 0 }
        refuses { $0.lengthPenalty = .nan }
        refuses { $0.lengthPenalty = -1 }
        refuses { $0.workers = 0 }
        refuses { $0.workers = -3 }
        let error = try #require(throws: SearchError.self) {
            try Translator.lexicon { $0.workers = 0 }
        }
        #expect("\(error)" == "workers 0: is not in 1…1024. Choose a number in that range.")
    }

    // MARK: - Broken engines

    @Test("a model that never ends is cut off, which is said")
    func warnsOfTheCap() throws {
        let endless = LexiconEngine.engine { weights, model in
            Self.setBias(ofToken: 3, to: -1e4, in: &weights, model)
        }
        let translator = try Translator.lexicon(endless) { $0.wantsAlignment = true }
        let segments = translator.translate([line, "", "dog"])
        let atTheCap: [TranslatedSegment.Warning] = [
            .lengthCapReached, .repetition, .lowConfidence,
        ]
        #expect(segments.map(\.warnings) == [atTheCap, [], atTheCap])
    }

    @Test("the model never writes the sign of what it does not know")
    func neverWritesUnknown() throws {
        let unsure = LexiconEngine.engine { weights, model in
            Self.setBias(ofToken: 1, to: 1e4, in: &weights, model)
        }
        let segment = try Translator.lexicon(unsure).translate(line)
        #expect(segment.target == translated)
    }

    @Test("an engine of NaN gives results that can still be written")
    func survivesNaN() throws {
        let broken = LexiconEngine.engine { weights, _ in
            weights.flat = Tensor(repeating: .nan, shape: weights.flat.shape)
        }
        let translator = try Translator.lexicon(broken) { $0.wantsAlignment = true }
        let segment = try translator.translate("the 😀 man")
        #expect(segment.target.contains("😀"))
        #expect(!SegmentJSON.line(for: segment).isEmpty)
        for format in AlignmentFormat.allCases {
            _ = AlignmentExporter.line(for: segment, as: format)
        }
    }

    private static func setBias(
        ofToken token: Int, to value: Float, in weights: inout ParameterSet, _ model: EncoderDecoder
    ) {
        for parameter in model.layout.parameters where parameter.name == "output.bias" {
            var bias = weights[parameter].elements
            bias[token] = value
            weights[parameter] = Tensor(bias, shape: parameter.shape)
        }
    }

    // MARK: - Vocabularies

    @Test("an engine with a vocabulary for each language translates, aligns and copies")
    func usesSeparateVocabularies() throws {
        let translator = try Translator.lexicon(LexiconEngine.separate) {
            $0.wantsAlignment = true
            $0.beam = 3
        }
        let segment = try translator.translate("the old 😀 man reads.")
        #expect(segment.target == "das alt 😀 mann liest.")
        #expect(segment.warnings == [.unknownWordsCopied])
        let line = AlignmentExporter.line(for: segment, as: .pharaoh)
        #expect(line == "0-0 1-1 2-2 3-3 4-4 5-5")
    }
}
