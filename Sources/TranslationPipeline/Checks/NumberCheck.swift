internal import Text

/// Whether a translation has the numbers of its source.
///
/// Numbers pair off, each with one at most: those written alike, then those of one amount in the
/// separators of its own language (1,000.5 and 1.000,5), then the runs of digits of times, dates
/// and other amounts, which may change their signs and their order. Thousands set apart by spaces
/// count as what they spell together; an hour of the afternoon may be one of twelve or of
/// twenty-four, and the minutes of a full hour need not be written.
///
/// What is then left on both sides is a mismatch. On one side alone it is one unless it may well
/// be written in words, which are not read: a whole number up to twelve.
struct NumberCheck: Sendable {
    private let sourceSign: Unicode.Scalar
    private let targetSign: Unicode.Scalar

    init(sourceLanguage: String, targetLanguage: String) {
        sourceSign = WrittenNumber.decimalSign(of: sourceLanguage)
        targetSign = WrittenNumber.decimalSign(of: targetLanguage)
    }

    func fails(_ source: [String], _ target: [String]) -> Bool {
        guard source != target else { return false }
        let sources = source.map { WrittenNumber($0, decimalSign: sourceSign) }
        let targets = target.map { WrittenNumber($0, decimalSign: targetSign) }
        let alike = Self.left(of: sources, targets) { $0.text }
        let equal = Self.left(of: alike.0, alike.1) { $0.amount ?? $0.text }
        if Self.spelling(of: equal.0) == Self.spelling(of: equal.1) { return false }
        let digits = Self.left(
            of: equal.0.flatMap(Self.groups), equal.1.flatMap(Self.groups)
        ) { $0.digits }
        if digits.0.isEmpty || digits.1.isEmpty {
            return !(digits.0 + digits.1).allSatisfy(\.maySpell)
        }
        return !Self.areHours(digits.0.map(\.digits), digits.1.map(\.digits))
    }

    /// A run of digits.
    private struct Group {
        let digits: String
        /// Whether it is a number by itself.
        let isAlone: Bool

        var maySpell: Bool { isAlone && (Int(digits).map { $0 <= 12 } ?? false) }
    }

    /// All digits in a row; tenths are kept apart.
    private static func spelling(of numbers: [WrittenNumber]) -> String {
        numbers.map { $0.isWhole ? $0.groups.joined() : $0.text }.joined()
    }

    /// What is compared of a number that has no partner: a whole number as it is, else its runs of
    /// digits; of a full hour no minutes.
    private static func groups(_ number: WrittenNumber) -> [Group] {
        if let amount = number.amount, number.isWhole {
            return [Group(digits: amount, isAlone: true)]
        }
        var groups = number.groups.map(\.withoutLeadingZeros)
        if groups.count == 2, number.groups[1] == "00" { groups.removeLast() }
        return groups.map { Group(digits: $0, isAlone: groups.count == 1) }
    }

    /// What has no partner of the same key, in order.
    private static func left<Number>(
        of source: [Number], _ target: [Number], by key: (Number) -> String
    ) -> ([Number], [Number]) {
        var (sources, targets) = (Tally(source.map(key)), Tally(target.map(key)))
        return (
            source.filter { !targets.take(key($0)) }, target.filter { !sources.take(key($0)) }
        )
    }

    /// Whether hours of the afternoon are all that differs.
    private static func areHours(_ source: [String], _ target: [String]) -> Bool {
        source.count == target.count
            && zip(source, target).allSatisfy { one, other in
                guard let one = Int(one), let other = Int(other), one < 100, other < 100 else {
                    return false
                }
                return abs(one - other) == 12 && (1...11).contains(min(one, other))
            }
    }
}
