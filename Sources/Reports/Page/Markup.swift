/// HTML in which every text that comes from outside is escaped.
///
/// The literal parts of an interpolation are markup, what is interpolated is text:
/// `"<td title=\"\(segment)\">\(segment)</td>"` is safe whatever the segment holds, between tags
/// and in quoted attributes alike. What it makes is well-formed XML too, so that pages can be
/// checked by a parser.
package struct Markup: Sendable, Equatable, ExpressibleByStringInterpolation {
    package private(set) var html: String

    package init(stringLiteral literal: StaticString) {
        html = literal.description
    }

    package init(stringInterpolation: StringInterpolation) {
        html = stringInterpolation.html
    }

    /// Text as text, with nothing around it.
    package init(text: String) {
        html = ""
        html.appendEscaped(text)
    }

    private init(joining parts: some Sequence<Markup>) {
        html = parts.reduce(into: "") { $0 += $1.html }
    }

    static func += (one: inout Markup, other: Markup) {
        one.html += other.html
    }

    package struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var html = ""

        package init(literalCapacity: Int, interpolationCount: Int) {
            html.reserveCapacity(literalCapacity + 16 * interpolationCount)
        }

        package mutating func appendLiteral(_ literal: StaticString) {
            html += literal.description
        }

        package mutating func appendInterpolation(_ text: String) {
            html.appendEscaped(text)
        }

        package mutating func appendInterpolation(_ number: Int) {
            html += String(number)
        }

        /// A length or a place in a drawing: at most three decimals, always finite.
        package mutating func appendInterpolation(at place: Double) {
            html += NumberText.plain(place)
        }

        package mutating func appendInterpolation(_ markup: Markup) {
            html += markup.html
        }

        package mutating func appendInterpolation(_ markup: Markup?) {
            html += markup?.html ?? ""
        }

        package mutating func appendInterpolation(_ parts: some Sequence<Markup>) {
            html += Markup(joining: parts).html
        }
    }
}

extension String {
    /// Appends text so that it is only text, in HTML and in XML, also within quotes.
    ///
    /// Control characters, which neither may hold, become their pictures (␀), and noncharacters
    /// become U+FFFD: visible, rather than left out.
    fileprivate mutating func appendEscaped(_ text: String) {
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": self += "&amp;"
            case "<": self += "&lt;"
            case ">": self += "&gt;"
            case "\"": self += "&quot;"
            case "'": self += "&#39;"
            case "\t", "\n": unicodeScalars.append(scalar)
            case "\u{0}"..."\u{1F}":
                unicodeScalars.append(Unicode.Scalar(0x2400 + scalar.value) ?? "\u{FFFD}")
            case "\u{7F}": self += "\u{2421}"
            case "\u{80}"..."\u{9F}": self += "\u{FFFD}"
            case _ where scalar.value & 0xFFFE == 0xFFFE: self += "\u{FFFD}"
            default: unicodeScalars.append(scalar)
            }
        }
    }
}
