import Testing

@testable import Corpus

@Suite struct XMLWriterTests {
    private let destination = WrittenText()

    @Test("elements are indented, and nothing is added where there is text")
    func layout() throws {
        var writer = XMLWriter(destination)
        try writer.declaration()
        try writer.documentType("tmx", systemIdentifier: "tmx14.dtd")
        try writer.start("tmx", [("version", "1.4"), ("absent", nil)])
        try writer.element("note", text: "n")
        try writer.start("body")
        try writer.start("seg", content: .text)
        try writer.start("hi")
        try writer.element("ph")
        try writer.element("x")
        try writer.end()
        try writer.text("b")
        try writer.end()
        try writer.end()
        try writer.start("empty")
        try writer.end()
        try writer.end()
        try writer.finish()
        #expect(
            destination.text == """
                <?xml version="1.0" encoding="UTF-8"?>
                <!DOCTYPE tmx SYSTEM "tmx14.dtd">
                <tmx version="1.4">
                  <note>n</note>
                  <body>
                    <seg><hi><ph/><x/></hi>b</seg>
                  </body>
                  <empty/>
                </tmx>

                """)
        #expect(destination.isFinished)
    }

    @Test(arguments: [
        ("a < b & c > \"d\" 'e'", "a &lt; b &amp; c &gt; \"d\" 'e'"),
        ("]]>\t\n\r", "]]&gt;\t\n&#13;"),
        ("größer 𝄞 日本 \u{FEFF}\u{7F}", "größer 𝄞 日本 \u{FEFF}\u{7F}"),
        ("\r\ne\u{301}", "&#13;\ne\u{301}"),
    ])
    func textIsEscaped(text: String, expected: String) throws {
        var writer = XMLWriter(destination)
        try writer.element("a", text: text)
        #expect(destination.text == "<a>\(expected)</a>")
        #expect(writer.replacedCharacters == 0)
    }

    @Test("quotes and white space in attributes are kept by references")
    func attributes() throws {
        var writer = XMLWriter(destination)
        try writer.element("a", [("b", "\"<>&'\t\r\n ")])
        #expect(destination.text == "<a b=\"&quot;&lt;&gt;&amp;'&#9;&#13;&#10; \"/>")
    }

    @Test("characters that XML cannot hold are replaced and counted")
    func replacement() throws {
        var writer = XMLWriter(destination)
        try writer.element("a", [("b", "\u{0}")], text: "x\u{1}\u{1F}\u{FFFE}\u{FFFF}\u{1FFFE}")
        #expect(
            destination.text
                == "<a b=\"\u{FFFD}\">x\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}\u{1FFFE}</a>")
        #expect(writer.replacedCharacters == 5)
    }
}
