/// Gathers the inline codes of pairs.
struct TagInspector {
    private(set) var tags = CorpusInspection.Tags()

    /// - Returns: whether the translation has other codes than the source: more or fewer of a kind
    mutating func add(_ source: Segment, _ target: Segment) -> Bool {
        if source.codes.isEmpty, target.codes.isEmpty { return false }
        tags.pairs += 1
        let (sourceKinds, targetKinds) = (count(source), count(target))
        return sourceKinds != targetKinds
    }

    private struct Kinds: Equatable {
        var open = 0
        var close = 0
        var alone = 0
    }

    private mutating func count(_ segment: Segment) -> Kinds {
        var kinds = Kinds()
        for code in segment.codes {
            switch code.kind {
            case .open: kinds.open += 1
            case .close: kinds.close += 1
            case .alone: kinds.alone += 1
            }
            if let type = code.type { tags.types.count(type) }
            if !code.markup.isEmpty { tags.markups.count(code.markup) }
        }
        if kinds.open > 0 { tags.kinds[.open, default: 0] += kinds.open }
        if kinds.close > 0 { tags.kinds[.close, default: 0] += kinds.close }
        if kinds.alone > 0 { tags.kinds[.alone, default: 0] += kinds.alone }
        return kinds
    }
}
