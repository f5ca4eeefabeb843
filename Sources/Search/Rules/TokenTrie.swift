/// Token sequences by their common beginnings.
struct TokenTrie: Sendable {
    static let root = 0
    /// Of each node: the node that a token leads to.
    private(set) var children: [[Int32: Int]] = [[:]]
    private(set) var depths = [0]
    /// Whether a sequence ends in a node.
    private(set) var isEnd = [false]
    /// Of each node: tokens that complete a sequence.
    private(set) var completions: [[Int32]] = [[]]
    /// Tokens of the longest sequence.
    private(set) var depth = 0

    init(_ sequences: [[Int32]] = []) {
        for sequence in sequences { insert(sequence) }
    }

    var count: Int { children.count }
    var isEmpty: Bool { count == 1 }

    /// - Returns: the node in which the sequence ends.
    @discardableResult mutating func insert(_ sequence: [Int32]) -> Int {
        var node = Self.root
        for (index, token) in sequence.enumerated() {
            let child = children[node][token] ?? append(token, to: node)
            if index == sequence.count - 1, !isEnd[child] {
                isEnd[child] = true
                completions[node].append(token)
            }
            node = child
        }
        depth = max(depth, sequence.count)
        return node
    }

    private mutating func append(_ token: Int32, to parent: Int) -> Int {
        let node = count
        children[parent][token] = node
        depths.append(depths[parent] + 1)
        children.append([:])
        isEnd.append(false)
        completions.append([])
        return node
    }

    /// The node that tokens lead to from the root; nil when none does.
    func node(of tokens: ArraySlice<Int32>) -> Int? {
        var node = Self.root
        for token in tokens {
            guard let child = children[node][token] else { return nil }
            node = child
        }
        return node
    }
}
