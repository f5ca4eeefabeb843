/// A line of text as Unicode code points, the unit in which sacreBLEU's rules are written.
///
/// Plain integers and no `Character`: scoring runs inside training, in debug builds too.
typealias CodePoints = [UInt32]

/// The few characters that rules name.
enum CodePoint {
    static let space: UInt32 = 0x20
    static let comma: UInt32 = 0x2C
    static let hyphen: UInt32 = 0x2D
    static let period: UInt32 = 0x2E

    /// Whether Python's `str.split()` separates words at this code point.
    static func isWhitespace(_ codePoint: UInt32) -> Bool {
        if codePoint < 0x80 {
            return codePoint == space || (codePoint >= 0x09 && codePoint <= 0x0D)
                || (codePoint >= 0x1C && codePoint <= 0x1F)
        }
        switch codePoint {
        case 0x85, 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000:
            return true
        default: return false
        }
    }

    /// Whether the code point is one of 0 to 9; digits of other scripts are not.
    static func isDigit(_ codePoint: UInt32) -> Bool {
        codePoint >= 0x30 && codePoint <= 0x39
    }

    /// Whether the code point is one of the 32 punctuation characters and symbols of ASCII.
    static func isASCIIPunctuation(_ codePoint: UInt32) -> Bool {
        switch codePoint {
        case 0x21...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E: true
        default: false
        }
    }
}

extension CodePoints {
    init(_ line: String) {
        self = []
        reserveCapacity(line.utf8.count)
        for scalar in line.unicodeScalars { append(scalar.value) }
    }

    /// Without the whitespace at the end.
    var trimmingEnd: CodePoints {
        var end = count
        while end > 0, CodePoint.isWhitespace(self[end - 1]) { end -= 1 }
        return end == count ? self : CodePoints(self[..<end])
    }

    /// Without any whitespace.
    var withoutWhitespace: CodePoints {
        filter { !CodePoint.isWhitespace($0) }
    }

    /// With one space between words and none around them.
    var collapsingWhitespace: CodePoints {
        CodePoints(wordRanges.map { self[$0] }.joined(separator: [CodePoint.space]))
    }

    /// The ranges between whitespace.
    var wordRanges: [Range<Int>] {
        var ranges: [Range<Int>] = []
        var start: Int?
        for index in 0..<count {
            if !CodePoint.isWhitespace(self[index]) {
                start = start ?? index
            } else if let wordStart = start {
                ranges.append(wordStart..<index)
                start = nil
            }
        }
        if let start { ranges.append(start..<count) }
        return ranges
    }

    /// Every occurrence of `pattern` replaced, left to right; occurrences do not overlap.
    ///
    /// - Parameter pattern: ASCII, not empty.
    func replacing(_ pattern: String, with replacement: String) -> CodePoints {
        guard let first = pattern.utf8.first.map(UInt32.init), contains(first) else { return self }
        let (pattern, replacement) = (CodePoints(pattern), CodePoints(replacement))
        var result: CodePoints = []
        result.reserveCapacity(count)
        var index = 0
        while index < count {
            if self[index] == first, self[index...].starts(with: pattern) {
                result += replacement
                index += pattern.count
            } else {
                result.append(self[index])
                index += 1
            }
        }
        return result
    }
}

extension CodePoints {
    /// The four entities that the tokenizers decode, in their order, each once over the line.
    var decodingEntities: CodePoints {
        replacing("&quot;", with: "\"")
            .replacing("&amp;", with: "&")
            .replacing("&lt;", with: "<")
            .replacing("&gt;", with: ">")
    }
}

// MARK: - The three shapes of a tokenizer's rule

extension CodePoints {
    /// Puts a space on both sides of every code point that matches.
    func spacing(where matches: (UInt32) -> Bool) -> CodePoints {
        var result: CodePoints = []
        result.reserveCapacity(count + count / 2)
        for codePoint in self {
            if matches(codePoint) {
                result.append(CodePoint.space)
                result.append(codePoint)
                result.append(CodePoint.space)
            } else {
                result.append(codePoint)
            }
        }
        return result
    }

    /// Puts spaces around the second of two neighbours, as `s/(a)(b)/\1 \2 /g` does.
    func spacing(_ isSecond: (UInt32) -> Bool, after isFirst: (UInt32) -> Bool) -> CodePoints {
        var result: CodePoints = []
        result.reserveCapacity(count + count / 2)
        var index = 0
        while index < count {
            result.append(self[index])
            if index + 1 < count, isSecond(self[index + 1]), isFirst(self[index]) {
                result.append(CodePoint.space)
                result.append(self[index + 1])
                result.append(CodePoint.space)
                index += 1
            }
            index += 1
        }
        return result
    }

    /// Puts spaces around the first of two neighbours, as `s/(a)(b)/ \1 \2/g` does.
    func spacing(_ isFirst: (UInt32) -> Bool, before isSecond: (UInt32) -> Bool) -> CodePoints {
        var result: CodePoints = []
        result.reserveCapacity(count + count / 2)
        var index = 0
        while index < count {
            if index + 1 < count, isFirst(self[index]), isSecond(self[index + 1]) {
                result.append(CodePoint.space)
                result.append(self[index])
                result.append(CodePoint.space)
                index += 1
            }
            result.append(self[index])
            index += 1
        }
        return result
    }
}
