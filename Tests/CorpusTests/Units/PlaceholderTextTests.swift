import Testing

@testable import Corpus

@Suite struct PlaceholderTextTests {
    @Test("the numbered tags of a line become codes without markup")
    func tags() {
        let line =
            "Click <g id=\"1\">here</g> now<x id=\"2\"/>or <bx id=\"3\"/>never<ex id=\"12\"/>"
        #expect(
            Segment(placeholders: line)
                == Segment(
                    "Click here nowor never",
                    codes: [
                        InlineCode(.open, number: 1, offset: 6),
                        InlineCode(.close, number: 1, offset: 10),
                        InlineCode(.alone, number: 2, offset: 14),
                        InlineCode(.open, number: 3, offset: 17),
                        InlineCode(.close, number: 12, offset: 22),
                    ]))
    }

    @Test(
        "what is not exactly a tag stays text",
        arguments: [
            "", "plain", "<", "a < b", "<g id=\"1\">open", "closed</g>", "<x id=\"01\"/>",
            "<x id=\"0\"/>", "<x id=\"\"/>", "<x id=\"1\" />", "<x id='1'/>", "<x id=\"1\">",
            "<X id=\"1\"/>", "<x id=\"1234567890123456789\"/>", "<g id=\"1\"/>", "<b>bold</b>",
            "<x id=\"1", "</g><g id=\"1\">", "<<x id=\"é\"/>",
        ])
    func otherText(line: String) {
        #expect(Segment(placeholders: line) == Segment(line))
    }

    @Test("of pairs in pairs, only those with both tags are codes")
    func nesting() {
        let segment = Segment(placeholders: "<g id=\"1\"><g id=\"2\">a</g>b</g></g>c<<x id=\"3\"/>")
        #expect(segment.text == "ab</g>c<")
        #expect(segment.codes.map(\.number) == [1, 2, 2, 1, 3])
        #expect(segment.codes.map(\.offset) == [0, 0, 1, 2, 8])
    }

    @Test("what is written for codes of any order is read back", arguments: 1...200 as ClosedRange)
    func roundTrip(seed: UInt64) {
        var generator = UnitGenerator(seed: seed)
        var segment = generator.segment()
        segment.text = segment.text.replacing("<", with: "‹")
        segment.codes = segment.codes.filter { $0.offset <= segment.text.utf8.count }
        let line = segment.plainText(codes: .placeholders)
        let again = Segment(placeholders: line)
        #expect(again.codes.map(\.number) == segment.codes.map(\.number))
        #expect(again.codes.map(\.kind) == segment.codes.map(\.kind))
        #expect(again.plainText() == Segment(again.text).plainText())
        #expect(again.inserting { $1.kind == .alone ? "*" : "" }.contains("<") == false)
        #expect(again.plainText(codes: .placeholders) == line)
    }
}
