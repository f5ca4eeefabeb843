/// Learned merges, in the order of learning, ready to be applied.
///
/// Sennrich, Haddow & Birch 2016 (arXiv:1508.07909): whatever pair of neighbours was merged
/// earliest in training is merged first.
struct MergeTable: Sendable {
    struct Merge: Sendable, Equatable {
        let left: Int32
        let right: Int32
        let merged: Int32
    }

    let merges: [Merge]
    private let ranks: [UInt64: Int32]

    init(_ merges: [Merge]) {
        self.merges = merges
        ranks = Dictionary(
            zip(merges, Int32(0)...).map { (Self.key($0.left, $0.right), $1) },
            uniquingKeysWith: { first, _ in first })
    }

    /// Merges neighbours until no learned pair is left.
    ///
    /// Symbols below 0 never merge.
    func apply(to symbols: inout [Int32]) {
        while symbols.count > 1 {
            var best = Int32.max
            for index in 1..<symbols.count {
                if symbols[index - 1] < 0 || symbols[index] < 0 { continue }
                if let rank = ranks[Self.key(symbols[index - 1], symbols[index])], rank < best {
                    best = rank
                }
            }
            guard best < Int32.max else { return }
            merge(merges[Int(best)], in: &symbols)
        }
    }

    private func merge(_ merge: Merge, in symbols: inout [Int32]) {
        var kept = 0
        var index = 0
        while index < symbols.count {
            let isPair =
                index + 1 < symbols.count
                && symbols[index] == merge.left && symbols[index + 1] == merge.right
            symbols[kept] = isPair ? merge.merged : symbols[index]
            kept += 1
            index += isPair ? 2 : 1
        }
        symbols.removeLast(symbols.count - kept)
    }

    private static func key(_ left: Int32, _ right: Int32) -> UInt64 {
        UInt64(UInt32(bitPattern: left)) << 32 | UInt64(UInt32(bitPattern: right))
    }
}

// MARK: - File

extension MergeTable {
    /// The lines of `subwords.bpe` after its header: `left right`, a merge a line, in the order of
    /// learning.
    func text(_ vocabulary: Vocabulary) -> String {
        merges.map { merge in
            vocabulary.tokens[Int(merge.left)] + " " + vocabulary.tokens[Int(merge.right)] + "\n"
        }.joined()
    }

    /// - Parameter lines: all of the file's, the first `headerCount` of which are none
    /// - Throws: for anything that `text` would not have written with this vocabulary.
    init(
        _ lines: [String], after headerCount: Int, file: String, vocabulary: Vocabulary
    ) throws(TextError) {
        var merges: [Merge] = []
        var seen: Set<UInt64> = []
        for (index, line) in lines.enumerated().dropFirst(headerCount) {
            let merge = try Self.merge(line, vocabulary: vocabulary, file: file, line: index + 1)
            guard seen.insert(Self.key(merge.left, merge.right)).inserted else {
                throw TextError(.duplicateMerge(line), in: file, line: index + 1)
            }
            merges.append(merge)
        }
        self.init(merges)
    }

    private static func merge(
        _ text: String, vocabulary: Vocabulary, file: String, line: Int
    ) throws(TextError) -> Merge {
        let parts = text.utf8.split(separator: 0x20, omittingEmptySubsequences: false)
            .map { String(Substring($0)) }
        guard parts.count == 2, let left = TokenForm(spelling: parts[0]),
            let right = TokenForm(spelling: parts[1])
        else { throw TextError(.malformedMerge(text), in: file, line: line) }
        func id(_ form: TokenForm) throws(TextError) -> Int32 {
            guard let id = vocabulary.id(of: .text(form)) else {
                throw TextError(.unknownToken(form.spelling), in: file, line: line)
            }
            return id
        }
        return Merge(
            left: try id(left), right: try id(right), merged: try id(left.followed(by: right)))
    }
}

extension TokenForm {
    /// The one token that stands for this one and `next` touching it.
    func followed(by next: TokenForm) -> TokenForm {
        TokenForm(
            surface: surface + next.surface, joinsLeft: joinsLeft, joinsRight: next.joinsRight)
    }
}
