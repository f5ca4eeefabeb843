import Testing

@testable import Corpus

@Suite struct PlaceholderRuleTests {
    @Test(
        "a placeholder that one side lacks is named",
        arguments: [
            ("Delete %s?", "Löschen?", "%s only in the source"),
            ("%d files", "%s Dateien", "%d only in the source"),
            ("Hi {name}", "Hallo {nom}", "{name} only in the source"),
            ("Total", "Gesamt ${total}", "{total} only in the target"),
            ("{{ user.name }} won", "gewonnen", "{user.name} only in the source"),
            ("%(count)d items", "Elemente", "%(count)d only in the source"),
            ("%@ of %@", "%@", "%@ only in the source"),
            ("{n, plural, one {# day} other {# days}}", "Tage", "{n} only in the source"),
            ("a <x id=\"1\"/> b", "a b", "<x id=\"1\"/> only in the source"),
        ])
    func faults(source: String, target: String, expected: String) {
        #expect(CleaningSamples.fault(PlaceholderRule(), source, target) == expected)
    }

    @Test(
        "order, positions and what only looks like one do not count",
        arguments: [
            ("%s in %d", "%2$d in %1$s"), ("100% sure", "100 % sicher"), ("50%discount", "50%iger"),
            ("5 %%", "5"), ("{name} and {0}", "{0} und {name}"), ("a {b c} d", "a {e f} d"),
            ("$5", "5 $"), ("a < b", "a"), ("<b>x</b>", "x"), ("%", "{"), ("x{", "%("),
            ("{n, plural, one {# day} other {# days}}", "{n, plural, one {# Tag} other {# Tage}}"),
            ("%lld of %.2f", "%.1f von %ld"), ("2^{-n}", "2"), ("100 % der", "alle"),
        ])
    func kept(source: String, target: String) {
        #expect(CleaningSamples.fault(PlaceholderRule(), source, target) == nil)
    }

    @Test("inline codes that stand alone have to be on both sides, pairs need not")
    func codes() {
        func segment(_ codes: InlineCode...) -> Segment { Segment("text", codes: codes) }
        let image = InlineCode(.alone, number: 1, markup: "<img/>", offset: 2)
        let other = InlineCode(.alone, number: 2, markup: "<ref/>", offset: 4)
        let lineBreak = InlineCode(.alone, number: 3, markup: "<br/>", offset: 4)
        let bold = InlineCode(.open, number: 4, markup: "<b>", offset: 0)
        let rule = PlaceholderRule()
        #expect(
            CleaningSamples.fault(rule, segment(image, other), segment(image))
                == "code 2 only in the source")
        #expect(
            CleaningSamples.fault(rule, segment(image), segment(bold, image, lineBreak)) == nil)
        #expect(CleaningSamples.fault(rule, segment(bold), segment()) == nil)
    }
}
