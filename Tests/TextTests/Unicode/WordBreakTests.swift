import Foundation
import Testing

@testable import Text

/// ICU's words against Unicode's own test file of the version that ICU implements.
@Suite struct WordBreakTests {
    static let file = "unicode/WordBreakTest-15.0.0.txt"

    /// A line as `÷ 0061 × 0027 ÷`: a text and where its words end, in scalars.
    struct Case: Sendable {
        var line: Int
        var text: String
        var ends: [Int]

        init?(_ text: String, line: Int) {
            self.line = line
            self.text = ""
            ends = []
            var scalars = 0
            for field in text.prefix(while: { $0 != "#" }).split(whereSeparator: \.isWhitespace) {
                if field == "÷" {
                    if scalars > 0 { ends.append(scalars) }
                } else if let value = UInt32(field, radix: 16), let scalar = Unicode.Scalar(value) {
                    self.text.unicodeScalars.append(scalar)
                    scalars += 1
                }
            }
            if scalars == 0 { return nil }
        }
    }

    static func cases() throws -> [Case] {
        try SharedFiles.lines(file).enumerated().compactMap { Case($1, line: $0 + 1) }
    }

    private static func differing(_ cases: [Case], language: String) -> [Case] {
        let words = BreakIterator(.word, language: language)
        return cases.filter { test in
            let text = UnicodeText(verbatim: test.text)
            let ends = words.ends(in: text.units).map { text.source(of: 0..<Int($0)).upperBound }
            return ends != test.ends
        }
    }

    @Test("words end where Unicode says", .enabled(if: SharedFiles.exists(file), "needs the file"))
    func conformance() throws {
        let cases = try Self.cases()
        #expect(cases.count == 1_823)
        #expect(Self.differing(cases, language: "sv").map(\.line) == [])
    }

    /// CLDR takes the colon out of the signs that join letters, but for Finnish and Swedish, whose
    /// inflections have it (`EU:n`): ICU's root rules cut `a:b` into three.
    @Test(
        "but for the colon between letters",
        .enabled(if: SharedFiles.exists(file), "needs the file"))
    func colonBetweenLetters() throws {
        let different = Self.differing(try Self.cases(), language: "root")
        #expect(different.count == 15)
        let letterColonLetter = /(a|A)\u{308}?:\u{308}?(a|A|\u{5D0})/
        for test in different {
            #expect(
                test.text.containsScalars(letterColonLetter), "line \(test.line) of \(Self.file)")
        }
    }
}

extension String {
    fileprivate func containsScalars(_ regex: some RegexComponent) -> Bool {
        firstMatch(of: regex.regex.matchingSemantics(.unicodeScalar)) != nil
    }
}
