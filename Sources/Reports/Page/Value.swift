/// What stands in a cell, a headline or beside a bar.
package enum Value: Sendable, Equatable {
    /// `language`, where known, helps a browser to choose letter shapes and a voice.
    case text(String, language: String?)
    case count(Int)
    case number(Double, decimals: Int)
    /// A fraction, 1 for all.
    case percent(Double)
    case seconds(Double)
    case bytes(Int)
    case missing

    package static func text(_ text: String) -> Value { .text(text, language: nil) }

    /// The value in words and digits.
    package var text: String {
        switch self {
        case .text(let text, _): text
        case .count(let count): NumberText.grouped(count)
        case .number(let number, let decimals): NumberText.decimal(number, decimals: decimals)
        case .percent(let fraction): NumberText.percent(fraction)
        case .seconds(let seconds): NumberText.duration(seconds: seconds)
        case .bytes(let count): NumberText.bytes(count)
        case .missing: "–"
        }
    }

    /// What a bar shows; nil for text, and for what is not finite.
    var magnitude: Double? {
        let number: Double
        switch self {
        case .text, .missing: return nil
        case .count(let count), .bytes(let count): number = Double(count)
        case .number(let value, _), .percent(let value), .seconds(let value): number = value
        }
        return number.isPlottable ? number : nil
    }

    var isText: Bool {
        if case .text = self { true } else { false }
    }

    /// The text with its direction and language marked.
    var markup: Markup {
        switch self {
        case .text(let text, let language?): "<bdi lang=\"\(language)\">\(text)</bdi>"
        case .text(let text, nil): "<bdi>\(text)</bdi>"
        default: Markup(text: text)
        }
    }
}

extension Value: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral {
    package init(stringLiteral text: String) { self = .text(text) }
    package init(integerLiteral count: Int) { self = .count(count) }
}

extension Double {
    /// Whether a drawing can place it: finite, and far enough from the largest double for
    /// differences to be finite too.
    var isPlottable: Bool { abs(self) <= 1e300 }
}
