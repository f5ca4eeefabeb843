/// What of a text its translation should have as well.
package struct CarriedContents: Sendable, Equatable {
    /// Placeholders and inline tags, in order.
    package var placeholders: [String] = []
    /// Addresses of the web and of mail, in order.
    package var addresses: [String] = []
    /// Numbers outside of those, in order; see `WrittenNumber`.
    package var numbers: [String] = []

    package var isEmpty: Bool { placeholders.isEmpty && addresses.isEmpty && numbers.isEmpty }
}

/// Finds what a translation should have as well; linear in the text, whatever it is.
package struct CarriedContentsFinder: Sendable {
    private let finder = ProtectedSpanFinder(kinds: Protection.Kind.builtIn)

    package init() {}

    package func contents(of text: String) -> CarriedContents {
        let units = Array(text.utf16)
        var contents = CarriedContents()
        for span in finder.spans(in: units) {
            let written = String(decoding: units[span.range], as: UTF16.self)
            switch span.kind {
            // A sign may be written as an entity on one side and as itself on the other.
            case .tags where written.hasPrefix("&"): break
            case .tags, .placeholders: contents.placeholders.append(written)
            case .urls, .emails: contents.addresses.append(written)
            case .numbers: contents.numbers.append(written)
            case .pattern, .term: break
            }
        }
        return contents
    }
}
