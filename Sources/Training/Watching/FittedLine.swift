/// A line of parts, of which the less important give way where there is little room.
struct FittedLine {
    private struct Part {
        let text: String
        /// Said instead, before parts are left out.
        let short: String
        let rank: Int
    }

    private static let gap = "  "
    private var parts: [Part] = []

    /// - Parameter rank: 0 for what stays longest
    mutating func add(_ text: String, short: String? = nil, rank: Int) {
        parts.append(Part(text: text, short: short ?? text, rank: rank))
    }

    /// All of it.
    var text: String { parts.map(\.text).joined(separator: Self.gap) }

    /// - Parameter width: characters that there is room for; nil for any number
    func text(width: Int?) -> String {
        guard let width, text.count > width else { return text }
        var kept = parts
        func line() -> String { kept.map(\.short).joined(separator: Self.gap) }
        while kept.count > 1, line().count > width {
            let last = kept.indices.max { (kept[$0].rank, $0) < (kept[$1].rank, $1) }
            kept.remove(at: last ?? 0)
        }
        return String(line().prefix(max(0, width)))
    }
}
