import CICU

/// How a letter is written that has a partner in the other case.
///
/// Only where the simple case mappings of Unicode lead from each to the other, in as many units:
/// lower-casing such letters is undone exactly. `ς`, `ß`, `İ` and `ǅ` have no partner.
enum LetterCase: UInt8, Sendable {
    case none, upper, lower
}

/// A text in lower case, with how its letters were written.
struct LowercasedText {
    /// As many as the text has.
    private(set) var units: [UInt16]
    private var cases: [UInt8]
    private(set) var hasUpper = false

    /// More is handed to ICU in blocks, which counts in 32 bits.
    private static let block = 1 << 22

    init(_ text: [UInt16]) {
        units = [UInt16](repeating: 0, count: text.count)
        cases = [UInt8](repeating: 0, count: text.count)
        var start = 0
        while start < text.count {
            var end = min(start + Self.block, text.count)
            if end < text.count, UTF16.isTrailSurrogate(text[end]) { end -= 1 }
            if lower(text, start..<end) > 0 { hasUpper = true }
            start = end
        }
    }

    /// The case of the scalar that begins at `place`.
    func letterCase(at place: Int) -> LetterCase {
        LetterCase(rawValue: cases[place]) ?? .none
    }

    private mutating func lower(_ text: [UInt16], _ range: Range<Int>) -> Int32 {
        text[range].withUnsafeBufferPointer { text in
            units.withUnsafeMutableBufferPointer { units in
                cases.withUnsafeMutableBufferPointer { cases in
                    cicu_lower(
                        text.baseAddress, Int32(text.count),
                        units.baseAddress?.advanced(by: range.lowerBound),
                        cases.baseAddress?.advanced(by: range.lowerBound))
                }
            }
        }
    }
}

extension [UInt16] {
    /// Puts the first `limit` letters that are in lower case into upper case.
    ///
    /// - Returns: how many have changed
    mutating func raiseLetters(atMost limit: Int = .max) -> Int {
        withUnsafeMutableBufferPointer {
            Int(cicu_raise($0.baseAddress, Int32(clamping: $0.count), Int32(clamping: limit)))
        }
    }
}
