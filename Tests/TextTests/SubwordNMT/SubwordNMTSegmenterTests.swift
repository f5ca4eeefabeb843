import Testing

@testable import Text

@Suite struct SubwordNMTSegmenterTests {
    private static let codes = SubwordNMTCodes(
        merges: [("l", "o"), ("lo", "w"), ("e", "r</w>"), ("low", "er</w>"), ("n", "e")].map {
            SubwordNMTCodes.Merge(left: $0, right: $1)
        })

    private static func vocabulary(_ text: String) throws -> SubwordNMTVocabulary {
        try SubwordNMTVocabulary(Array(text.utf8), file: "v")
    }

    @Test(
        "words are cut by the merges learned first",
        arguments: [
            ("low lower newer", "lo@@ w lower ne@@ w@@ er"), ("", ""), ("x", "x"), ("lo", "l@@ o"),
            ("  low   lower ", "  lo@@ w lower "), (" \r\n", " \r\n"), ("low\r\n", "lo@@ w\r\n"),
            ("\tlow", "\t@@ lo@@ w"), ("a\u{A0}b", "a@@ \u{A0}@@ b"),
        ])
    func segments(line: String, expected: String) throws {
        let segmenter = try SubwordNMTSegmenter(codes: Self.codes)
        for _ in 1...2 { #expect(segmenter.segment(line) == expected) }
        #expect(
            segmenter.joined(segmenter.segment(line)).split(separator: " ")
                == line.split(separator: " "))
    }

    @Test("pieces are those of the line without the spaces around it")
    func pieces() throws {
        let segmenter = try SubwordNMTSegmenter(codes: Self.codes)
        #expect(segmenter.pieces(of: " low  lower\n") == ["lo@@", "w", "lower"])
        #expect(segmenter.pieces(of: " ") == [])
    }

    @Test("in version 0.1 the end of a word is a symbol, which merges with whole pieces")
    func firstVersion() throws {
        let codes = try SubwordNMTCodes(
            Array("l o\nlo w\nlow </w>\nlow e\n".utf8), file: "codes")
        let segmenter = try SubwordNMTSegmenter(codes: codes)
        #expect(segmenter.segment("low lowe lo x") == "low lowe lo x")
        #expect(segmenter.segment("slow lowlow") == "s@@ low low@@ low")
    }

    @Test("merges whose subword the vocabulary lacks are undone")
    func vocabulary() throws {
        func segment(_ line: String, _ known: String) throws -> String {
            try SubwordNMTSegmenter(codes: Self.codes, vocabulary: Self.vocabulary(known))
                .segment(line)
        }
        #expect(try segment("lower", "lower 1") == "lower")
        #expect(try segment("lower", "low@@ 1\ner 1") == "low@@ er")
        #expect(try segment("lower", "lo@@ 1") == "lo@@ w@@ e@@ r")
        #expect(try segment("low x", "y 1") == "l@@ o@@ w x")
        // As in subword-nmt, where nothing is left of a vocabulary none is applied.
        #expect(try segment("lower", "") == "lower")
    }

    @Test("glossaries stay whole, as words and within words")
    func glossaries() throws {
        let segmenter = try SubwordNMTSegmenter(
            codes: Self.codes, glossaries: ["low", "<[a-z]+>", "(?:a|b)c\\d+"])
        #expect(segmenter.segment("low lower") == "low low@@ er")
        #expect(segmenter.segment("<tag>x<b>") == "<tag>@@ x@@ <b>")
        #expect(segmenter.segment("xac12y ac") == "x@@ ac12@@ y a@@ c")
    }

    @Test("digits and letters in patterns are those of Python")
    func patterns() throws {
        let segmenter = try SubwordNMTSegmenter(
            codes: Self.codes, glossaries: ["\\d+", "[\\w]+=", "\\bq\\W"])
        #expect(segmenter.segment("12⅛⅛ ⅛3") == "12@@ ⅛@@ ⅛ ⅛@@ 3")
        #expect(segmenter.segment("e\u{301}x= ½=") == "e@@ \u{301}@@ x= ½=")
        #expect(segmenter.segment("q!q? lq!") == "q!@@ q? l@@ q@@ !")
    }

    @Test(
        "patterns that would lose or repeat text are refused",
        arguments: [
            ("(a", "--glossaries: “(a” is no valid regular expression."),
            ("(a|b)c", "--glossaries: “(a|b)c” has a group that captures, which would repeat"),
            ("(?<x>a)", "--glossaries: “(?<x>a)” has a group that captures"),
            ("a*", "--glossaries: “a*” matches where nothing stands."),
            ("", "--glossaries: “” matches where nothing stands."),
        ])
    func badGlossaries(pattern: String, expected: String) {
        do throws(SubwordNMTError) {
            _ = try SubwordNMTSegmenter(codes: Self.codes, glossaries: ["low", pattern])
            Issue.record("accepted")
        } catch {
            #expect(error.description.hasPrefix(expected), "\(error)")
        }
    }

    @Test(
        "groups that capture nothing are accepted", arguments: ["(?:a|b)", "a\\(b\\)", "[(]a[)]"])
    func harmlessGroups(pattern: String) throws {
        _ = try SubwordNMTSegmenter(codes: Self.codes, glossaries: [pattern])
    }

