/// Finds which required terms stand in a hypothesis, token by token.
///
/// Aho & Corasick 1975: a node is the longest end of what was read that begins an alternative of
/// some term, so every occurrence is seen, also one within others or across them.
struct TermAutomaton {
    struct State: Equatable {
        fileprivate(set) var node = TokenTrie.root
        /// The terms read so far, one bit each.
        fileprivate(set) var met: UInt64 = 0
    }

    private let trie: TokenTrie
    /// Of each node: that of the next shorter end.
    private var shorter: [Int]
    /// Of each node: the terms that are complete there, those of shorter ends included.
    private var complete: [UInt64]
    /// Of each node: the terms that have an alternative through it.
    private var reachable: [UInt64]
    /// Of each node: by how many tokens a term is nearer there than at the root, those of shorter
    /// ends included.
    private var savings: [[Int: Int]]
    /// Tokens of each term's shortest alternative.
    private let shortest: [Int]
    private let all: UInt64

    /// - Parameter terms: at most 64, each with alternatives
    init(_ terms: [RequiredTerm]) {
        precondition(terms.count <= 64, "\(terms.count) terms")
        trie = TokenTrie(terms.flatMap(\.alternatives))
        shortest = terms.map { $0.alternatives.map(\.count).min() ?? 0 }
        all = terms.isEmpty ? 0 : ~0 >> UInt64(64 - terms.count)
        shorter = Array(repeating: TokenTrie.root, count: trie.count)
        complete = Array(repeating: 0, count: trie.count)
        reachable = complete
        savings = Array(repeating: [:], count: trie.count)
        for (number, term) in terms.enumerated() {
            for alternative in term.alternatives { mark(alternative, of: number) }
        }
        linkShorterEnds()
    }

    private mutating func mark(_ alternative: [Int32], of term: Int) {
        var node = TokenTrie.root
        for (index, token) in alternative.enumerated() {
            guard let child = trie.children[node][token] else { return }
            node = child
            reachable[node] |= 1 << term
            let saved = shortest[term] - (alternative.count - index - 1)
            if saved > 0 { savings[node][term] = max(saved, savings[node][term] ?? 0) }
        }
        complete[node] |= 1 << term
    }

    /// From the root outwards: a shorter end's own are known when a longer one's are made.
    private mutating func linkShorterEnds() {
        let order = (0..<trie.count).sorted { (trie.depths[$0], $0) < (trie.depths[$1], $1) }
        for parent in order {
            for (token, child) in trie.children[parent] {
                let end =
                    parent == TokenTrie.root
                    ? TokenTrie.root : node(after: shorter[parent], token)
                shorter[child] = end
                complete[child] |= complete[end]
                savings[child].merge(savings[end], uniquingKeysWith: max)
            }
        }
    }

    private func node(after node: Int, _ token: Int32) -> Int {
        var node = node
        while true {
            if let child = trie.children[node][token] { return child }
            if node == TokenTrie.root { return node }
            node = shorter[node]
        }
    }

    // MARK: Reading

    func state(after state: State, _ token: Int32) -> State {
        let node = node(after: state.node, token)
        return State(node: node, met: state.met | complete[node])
    }

    /// Whether all terms were read.
    func isMet(_ state: State) -> Bool { state.met == all }

    /// The terms that do not stand in a translation, one bit each.
    func unmet(in tokens: [Int32]) -> UInt64 {
        all & ~tokens.reduce(State()) { self.state(after: $0, $1) }.met
    }

    /// Tokens that are missing for all terms, at least: of terms that have begun only the one that
    /// is furthest is taken to go on.
    func missingTokens(_ state: State) -> Int {
        var missing = 0
        for (term, count) in shortest.enumerated() where isUnmet(term, state) { missing += count }
        let saved = savings[state.node].lazy.filter { isUnmet($0.key, state) }.map(\.value).max()
        return missing - (saved ?? 0)
    }

    private func isUnmet(_ term: Int, _ state: State) -> Bool { state.met >> term & 1 == 0 }

    /// Tokens that begin a term that was not read, or go on with one.
    func advances(_ state: State) -> Set<Int32> {
        var tokens: Set<Int32> = []
        var node = state.node
        while true {
            for (token, child) in trie.children[node] where reachable[child] & ~state.met != 0 {
                tokens.insert(token)
            }
            if node == TokenTrie.root { return tokens }
            node = shorter[node]
        }
    }
}
