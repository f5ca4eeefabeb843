/// All hypotheses of a search as one tree of tokens: those with a common beginning share it.
struct HypothesisTree {
    /// Stands for `<s>`, before the first token.
    static let root = -1

    private var tokens: [Int32] = []
    private var logProbabilities: [Float] = []
    private var parents: [Int] = []

    /// - Returns: the new node.
    mutating func append(token: Int32, logProbability: Float, parent: Int) -> Int {
        tokens.append(token)
        logProbabilities.append(logProbability)
        parents.append(parent)
        return tokens.count - 1
    }

    /// The tokens from the first to that of `node`.
    func tokens(to node: Int) -> [Int32] { nodes(to: node).map { tokens[$0] } }

    /// The tokens from the first to that of `node`, with their log-probabilities.
    func path(to node: Int) -> (tokens: [Int32], logProbabilities: [Float]) {
        let nodes = nodes(to: node)
        return (nodes.map { tokens[$0] }, nodes.map { logProbabilities[$0] })
    }

    private func nodes(to node: Int) -> [Int] {
        var nodes: [Int] = []
        var node = node
        while node != Self.root {
            nodes.append(node)
            node = parents[node]
        }
        nodes.reverse()
        return nodes
    }
}
