import Testing

@testable import Text

@Suite struct WrittenNumberTests {
    @Test(
        "an amount is the same however its language writes it",
        arguments: [
            ("1,000.5", "en", "1000.5"), ("1.000,5", "de", "1000.5"), ("1000", "en", "1000"),
            ("1,234", "en", "1234"), ("1.234", "en", "1.234"), ("1.234", "de", "1234"),
            ("1,234", "de", "1.234"), ("3.5", "de", "3.5"), ("3,50", "en", "3.5"),
            ("1,234,567", "en", "1234567"), ("12,34,567", "en-IN", "1234567"),
            ("1’000.5", "de-CH", "1000.5"), ("1\u{A0}000,25", "fr", "1000.25"),
            ("007", "en", "7"), ("0", "en", "0"), ("0.500", "de", "0.5"), ("1.0", "en", "1"),
            ("١٬٢٣٤٫٥", "ar", "1234.5"), ("४२", "hi", "42"), ("1,000.5", "de", "1000.5"),
        ])
    func readsAmounts(text: String, language: String, amount: String) {
        let sign = WrittenNumber.decimalSign(of: language)
        #expect(WrittenNumber(text, decimalSign: sign).amount == amount)
    }

    @Test(
        "what is no amount has none, but its digits",
        arguments: [
            ("12:30", ["12", "30"]), ("31.12.2026", ["31", "12", "2026"]),
            ("1.2.3", ["1", "2", "3"]),
            ("½", []),
        ])
    func readsGroups(text: String, groups: [String]) {
        let number = WrittenNumber(text, decimalSign: ".")
        #expect(number.amount == nil)
        #expect(number.groups == groups)
    }

    @Test("zeros before a number say nothing, but for the last")
    func leadingZeros() {
        #expect(["007", "0", "000", "10"].map(\.withoutLeadingZeros) == ["7", "0", "0", "10"])
    }

    @Test("a language that nobody knows has a full stop before tenths")
    func unknownLanguages() {
        for language in [
            "", "x", "../de", "qqq-Zzzz", "de\u{0}", String(repeating: "de-", count: 99),
        ] {
            #expect(WrittenNumber.decimalSign(of: language) == (language == "de\u{0}" ? "," : "."))
        }
    }

    @Test("any run of digits and signs is read without a trap")
    func survives() {
        let signs = Array("0123456789.,:٫٬'’\u{A0}½٣".unicodeScalars)
        var state: UInt64 = 7
        for _ in 0..<2000 {
            var text = String.UnicodeScalarView()
            for _ in 0..<(state % 12) {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                text.append(signs[Int(state >> 33) % signs.count])
            }
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let number = WrittenNumber(String(text), decimalSign: ",")
            #expect(number.groups.allSatisfy { $0.utf8.allSatisfy { (48...57).contains($0) } })
        }
    }
}
