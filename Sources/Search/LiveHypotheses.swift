/// Unfinished hypotheses of a sentence, all of one length.
struct LiveHypotheses {
    private(set) var tokens: [Int32] = []
    /// Each one's place among those of the step before; −1 where it begins.
    private(set) var parents: [Int32] = []
    /// Each one's place in the tree.
    private(set) var nodes: [Int] = []
    /// Each one's log-probability so far.
    private(set) var logProbabilities: [Float] = []

    var isEmpty: Bool { tokens.isEmpty }
    var count: Int { tokens.count }

    mutating func append(token: Int32, parent: Int, node: Int, logProbability: Float) {
        tokens.append(token)
        parents.append(Int32(parent))
        nodes.append(node)
        logProbabilities.append(logProbability)
    }

    mutating func removeAll() {
        tokens.removeAll(keepingCapacity: true)
        parents.removeAll(keepingCapacity: true)
        nodes.removeAll(keepingCapacity: true)
        logProbabilities.removeAll(keepingCapacity: true)
    }
}
