internal import Search
internal import Text

/// A line taken apart, and what is searched for.
struct PlannedLine: Sendable {
    /// What is asked of a part's translation.
    struct Part: Sendable {
        var search: SearchRequest
        /// What was typed of it, as tokens and as the engine writes it.
        var beginning = TextBeginning()
        var typed = ""
        /// Terms that it must have: rows of the glossary.
        var terms: [Int] = []

        /// What the `<unk>` at a position of the translation stands for.
        func unknown(at position: Int) -> String { beginning.unknown[position] ?? "\u{FFFD}" }
    }

    var plan: SegmentPlan
    /// One for each of the plan's parts; those without words have an empty search.
    var parts: [Part]
    /// What the whole translation is to begin with, as the engine writes it.
    var prefix = ""

    /// Indices of the parts that have something to search for.
    var searched: [Int] { parts.indices.filter { !parts[$0].search.tokens.isEmpty } }
}
