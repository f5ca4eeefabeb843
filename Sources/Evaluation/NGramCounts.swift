/// How often each n-gram, of every order up to a highest one, occurs in the references.
struct NGramCounts {
    private let order: Int
    private var tree: PrefixTree
    private var counts: [Int32] = []  // by node

    /// - Parameters:
    ///   - order: the longest n-gram counted.
    ///   - expectedLength: of the sequences to come, to make room once.
    init(order: Int, expectedLength: Int) {
        self.order = order
        tree = PrefixTree(expectedNodes: order * min(expectedLength, 1 << 12))
    }

    /// Counts a reference; of several, each n-gram keeps its highest count.
    mutating func add(_ symbols: [UInt32]) {
        var occurrences = [Int32](repeating: 0, count: counts.count)
        for start in symbols.indices {
            var node = PrefixTree.root
            for symbol in symbols[start..<min(start + order, symbols.count)] {
                node = tree.child(of: node, along: symbol)
                let index = Int(node)
                while occurrences.count <= index { occurrences.append(0) }
                occurrences[index] += 1
            }
        }
        while counts.count < occurrences.count { counts.append(0) }
        for (node, occurrence) in occurrences.enumerated() where counts[node] < occurrence {
            counts[node] = occurrence
        }
    }

    /// How many n-grams of a hypothesis are matched, at most as often as the references have them.
    ///
    /// - Returns: the matches of order 1, 2, … up to the highest.
    func matches(of symbols: [UInt32]) -> [Int] {
        var matches = [Int](repeating: 0, count: order)
        var left = counts
        for start in symbols.indices {
            var node = PrefixTree.root
            for depth in 0..<min(order, symbols.count - start) {
                // What no reference holds, no longer n-gram of one begins with.
                guard let child = tree.existingChild(of: node, along: symbols[start + depth])
                else { break }
                node = child
                if left[Int(node)] > 0 {
                    left[Int(node)] -= 1
                    matches[depth] += 1
                }
            }
        }
        return matches
    }

    /// How many n-grams a sequence of this length has.
    static func total(length: Int, order: Int) -> Int {
        max(0, length - order + 1)
    }
}
