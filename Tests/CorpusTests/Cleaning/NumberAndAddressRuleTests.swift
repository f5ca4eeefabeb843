import Testing

@testable import Corpus

@Suite struct NumberRuleTests {
    @Test(
        "clearly different numbers are named",
        arguments: [
            ("In 1984 it began.", "1948 fing es an.", "1984 against 1948"),
            ("Call 5551234 now", "Ruf 5554321 an", "5551234 against 5554321"),
            ("In ١٩٨٤", "Im Jahr 1948", "1984 against 1948"),
            ("从1984年起", "since 1948", "1984 against 1948"),
            ("of 45, 67 and 89", "davon viele", "45, 67, 89 on one side only"),
        ])
    func faults(source: String, target: String, expected: String) {
        #expect(CleaningSamples.fault(NumberRule(), source, target) == expected)
    }

    @Test(
        "what translators do to numbers is fine",
        arguments: [
            ("1,000.50 euros", "1.000,50 Euro"), ("186,000 miles", "186\u{202F}000 Meilen"),
            ("at 3 pm", "um 15 Uhr"), ("5 million", "5.000.000"), ("1.5 million", "1500000"),
            ("the 90s", "die 1990er"), ("twelve apples", "12 Äpfel"), ("05/31/2020", "31.5.2020"),
            ("٣٥ كتابا", "35 Bücher"), ("১২৩", "123"), ("３５人", "35 people"),
            ("In 1984", "一九八四年"), ("35 thousand", "3.5万"), ("no number", "keine Zahl"),
            ("2 or 3", "zwei oder drei"), ("7 miles", "11 km"), ("5 books", "6 Bücher"),
        ])
    func kept(source: String, target: String) {
        #expect(CleaningSamples.fault(NumberRule(), source, target) == nil)
        #expect(CleaningSamples.fault(NumberRule(), target, source) == nil)
    }

    @Test("very long rows of digits are read")
    func long() {
        let digits = String(repeating: "7 123 ", count: 2_000)
        #expect(CleaningSamples.fault(NumberRule(), digits, digits) == nil)
    }
}

@Suite struct AddressRuleTests {
    @Test(
        "addresses on one side only, or quite different ones, are named",
        arguments: [
            ("See http://a.org/x.", "Siehe dort.", "a.org only in the source"),
            ("See there", "Siehe www.beispiel.de", "beispiel.de only in the target"),
            ("Write to me@post.com", "Schreib", "post.com only in the source"),
            ("at https://apple.com", "auf https://samsung.com", "apple.com against samsung.com"),
        ])
    func faults(source: String, target: String, expected: String) {
        #expect(CleaningSamples.fault(AddressRule(), source, target) == expected)
    }

    @Test(
        "the same place in another language is fine, and so is no address",
        arguments: [
            ("https://en.wikipedia.org/wiki/Cat", "https://de.wikipedia.org/wiki/Katze"),
            ("www.siemens.com", "http://siemens.de/"), ("a @ b", "a bei b"), ("http://", "nichts"),
            ("and/or", "und"), ("@home", "daheim"), ("www. it", "es"),
        ])
    func kept(source: String, target: String) {
        #expect(CleaningSamples.fault(AddressRule(), source, target) == nil)
    }
}
