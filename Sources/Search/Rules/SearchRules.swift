/// What may stand in the translations of all sentences.
struct SearchRules {
    let options: BeamSearch.Options
    private let forbidden: TokenTrie

    init(_ options: BeamSearch.Options) {
        self.options = options
        forbidden = TokenTrie(options.forbidden)
    }

    /// - Returns: nil when anything may.
    func forSentence(_ request: SearchRequest) -> SentenceRules? {
        guard
            options.noRepeatTokens > 0 || !forbidden.isEmpty || !request.prefixEndings.isEmpty
        else { return nil }
        return SentenceRules(
            noRepeatTokens: options.noRepeatTokens, forbidden: forbidden,
            prefixLength: request.prefix.count, endings: TokenTrie(request.prefixEndings))
    }
}

/// What may stand in the translations of one sentence.
struct SentenceRules {
    fileprivate let noRepeatTokens: Int
    fileprivate let forbidden: TokenTrie
    fileprivate let prefixLength: Int
    /// What may follow the prefix; anything if empty.
    fileprivate let endings: TokenTrie

    /// What may follow these tokens, which have the prefix already; nil for anything.
    func restriction(after tokens: [Int32]) -> Restriction? {
        var restriction = Restriction(only: endings(after: tokens))
        blockForbidden(after: tokens, &restriction.blocked)
        blockRepeated(after: tokens, &restriction.blocked)
        return restriction.only == nil && restriction.blocked.isEmpty ? nil : restriction
    }

    /// What may continue a prefix's ending that is not complete.
    private func endings(after tokens: [Int32]) -> [Int32]? {
        guard !endings.isEmpty, tokens.count < prefixLength + endings.depth else { return nil }
        var node = TokenTrie.root
        for token in tokens[prefixLength...] {
            guard let child = endings.children[node][token], !endings.isEnd[child] else {
                return nil
            }
            node = child
        }
        return Array(endings.children[node].keys)
    }

    /// What would complete a forbidden sequence, wherever that has begun.
    private func blockForbidden(after tokens: [Int32], _ blocked: inout Set<Int32>) {
        guard !forbidden.isEmpty else { return }
        for start in max(tokens.count - forbidden.depth + 1, 0)...tokens.count {
            if let node = forbidden.node(of: tokens[start...]) {
                blocked.formUnion(forbidden.completions[node])
            }
        }
    }

    /// What would repeat `noRepeatTokens` tokens in a row.
    private func blockRepeated(after tokens: [Int32], _ blocked: inout Set<Int32>) {
        let before = noRepeatTokens - 1
        guard before >= 0, tokens.count > before else { return }
        let newest = tokens.suffix(before)
        for place in before..<tokens.count
        where tokens[place - before..<place].elementsEqual(newest) {
            blocked.insert(tokens[place])
        }
    }
}
