import Testing

@testable import TranslationPipeline

@Suite struct CopyCheckTests {
    @Test(
        "a copy is one in whatever case, and if one word in ten differs",
        arguments: [
            ("the old house .", "the old house ."), ("the old house", "The Old House !"),
            ("a b c d e f g h i j", "a b c d X f g h i j"),
            ("a b c d e f g h i j", "a b c d e f g h i"), ("東京 は 大きい", "東京 は 大きい"),
        ])
    func findsCopies(source: String, target: String) {
        #expect(CopyCheck.fails(.spaced(source, target)))
    }

    @Test(
        "translations, names, and what is too short to tell are none",
        arguments: [
            ("the old house .", "das alte haus ."), ("an arm", "an arm"), ("", ""),
            ("Hotel Adlon Berlin", "Hotel Adlon Berlin"), ("1 2 3 4", "1 2 3 4"),
            ("a b c d e f g h i j", "a b c X e f g Y i j"), ("the old house", "the old"),
            ("Tom , Mary and John", "Tom , Mary und John"),
        ])
    func passesOthers(source: String, target: String) {
        #expect(!CopyCheck.fails(.spaced(source, target)))
    }
}
