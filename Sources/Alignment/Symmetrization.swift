/// How two alignments of one sentence pair, made in opposite directions, become one.
///
/// Both are given with the source first. Och & Ney 2003 (J03-1002); Koehn et al. 2005 for
/// `growDiagFinalAnd`.
package enum Symmetrization: String, CaseIterable, Codable, Sendable {
    /// What both have: few links, and sure ones.
    case intersection
    /// What either has.
    case union
    /// The intersection, and what of the union neighbours it and links a word not yet linked.
    case growDiag = "grow-diag"
    /// As before, then what of either links two words that both are still unlinked.
    case growDiagFinalAnd = "grow-diag-final-and"

    package func callAsFunction(
        _ forward: WordAlignment, _ backward: WordAlignment
    ) -> WordAlignment {
        let (first, second) = (Set(forward.links), Set(backward.links))
        switch self {
        case .intersection: return WordAlignment(links: first.intersection(second))
        case .union: return WordAlignment(links: first.union(second))
        case .growDiag, .growDiagFinalAnd:
            var growth = Growth(from: first.intersection(second))
            growth.growDiagonally(within: first.union(second))
            if self == .growDiagFinalAnd {
                growth.addUnlinked(forward.links)
                growth.addUnlinked(backward.links)
            }
            return WordAlignment(links: growth.links)
        }
    }
}

/// A set of links that only grows, and the words it links.
private struct Growth {
    private(set) var links: Set<WordAlignment.Link>
    private var sources: Set<Int>
    private var targets: Set<Int>

    init(from links: Set<WordAlignment.Link>) {
        self.links = links
        sources = Set(links.map(\.source))
        targets = Set(links.map(\.target))
    }

    /// Steps in target and source, in the order of the published pseudo-code.
    private static let neighbours = [
        (-1, 0), (0, -1), (1, 0), (0, 1), (-1, -1), (-1, 1), (1, -1), (1, 1),
    ]

    /// Adds neighbours of links, sweep after sweep over the target words and within them the
    /// source words, until a sweep adds none.
    ///
    /// A link that is added later in the order of the sweep is grown from in the same sweep.
    mutating func growDiagonally(within union: Set<WordAlignment.Link>) {
        let order = union.sorted(by: Self.isTargetFirst)
        var grows = true
        while grows {
            grows = false
            for link in order where links.contains(link) {
                for (target, source) in Self.neighbours {
                    let neighbour = WordAlignment.Link(
                        source: link.source + source, target: link.target + target)
                    if union.contains(neighbour), insert(neighbour, needsBoth: false) {
                        grows = true
                    }
                }
            }
        }
    }

    /// Adds, by target and then by source, the links whose words both have none.
    mutating func addUnlinked(_ candidates: [WordAlignment.Link]) {
        for link in candidates.sorted(by: Self.isTargetFirst) {
            _ = insert(link, needsBoth: true)
        }
    }

    private static func isTargetFirst(_ left: WordAlignment.Link, _ right: WordAlignment.Link)
        -> Bool
    {
        (left.target, left.source) < (right.target, right.source)
    }

    /// Adds a link to a word without one, and says whether it did.
    private mutating func insert(_ link: WordAlignment.Link, needsBoth: Bool) -> Bool {
        let isSourceFree = !sources.contains(link.source)
        let isTargetFree = !targets.contains(link.target)
        guard needsBoth ? isSourceFree && isTargetFree : isSourceFree || isTargetFree
        else { return false }
        sources.insert(link.source)
        targets.insert(link.target)
        return links.insert(link).inserted
    }
}
