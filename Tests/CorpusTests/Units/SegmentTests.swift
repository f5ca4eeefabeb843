import Testing

@testable import Corpus

@Suite struct SegmentTests {
    /// `Click <b>here</b> now<br/>or <i>never` with an unclosed code.
    private let segment = Segment(
        "Click here nowor never",
        codes: [
            InlineCode(.open, number: 1, markup: "<b>", offset: 6),
            InlineCode(.close, number: 1, markup: "</b>", offset: 10),
            InlineCode(.alone, number: 2, markup: "<br/>", offset: 14),
            InlineCode(.open, number: 3, markup: "<i>", offset: 17),
        ])

    @Test("without its codes a text stays as it is, with a space for a line break")
    func dropped() {
        #expect(segment.plainText() == "Click here now or never")
        #expect(Segment("  a \n b ").plainText() == "a b")
    }

    @Test("codes become numbered tags")
    func placeholders() {
        #expect(
            segment.plainText(codes: .placeholders)
                == "Click <g id=\"1\">here</g> now<x id=\"2\"/>or <bx id=\"3\"/>never")
    }

    @Test("pairs that cross are tags of their own")
    func crossing() {
        let crossing = Segment(
            "abc",
            codes: [
                InlineCode(.open, number: 1, offset: 0), InlineCode(.open, number: 2, offset: 1),
                InlineCode(.close, number: 1, offset: 2), InlineCode(.close, number: 2, offset: 3),
            ])
        #expect(
            crossing.plainText(codes: .placeholders)
                == "<bx id=\"1\"/>a<g id=\"2\">b<ex id=\"1\"/>c</g>")
    }

    @Test("the text of a subflow is set off by spaces")
    func subflow() {
        let link = InlineCode(
            .open, number: 1, markup: "<a title=\"\">", offset: 4,
            subflows: [.init(offset: 10, segment: Segment("the top"))])
        #expect(Segment("See it", codes: [link]).plainText() == "See the top it")
    }
}

@Suite struct MarkupBeginningTests {
    @Test(arguments: [
        ("<tmx version=\"1.4\">", "tmx"), ("\u{feff}<?xml version='1.0'?>\n<tmx>", "tmx"),
        ("<!-- <a> -->\n<!DOCTYPE tmx [<!ENTITY a \">\">]><x:tmx>", "tmx"), ("<tmx", nil),
        ("plain\ttext", nil), ("", nil), ("<", nil), ("<!--", nil), ("< a>", nil),
    ])
    func rootElement(text: String, root: String?) {
        #expect(MarkupBeginning(Array(text.utf8)).rootElement == root)
    }

    @Test("a line of text that begins with a tag is no document")
    func taggedText() throws {
        let line = Array("<b>bold</b>\t<b>fett</b>\n".utf8)
        #expect(try CorpusFormat(beginning: line, name: "x.txt") == .tsv)
    }
}
