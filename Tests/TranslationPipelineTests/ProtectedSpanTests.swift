import Engines
import Tensors
import Testing
import Transformer

@testable import Text
@testable import TranslationPipeline

/// Whatever a model makes of a line, its protected spans come out byte for byte, and as often.
@Suite struct ProtectedSpanTests {
    private static func translator(_ engine: Engine = PlaceholderEngine.trained) throws
        -> Translator
    {
        try .lexicon(engine) {
            $0.beam = 2
            $0.alternatives = 2
            $0.wantsAlignment = true
        }
    }

    @Test(
        "placeholders stand where the words around them do, whatever they say",
        arguments: [
            ("the {file} man reads", "das {file} mann liest"),
            ("the old %(some.thing)s man", "das alt %(some.thing)s mann"),
            ("the {a} man {b} reads", "das {a} mann {b} liest"),
            ("the man {e\u{301}\u{E9}} reads", "das mann {e\u{301}\u{E9}} liest"),
            ("old <x id=\"2\"/> tree", "alt <x id=\"2\"/> baum"),
            ("the Acme Co house", "das Acme Co haus"),
            ("the {a} man {a} reads", "das {a} mann {a} liest"),
        ])
    func keepsPlaceholders(line: String, expected: String) throws {
        let segment = try Self.translator().translate(line)
        #expect(Array(segment.target.utf8) == Array(expected.utf8))
        #expect(segment.warnings == [])
        try AnyTextTests.checkAlignment(segment)
    }

    @Test(
        "a line of protected spans and signs is not translated",
        arguments: [
            "{a}", "{a}  {b}", "<x id=\"1\"/>", " {n, plural, one {a b} other {c}} ", "%s%s",
        ])
    func copiesSpansAlone(line: String) throws {
        let segment = try Self.translator().translate(line)
        #expect(Array(segment.target.utf8) == Array(line.utf8))
        #expect(segment.score == 0)
        #expect(segment.warnings == [])
        try AnyTextTests.checkAlignment(segment)
    }

    @Test("what has no slot of its own is kept out of the model and put back, with a warning")
    func putsBackWhatHasNoSlot() throws {
        let line = "the man <x id=\"77\"/> reads the book"
        let segment = try Self.translator().translate(line)
        #expect(segment.target == "das mann <x id=\"77\"/> liest das buch")
        #expect(segment.warnings == [.protectedSpanPutBack])
        try AnyTextTests.checkAlignment(segment)
    }

    @Test("no line is divided within a protected span")
    func dividesAround() throws {
        let message = "{n, plural, one {It is. So it is.\tNo} other {They are! All. Of. Them.}}"
        let line = "the old man reads the book. the {a} child sees the \(message) tree.\tthe dog."
        let segment = try Self.translator().translate(line)
        #expect(try contents(segment.target) == (try contents(line)))
        #expect(segment.target.contains(message))
        #expect(segment.warnings.contains(.splitIntoParts))
    }

    @Test("every span comes out as often as it went in", arguments: [true, false], 0..<4)
    func keepsAll(isTrained: Bool, seed: UInt64) throws {
        var random = RandomSource(seed: 300 + seed)
        let lines = (0..<25).map { _ in Self.line(&random) }
        let translator = try Self.translator(
            isTrained ? PlaceholderEngine.trained : PlaceholderEngine.untrained)
        for (line, segment) in zip(lines, translator.translate(lines)) {
            for alternative in segment.alternatives {
                #expect(
                    try contents(alternative.target) == (try contents(line)),
                    "\(line.debugDescription) became \(alternative.target.debugDescription)")
            }
            try AnyTextTests.checkAlignment(segment)
        }
    }

    @Test("an engine that drops all that it should copy is made good, and says so")
    func warns() throws {
        let segment = try Self.translator(PlaceholderEngine.untrained).translate(
            "the {a} man {b} reads {c} the {d} book {a}")
        #expect(segment.warnings.contains(.protectedSpanPutBack))
    }

    // MARK: - Contents and lines

    /// What is protected but for terms, byte for byte and in no order.
    private func contents(_ text: String) throws -> [[UInt8]] {
        let finder = try ProtectedSpanFinder(PlaceholderEngine.protection)
        let units = Array(text.utf16)
        return finder.spans(in: units).filter { $0.kind != .term }
            .map { Array(String(decoding: units[$0.range], as: UTF16.self).utf8) }
            .sorted { $0.lexicographicallyPrecedes($1) }
    }

    private static func line(_ random: inout RandomSource) -> String {
        var line = ""
        for _ in 0..<Int.random(in: 0...16, using: &random) {
            switch random.uniform() {
            case ..<0.45: line += LexiconEngine.sentence(1, &random)[0]
            case ..<0.6: line += PlaceholderEngine.placeholder(&random)
            case ..<0.65: line += "{same}"
            case ..<0.7: line += PlaceholderEngine.tag(&random)
            case ..<0.75: line += "<x id=\"99\"/>"
            case ..<0.8: line += "<a href=\"e\u{301}. B\">"
            case ..<0.83: line += PlaceholderEngine.term
            case ..<0.88: line += [".", ",", "😀", "東", "\t"][Int.random(in: 0..<5, using: &random)]
            default: line += " "
            }
            if random.uniform() < 0.6 { line += " " }
        }
        return line
    }
}