    @Test("a separator of another kind is used, and an unusable one is refused")
    func separators() throws {
        let segmenter = try SubwordNMTSegmenter(codes: Self.codes, separator: "￭")
        #expect(segmenter.segment("low") == "lo￭ w")
        #expect(segmenter.joined("lo￭ w￭") == "low")
        for separator in ["", "a b"] {
            let error = SubwordNMTError(.unusableSeparator(separator), in: "--separator")
            #expect(throws: error) {
                try SubwordNMTSegmenter(codes: Self.codes, separator: separator)
            }
            #expect(error.description.hasPrefix("--separator: “\(separator)” cannot mark where"))
        }
    }

    @Test("joining takes marks away as the sed of subword-nmt does")
    func joining() throws {
        let segmenter = try SubwordNMTSegmenter(codes: Self.codes)
        #expect(segmenter.joined("lo@@ w a@@") == "low a")
        #expect(segmenter.joined("a@@ ") == "a")
        #expect(segmenter.joined("me@@home") == "me@@home")
        #expect(segmenter.joined("a@@@ b") == "a@b")
    }

    @Test("canonically equivalent letters are told apart")
    func equivalents() throws {
        let codes = SubwordNMTCodes(merges: [.init(left: "\u{E9}", right: "s</w>")])
        let segmenter = try SubwordNMTSegmenter(codes: codes)
        #expect(segmenter.pieces(of: "\u{E9}s e\u{301}s").count == 4)
    }

    @Test("more words than are remembered are cut alike")
    func forgetting() throws {
        let segmenter = try SubwordNMTSegmenter(codes: Self.codes)
        let line = (0..<66_000).map { "lower\($0)" }.joined(separator: " ")
        let first = segmenter.segment(line)
        #expect(segmenter.segment(line) == first)
        #expect(segmenter.joined(first) == line)
    }

    @Test(
        "a word of 80,000 letters is cut in time that hardly outgrows it", .timeLimit(.minutes(1)))
    func longWord() throws {
        let codes = SubwordNMTCodes(merges: [
            .init(left: "a", right: "a"), .init(left: "aa", right: "aa"),
            .init(left: "aaaa", right: "a</w>"),
        ])
        let segmenter = try SubwordNMTSegmenter(codes: codes)
        let word = String(repeating: "a", count: 80_001)
        let pieces = segmenter.pieces(of: word)
        #expect(pieces.count == 20_000 && pieces.last == "aaaaa")
        var generator = SeededGenerator(seed: 1)
        #expect(segmenter.segment(word, dropout: 0.5, using: &generator).contains("aaaaa"))
    }
}

// MARK: - Dropout

extension SubwordNMTSegmenterTests {
    @Test("the same seed gives the same pieces, and they always make the same words")
    func dropout() throws {
        let segmenter = try SubwordNMTSegmenter(codes: Self.codes)
        func segment(seed: UInt64, _ dropout: Double) -> [String] {
            var generator = SeededGenerator(seed: seed)
            return (0..<50).map { _ in
                segmenter.segment("newer lower low", dropout: dropout, using: &generator)
            }
        }
        let cut = segment(seed: 1, 0.5)
        #expect(cut == segment(seed: 1, 0.5))
        #expect(cut != segment(seed: 2, 0.5))
        #expect(Set(cut).count > 5)
        #expect(cut.allSatisfy { segmenter.joined($0) == "newer lower low" })
        #expect(Set(segment(seed: 1, 0)) == [segmenter.segment("newer lower low")])
        #expect(Set(segment(seed: 1, 1)) == ["n@@ e@@ w@@ e@@ r l@@ o@@ w@@ e@@ r l@@ o@@ w"])
    }

    @Test("a merge of two letters is overlooked as often as asked for")
    func dropoutRate() throws {
        let segmenter = try SubwordNMTSegmenter(
            codes: SubwordNMTCodes(merges: [.init(left: "a", right: "b</w>")]))
        var generator = SeededGenerator(seed: 3)
        let cut = (0..<10_000).count { _ in
            segmenter.segment("ab", dropout: 0.3, using: &generator) == "a@@ b"
        }
        // Four standard deviations of a binomial count are 183.
        #expect(abs(cut - 3_000) < 184, "\(cut)")
    }
}

// MARK: - Real files

extension SubwordNMTSegmenterTests {
    @Test(
        "subword-nmt's own fixture is segmented as it is there",
        .enabled(if: SharedFiles.exists("bpe/subword-nmt/bpe.ref"), "needs the shared BPE fixture"))
    func referenceCorpus() throws {
        let codes = try SharedFiles.lines("bpe/subword-nmt/bpe.ref").joined(separator: "\n")
        let segmenter = try SubwordNMTSegmenter(
            codes: SubwordNMTCodes(Array(codes.utf8), file: "bpe.ref"))
        let lines = try SharedFiles.lines("bpe/subword-nmt/corpus.en")
        let expected = try SharedFiles.lines("bpe/subword-nmt/corpus.bpe.ref.en")
        #expect(lines.map { segmenter.segment($0) } == expected)
        #expect(lines.count > 1_000)
    }
}
