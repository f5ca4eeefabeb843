/// Which plural form a number takes: the expression in C behind `plural=` of a catalogue's header.
///
/// https://www.gnu.org/software/gettext/manual/html_node/Plural-forms.html
struct PluralRule {
    /// A number that takes the form of the general plural in every language's rule: 5 takes the
    /// few of Arabic, 2 the dual of Slovenian.
    static let many = 100

    /// Longer than any rule there is; Arabic's has 100 characters.
    private static let maximumLength = 1_000

    private let expression: [UInt8]

    /// - Returns: nil for what is not an expression
    init?(_ text: String) {
        let expression = text.utf8.prefix { $0 != UInt8(ascii: ";") }.filter { $0 > 0x20 }
        guard expression.count <= Self.maximumLength else { return nil }
        self.expression = Array(expression)
        guard form(for: 1) != nil else { return nil }
    }

    func form(for number: Int) -> Int? {
        var evaluation = PluralEvaluation(expression: expression, number: number)
        guard let value = evaluation.conditional(), evaluation.isAtEnd else { return nil }
        return value
    }
}

/// Evaluates an expression by descending through C's precedences; nil is a fault in it.
private struct PluralEvaluation {
    /// Deeper than any rule there is.
    private static let maximumDepth = 50
    /// From the loosest to the tightest; of two that begin alike, the longer first.
    private static let operators: [[String]] = [
        ["||"], ["&&"], ["==", "!="], ["<=", ">=", "<", ">"], ["+", "-"], ["*", "/", "%"],
    ]

    let expression: [UInt8]
    let number: Int
    private var index = 0
    private var depth = 0

    init(expression: [UInt8], number: Int) {
        self.expression = expression
        self.number = number
    }

    var isAtEnd: Bool { index == expression.count }

    mutating func conditional() -> Int? {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.maximumDepth, let condition = binary(level: 0) else { return nil }
        guard take("?") else { return condition }
        guard let one = conditional(), take(":"), let other = conditional() else { return nil }
        return condition != 0 ? one : other
    }

    private mutating func binary(level: Int) -> Int? {
        guard level < Self.operators.count else { return unary() }
        guard var value = binary(level: level + 1) else { return nil }
        while let name = Self.operators[level].first(where: { take($0) }) {
            guard let other = binary(level: level + 1),
                let result = Self.apply(name, value, other)
            else { return nil }
            value = result
        }
        return value
    }

    private mutating func unary() -> Int? {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.maximumDepth else { return nil }
        if take("!") { return unary().map { $0 == 0 ? 1 : 0 } }
        if take("(") {
            let value = conditional()
            return take(")") ? value : nil
        }
        if take("n") { return number }
        let digits = expression[index...].prefix { (0x30...0x39).contains($0) }
        index += digits.count
        return Int(String(decoding: digits, as: UTF8.self))
    }

    private mutating func take(_ token: String) -> Bool {
        guard expression[index...].starts(with: token.utf8) else { return false }
        index += token.utf8.count
        return true
    }

    private static func apply(_ name: String, _ one: Int, _ other: Int) -> Int? {
        switch name {
        case "||": one != 0 || other != 0 ? 1 : 0
        case "&&": one != 0 && other != 0 ? 1 : 0
        case "==": one == other ? 1 : 0
        case "!=": one != other ? 1 : 0
        case "<=": one <= other ? 1 : 0
        case ">=": one >= other ? 1 : 0
        case "<": one < other ? 1 : 0
        case ">": one > other ? 1 : 0
        case "+": one &+ other
        case "-": one &- other
        case "*": one &* other
        case "/": other == 0 || other == -1 ? nil : one / other
        case "%": other == 0 || other == -1 ? nil : one % other
        default: nil
        }
    }
}
