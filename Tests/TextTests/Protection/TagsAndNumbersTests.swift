import Testing

@testable import Text

@Suite("finding tags and numbers") struct TagsAndNumbersTests {
    @Test(
        "markup",
        arguments: [
            ("<g id=\"1\">a</g><x id=\"2\"/>", ["<g id=\"1\">", "</g>", "<x id=\"2\"/>"]),
            ("<b>a</b><br/><br />", ["<b>", "</b>", "<br/>", "<br />"]),
            ("<a href=\"x>y\" class='z' n=1>", ["<a href=\"x>y\" class='z' n=1>"]),
            ("a&nbsp;b&#160;c&#xA0;d&lt;", ["&nbsp;", "&#160;", "&#xA0;", "&lt;"]),
            ("Click <0>here</0><1/>", ["<0>", "</0>", "<1/>"]),
            ("<mrk:x a:b = \"c\">", ["<mrk:x a:b = \"c\">"]),
            ("<<b>>", ["<b>"]), ("a < b <i>", ["<i>"]),
        ])
    func markup(text: String, found: [String]) throws {
        #expect(try protectedTexts(Protection(kinds: [.tags]), in: text) == found)
    }

    @Test(
        "what is no markup",
        arguments: [
            "a < b", "a<b", "if a <b and c> d", "<", "< b>", "<>", "</>", "1<2>1", "<a href=\"x",
            "<a href=x\"<b", "AT&T; x", "Q&A", "&", "&#;", "&#x;", "&a b;", "<a@b.de>", "<a href=>",
        ])
    func noMarkup(text: String) throws {
        #expect(try protectedTexts(Protection(kinds: [.tags]), in: text) == [])
    }

    @Test(
        "numbers without signs and units",
        arguments: [
            ("1,234.5 or 3.141.", ["1,234.5", "3.141"]), ("at 12:30, 7.", ["12:30", "7"]),
            ("-5 °C, 10km, 1st", ["5", "10", "1"]), ("½ and 1½", ["½", "1½"]),
            ("١٬٢٣٤٫٥ و ٧", ["١٬٢٣٤٫٥", "٧"]), ("10\u{A0}000 and 1’000", ["10\u{A0}000", "1’000"]),
            ("1'00 1\u{202F}2", ["1", "00", "1", "2"]), ("𝟏𝟐", ["𝟏𝟐"]), ("第3章", ["3"]),
            ("$5.00", ["5.00"]), ("A4 H2O v1.2.3 mp3", []), ("m²", []), ("x", []),
        ])
    func numbers(text: String, found: [String]) throws {
        #expect(try protectedTexts(Protection(kinds: [.numbers]), in: text) == found)
    }
}
