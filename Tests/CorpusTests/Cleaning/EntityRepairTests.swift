import Testing

@testable import Corpus

@Suite struct EntityRepairTests {
    @Test(
        "entities left in the text are decoded, however often escaped",
        arguments: [
            ("R&amp;D", "R&D"), ("&amp;amp;quot;Hi&quot;", "\"Hi\""), ("it&#39;s", "it's"),
            ("it&#x2019;s", "it’s"), ("10&nbsp;kg", "10\u{A0}kg"), ("caf&eacute;", "café"),
            ("a &lt; b", "a < b"), ("&amp;", "&"), ("&auml;&ouml;&uuml;&szlig;", "äöüß"),
            ("a&#10;b", "a b"), ("&yuml;&deg;", "ÿ°"),
        ])
    func decoded(text: String, expected: String) {
        #expect(CleaningSamples.repaired(EntityRepair(), text) == expected)
    }

    @Test(
        "what is none stays",
        arguments: [
            "R&D", "a=1&copy=2", "&unknown;", "&#0;", "&#xD800;", "&#1;", "AT&T; x", "&", "&;",
            "&#;",
            "&#99999999999;",
        ])
    func kept(text: String) {
        #expect(CleaningSamples.repaired(EntityRepair(), text) == text)
    }

    @Test("in markup, what stands for its own signs stays")
    func markup() {
        let text = "<b>a &lt; b</b> &amp; &quot;c&quot;"
        #expect(
            CleaningSamples.repaired(EntityRepair(), text) == "<b>a &lt; b</b> &amp; \"c\"")
    }

    @Test("codes move along, and an entity with a code in it stays")
    func codes() {
        let segment = Segment(
            "&quot;a&quot; &amp;",
            codes: [
                InlineCode(.open, number: 1, offset: 6), InlineCode(.close, number: 1, offset: 7),
                InlineCode(.alone, number: 2, offset: 16),
            ])
        let repaired = CleaningSamples.repaired(EntityRepair(), segment)
        #expect(repaired.text == "\"a\" &amp;")
        #expect(repaired.codes.map(\.offset) == [1, 2, 6])
    }
}
