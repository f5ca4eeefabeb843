extension TranslationUnit {
    /// When it, or one of two variants, was last worked on, as a number that is greater for later
    /// times; nil when nothing tells.
    ///
    /// Reads the digits of `20240131T120000Z` and `2024-01-31T12:00:00Z` alike; time zones do not
    /// count.
    func lastChange(of source: Int, _ target: Int) -> UInt64? {
        [metadata, variants[source].metadata, variants[target].metadata]
            .compactMap { ($0.changed ?? $0.created).flatMap(Self.number(ofDate:)) }.max()
    }

    private static func number(ofDate date: String) -> UInt64? {
        let digits = date.utf8.filter(\.isASCIIDigit).prefix(14)
        guard digits.count >= 8 else { return nil }
        return UInt64(
            String(decoding: digits, as: UTF8.self)
                + String(repeating: "0", count: 14 - digits.count))
    }

    /// A number for the place that the translation is for, where the tool says that it is for one
    /// only: such units are no drafts of each other.
    var contextNumber: UInt64 {
        guard !metadata.properties.isEmpty else { return 0 }
        let hash = StableHash()
        return metadata.properties.reduce(0) { number, property in
            Self.contextProperties.contains(property.name.lowercased())
                ? StableHash.combined(number ^ hash(property.name), hash(property.value)) : number
        }
    }

    /// OmegaT's alternative translations; Trados Studio, memoQ and others.
    private static let contextProperties: Set<String> = [
        "file", "id", "prev", "next", "path", "key", "context", "x-context", "x-context-pre",
        "x-context-post", "x-contextcontent", "x-previous-source-text", "x-following-source-text",
        "prev_context", "next_context",
    ]
}
