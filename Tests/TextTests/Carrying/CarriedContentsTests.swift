import Testing

@testable import Text

@Suite struct CarriedContentsTests {
    private let finder = CarriedContentsFinder()

    @Test("each kind is found, in order, and what is within another is not found again")
    func finds() {
        let contents = finder.contents(
            of: "Hi {name}, 12:30 <b>at</b> https://a.org/7?x=1 or me@b.de: %1$s, 1,000.5.")
        #expect(contents.placeholders == ["{name}", "<b>", "</b>", "%1$s"])
        #expect(contents.addresses == ["https://a.org/7?x=1", "me@b.de"])
        #expect(contents.numbers == ["12:30", "1,000.5"])
    }

    @Test(
        "plain sentences have none",
        arguments: ["", "A man reads.", "Wer? Ich!", "H2O, bitte.", "Q&amp;A"])
    func findsNothing(text: String) {
        #expect(finder.contents(of: text).isEmpty)
    }
}
