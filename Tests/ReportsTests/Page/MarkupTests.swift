import Testing

@testable import Reports

@Suite struct MarkupTests {
    @Test("what is interpolated is text, what is literal is markup")
    func interpolation() {
        let text = "<b>\"Tom\" & 'Jerry'</b>"
        let markup: Markup = "<td title=\"\(text)\">\(text)</td>"
        let escaped = "&lt;b&gt;&quot;Tom&quot; &amp; &#39;Jerry&#39;&lt;/b&gt;"
        #expect(markup.html == "<td title=\"\(escaped)\">\(escaped)</td>")
    }

    @Test func markupWithinMarkupIsNotEscapedAgain() {
        let cell: Markup = "<td>\("a<b")</td>"
        let row: Markup = "<tr>\(cell)\([cell, cell])\(nil as Markup?)</tr>"
        #expect(row.html == "<tr>\(String(repeating: "<td>a&lt;b</td>", count: 3))</tr>")
    }

    @Test(
        "characters that no page may hold become visible ones",
        arguments: [
            ("a\u{0}b", "a␀b"), ("\u{1B}[0m", "␛[0m"), ("\r", "␍"), ("\u{7F}", "␡"),
            ("\u{85}", "\u{FFFD}"), ("\u{FFFE}", "\u{FFFD}"), ("\u{1FFFF}", "\u{FFFD}"),
            ("tab\tand\nline", "tab\tand\nline"), ("e\u{301} שלום 😀", "e\u{301} שלום 😀"),
        ])
    func controlCharacters(text: String, shown: String) {
        #expect(Markup(text: text).html.unicodeScalars.elementsEqual(shown.unicodeScalars))
    }

    @Test func placesHaveNoNeedlessDigits() {
        let markup: Markup = "\(at: 12) \(at: 33.3333) \(at: -0.5) \(at: .nan) \(at: 1e300) \(7)"
        #expect(markup.html == "12 33.333 -0.5 0 0 7")
    }
}
