/// An inline code of a `<seg>` whose number is not settled yet.
struct TMXCodeDraft {
    /// What makes two codes a pair.
    enum Pairing: Hashable {
        /// The `i` of `<bpt>` and `<ept>`, as written; empty where it is missing.
        case written(String)
        /// The nesting of a `<hi>`.
        case depth(Int)
    }

    /// What makes codes of different texts the same.
    struct Key: Hashable {
        let kind: InlineCode.Kind
        let markup: String
        let type: String?
    }

    var code: InlineCode
    var pairing: Pairing?
    /// `x`, from 1.
    var identity: Int?

    /// Whether it goes by the number of the code that it closes.
    var isEnd: Bool { code.kind == .close && pairing != nil }
    var key: Key { Key(kind: code.kind, markup: code.markup, type: code.type) }
}

/// Settles the numbers of a unit's codes, so that one code has one number in all languages.
///
/// A code keeps its `x` and a closing one takes its opening one's number. Of the others, one with
/// the same markup as a code of an earlier text gets that one's number; then one of the same kind
/// in the order of appearance, since markup is translated too (`title="…"`); the rest get what is
/// free.
struct TMXNumbering {
    /// Numbers in the order in which they came, each once.
    private struct Numbers {
        private(set) var inOrder: [Int] = []
        private var known: Set<Int> = []

        mutating func add(_ number: Int) {
            if known.insert(number).inserted { inOrder.append(number) }
        }
    }

    private var taken: Set<Int> = []
    private var free = 1
    /// The numbers given so far.
    private var byKey: [TMXCodeDraft.Key: Numbers] = [:]
    private var byKind: [InlineCode.Kind: Numbers] = [:]

    /// Whether some code has no number in the file, so that its like has to be found.
    private let seeksLikes: Bool

    /// The codes of each text, numbered.
    static func numbered(_ texts: [[TMXCodeDraft]]) -> [[InlineCode]] {
        var numbering = TMXNumbering(
            seeksLikes: texts.contains { $0.contains { $0.identity == nil && !$0.isEnd } })
        for text in texts {
            for draft in text {
                guard let identity = draft.identity else { continue }
                numbering.taken.insert(identity)
                if !draft.isEnd { numbering.note(identity, of: draft) }
            }
        }
        return texts.map { $0.isEmpty ? [] : numbering.number($0) }
    }

    private init(seeksLikes: Bool) {
        self.seeksLikes = seeksLikes
    }

    private mutating func number(_ drafts: [TMXCodeDraft]) -> [InlineCode] {
        let openings = Self.openings(of: drafts)
        let heads = drafts.indices.filter { openings[$0] == nil }
        var numbers: [Int?] = drafts.map(\.identity)
        var used = Set(heads.compactMap { numbers[$0] })
        assign(byKey, \.key, of: drafts, heads, &numbers, &used)
        assign(byKind, \.code.kind, of: drafts, heads, &numbers, &used)
        for index in heads {
            let number = numbers[index] ?? nextFree()
            numbers[index] = number
            note(number, of: drafts[index])
        }
        return drafts.indices.map { index in
            var code = drafts[index].code
            let head = openings[index] ?? index
            code.number = numbers[head] ?? 0
            if head != index, code.type == nil { code.type = drafts[head].code.type }
            return code
        }
    }

    /// Gives codes that have no number the known ones of their like, in order.
    private func assign<Like: Hashable>(
        _ known: [Like: Numbers], _ like: (TMXCodeDraft) -> Like, of drafts: [TMXCodeDraft],
        _ heads: [Int], _ numbers: inout [Int?], _ used: inout Set<Int>
    ) {
        guard !known.isEmpty else { return }
        var places: [Like: Int] = [:]
        for index in heads where numbers[index] == nil {
            let like = like(drafts[index])
            guard let candidates = known[like]?.inOrder else { continue }
            var place = places[like, default: 0]
            while place < candidates.count, used.contains(candidates[place]) { place += 1 }
            if place < candidates.count {
                numbers[index] = candidates[place]
                used.insert(candidates[place])
            }
            places[like] = place
        }
    }

    private mutating func note(_ number: Int, of draft: TMXCodeDraft) {
        guard seeksLikes else { return }
        byKey[draft.key, default: Numbers()].add(number)
        byKind[draft.code.kind, default: Numbers()].add(number)
    }

    private mutating func nextFree() -> Int {
        while !taken.insert(free).inserted { free += 1 }
        return free
    }

    /// For each code that closes another, which; of several with one `i`, the last still open.
    private static func openings(of drafts: [TMXCodeDraft]) -> [Int: Int] {
        var open: [TMXCodeDraft.Pairing: [Int]] = [:]
        var openings: [Int: Int] = [:]
        for (index, draft) in drafts.enumerated() {
            guard let pairing = draft.pairing else { continue }
            if draft.code.kind == .open {
                open[pairing, default: []].append(index)
            } else if let opening = open[pairing]?.popLast() {
                openings[index] = opening
            }
        }
        return openings
    }

    /// What is wrong with the pairs of one text.
    static func findings(in drafts: [TMXCodeDraft]) -> Set<CorpusFinding> {
        var findings: Set<CorpusFinding> = []
        guard drafts.contains(where: { $0.pairing != nil }) else { return findings }
        var seen: Set<String> = []
        let openings = openings(of: drafts)
        let closed = Set(openings.values)
        for (index, draft) in drafts.enumerated() {
            // A `<hi>` is an element: it always pairs, and has no `i`.
            guard case .written(let i) = draft.pairing else { continue }
            if i.isEmpty {
                findings.insert(.missingPairing)
            } else if draft.code.kind == .open, !seen.insert(i).inserted {
                findings.insert(.repeatedPairing)
            }
            if draft.code.kind == .open, !closed.contains(index) { findings.insert(.unclosedCode) }
            if draft.code.kind == .close, openings[index] == nil { findings.insert(.unopenedCode) }
        }
        return findings
    }
}
