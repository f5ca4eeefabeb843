/// Several texts, ready for chrF of each against each.
///
/// The n-grams of a text are counted once and kept in order, so that a pair is compared by one
/// merge of two lists, whichever of the two is the reference.
package struct MutualChrF: Sendable {
    private struct Entry {
        /// The n-gram's place in a tree of all.
        let node: Int32
        var count: Int32
    }

    private struct Text {
        /// Characters without white space.
        let length: Int
        /// Of each order, by node.
        let counts: [[Entry]]
    }

    private let metric: ChrF
    private let texts: [Text]

    /// - Parameter metric: of characters alone
    package init(_ texts: [String], metric: ChrF = ChrF()) {
        precondition(metric.wordOrder == 0, "chrF of words is not prepared for")
        self.metric = metric
        let characters = texts.map { metric.characters(of: $0) }
        var tree = PrefixTree(
            expectedNodes: metric.characterOrder * (characters.map(\.count).max() ?? 0))
        self.texts = characters.map {
            Text(length: $0.count, counts: Self.counts(in: $0, metric.characterOrder, &tree))
        }
    }

    private static func counts(
        in characters: CodePoints, _ order: Int, _ tree: inout PrefixTree
    ) -> [[Entry]] {
        var nodes = [[Int32]](repeating: [], count: order)
        for start in characters.indices {
            var node = PrefixTree.root
            for depth in 0..<min(order, characters.count - start) {
                node = tree.child(of: node, along: characters[start + depth])
                nodes[depth].append(node)
            }
        }
        return nodes.map { nodes in
            var entries: [Entry] = []
            for node in nodes.sorted() {
                if entries.last?.node == node {
                    entries[entries.count - 1].count += 1
                } else {
                    entries.append(Entry(node: node, count: 1))
                }
            }
            return entries
        }
    }

    /// chrF of two texts by their numbers, each as the hypothesis and the other as the reference;
    /// to the last bit what the metric says.
    package func scores(_ one: Int, _ other: Int) -> (ofOne: Double, ofOther: Double) {
        let (first, second) = (texts[one], texts[other])
        let matches = zip(first.counts, second.counts).map { Double(Self.matches($0, $1)) }
        return (
            value(hypothesis: first, reference: second, matches),
            value(hypothesis: second, reference: first, matches)
        )
    }

    private func value(hypothesis: Text, reference: Text, _ matches: [Double]) -> Double {
        metric.value(
            matches.enumerated().flatMap { index, matches in
                ChrF.orderCounts(
                    hypothesisLength: hypothesis.length, referenceLength: reference.length,
                    order: index + 1, matches: matches)
            })
    }

    /// n-grams that both have, each as often as the one has it that has it less often.
    private static func matches(_ one: [Entry], _ other: [Entry]) -> Int32 {
        var (i, j, sum) = (0, 0, Int32(0))
        while i < one.count, j < other.count {
            if one[i].node == other[j].node {
                sum += min(one[i].count, other[j].count)
                i += 1
                j += 1
            } else if one[i].node < other[j].node {
                i += 1
            } else {
                j += 1
            }
        }
        return sum
    }
}
