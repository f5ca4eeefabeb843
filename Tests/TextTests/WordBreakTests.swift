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

    @Test("words end where Unicode says", .enabled(if: SharedFiles.exists(file), "needs the file"))
    func conformance() throws {
        let cases = try Self.cases()
        #expect(cases.count == 1_823)
        let words = BreakIterator(.word)
        var failed: [Case] = []
        for test in cases {
            let units = Array(test.text.utf16)
            let text = UnicodeText(verbatim: test.text)
            let ends = words.ends(in: units).map { text.source(of: 0..<Int($0)).upperBound }
            if ends != test.ends { failed.append(test) }
        }
        print("\(failed.count) of \(cases.count) word breaks differ: \(failed.map(\.line))")
        #expect(failed.map(\.line) == [])
    }
}
