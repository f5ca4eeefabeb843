/// The sides have clearly different numbers, as “1984” and “1948”.
///
/// Translators write numbers as words, group their digits otherwise, turn 3 pm into 15 Uhr, “5
/// million” into “5.000.000” and ’90 into 1990; so little is a mismatch: each side has a number
/// above 24 that the other lacks and that no such custom explains; or one side has three or more
/// numbers, two of them such, and the other none.
struct NumberRule: PairRule {
    static let rule = CleaningRule.numbers
    /// Smaller ones are written as words, or are hours.
    private let greatestSmall = 24
    private let mostOmitted = 2
    private let leastLargeOmitted = 2

    func fault(of pair: borrowing CleaningPair) -> String? {
        let marks = pair.source.traits.marks.union(pair.target.traits.marks)
        guard !marks.isDisjoint(with: [.digit, .nonASCII]) else { return nil }
        var source = NumberScan.numbers(in: pair.source)
        var target = NumberScan.numbers(in: pair.target)
        if source == target { return nil }
        let (allOfSource, allOfTarget) = (source, target)
        Self.removeCommon(&source, &target)
        if allOfTarget.isEmpty || allOfSource.isEmpty {
            let numbers = source + target
            return allOfTarget.isEmpty
                ? omission(numbers, from: pair.target) : omission(numbers, from: pair.source)
        }
        if Self.digits(source) == Self.digits(target) { return nil }
        let (one, other) = (source.filter(isLarge), target.filter(isLarge))
        guard let first = one.first(where: { number in !Self.explains(allOfTarget, number) }),
            let second = other.first(where: { number in !Self.explains(allOfSource, number) }),
            !NumberScan.hasHanNumeral(pair.source), !NumberScan.hasHanNumeral(pair.target)
        else { return nil }
        return "\(first) against \(second)"
    }

    private func omission(_ numbers: [String], from side: borrowing CleaningSide) -> String? {
        guard numbers.count > mostOmitted,
            numbers.count(where: isLarge) >= leastLargeOmitted,
            !NumberScan.hasHanNumeral(side)
        else { return nil }
        return "\(numbers.joined(separator: ", ")) on one side only"
    }

    private func isLarge(_ number: String) -> Bool {
        number.utf8.count > 4 || Int(number) ?? 0 > greatestSmall
    }

    /// Takes the numbers that both have from both.
    private static func removeCommon(_ one: inout [String], _ other: inout [String]) {
        one.removeAll { number in
            guard let index = other.firstIndex(of: number) else { return false }
            other.remove(at: index)
            return true
        }
    }

    /// All digits in a row, without zeros at the end of a number: 1.5 million is 1500000.
    private static func digits(_ numbers: [String]) -> String {
        String(numbers.joined().reversed().drop { $0 == "0" })
    }

    /// Whether one of the numbers has the other's digits at its beginning or end, or the other way
    /// around.
    private static func explains(_ numbers: [String], _ number: String) -> Bool {
        let bare = String(number.reversed().drop { $0 == "0" }.reversed())
        return numbers.contains { candidate in
            candidate.hasSuffix(number) || number.hasSuffix(candidate)
                || candidate.hasPrefix(bare) || number.hasPrefix(candidate)
        }
    }
}

/// Finds the numbers of a text.
enum NumberScan {
    /// Each as ASCII digits, without leading zeros and without what groups thousands.
    static func numbers(in side: borrowing CleaningSide) -> [String] {
        guard !side.traits.marks.isDisjoint(with: [.digit, .nonASCII]) else { return [] }
        var numbers: [String] = []
        var number: [UInt8] = []
        var index = 0
        while index < side.bytes.count {
            guard let (digit, length) = digit(in: side.bytes, at: index) else {
                index += 1
                continue
            }
            number.append(digit)
            index += length
            if self.digit(in: side.bytes, at: index) != nil { continue }
            let next = endOfSeparator(in: side.bytes, at: index)
            if number.count < 40, let next, isGroup(in: side.bytes, at: next) {
                index = next
                continue
            }
            let significant = number.drop { $0 == UInt8(ascii: "0") }
            numbers.append(
                significant.isEmpty ? "0" : String(decoding: significant, as: UTF8.self))
            number.removeAll()
        }
        return numbers
    }

    /// Whether Chinese numerals occur, which write numbers in words.
    static func hasHanNumeral(_ side: borrowing CleaningSide) -> Bool {
        guard side.traits.marks.contains(.unspaced) else { return false }
        return side.text.unicodeScalars.contains {
            "〇零一二三四五六七八九十百千万萬亿億兩两".unicodeScalars.contains($0)
        }
    }

    /// A digit of any script that begins here.
    private static func digit(
        in text: borrowing [UInt8], at index: Int
    ) -> (ascii: UInt8, length: Int)? {
        guard index < text.count else { return nil }
        let byte = text[index]
        if byte < 0x80 { return byte.isASCIIDigit ? (byte, 1) : nil }
        guard byte >= 0xC0 else { return nil }
        let (scalar, length) = text.scalar(at: index)
        guard let first = firstDigits.last(where: { $0 <= scalar }), scalar - first < 10 else {
            return nil
        }
        return (UInt8(ascii: "0") + UInt8(scalar - first), length)
    }

    /// The zeros of the scripts in whose digits numbers are customarily written: Arabic, Persian,
    /// nine of India, Thai, Lao, Tibetan, Burmese, Khmer, full width.
    private static let firstDigits: [UInt32] = [
        0x0660, 0x06F0, 0x0966, 0x09E6, 0x0A66, 0x0AE6, 0x0B66, 0x0BE6, 0x0C66, 0x0CE6, 0x0D66,
        0x0E50, 0x0ED0, 0x0F20, 0x1040, 0x17E0, 0xFF10,
    ]

    /// Where what may group thousands ends: a comma, full stop, apostrophe, or narrow space.
    private static func endOfSeparator(in text: borrowing [UInt8], at index: Int) -> Int? {
        guard index < text.count else { return nil }
        switch text[index] {
        case UInt8(ascii: ","), UInt8(ascii: "."), UInt8(ascii: "'"), UInt8(ascii: " "):
            return index + 1
        case 0xC2, 0xD9, 0xE2, 0xEF:
            let (scalar, length) = text.scalar(at: index)
            let separators: [UInt32] = [0xA0, 0x066B, 0x066C, 0x2009, 0x202F, 0x2019, 0xFF0C]
            return separators.contains(scalar) ? index + length : nil
        default: return nil
        }
    }

    /// Whether three digits and no fourth stand here.
    private static func isGroup(in text: borrowing [UInt8], at start: Int) -> Bool {
        var index = start
        for _ in 0..<3 {
            guard let (_, length) = digit(in: text, at: index) else { return false }
            index += length
        }
        return digit(in: text, at: index) == nil
    }
}
