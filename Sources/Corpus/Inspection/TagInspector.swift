/// Gathers the inline codes of pairs.
struct TagInspector {
    private var gathered = CorpusInspection.Tags()
    private var kinds = Kinds()

    /// - Returns: whether the translation has other codes than the source: more or fewer of a kind
    mutating func add(_ source: Segment, _ target: Segment) -> Bool {
        if source.codes.isEmpty, target.codes.isEmpty { return false }
        gathered.pairs += 1
        let (sourceKinds, targetKinds) = (count(source), count(target))
        return sourceKinds != targetKinds
    }

    var tags: CorpusInspection.Tags {
        var tags = gathered
        let counts: [(InlineCode.Kind, Int)] = [
            (.open, kinds.open), (.close, kinds.close), (.alone, kinds.alone),
        ]
        for (kind, count) in counts where count > 0 { tags.kinds[kind] = count }
        return tags
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
            if let type = code.type { gathered.types.count(type) }
            if !code.markup.isEmpty { gathered.markups.count(code.markup) }
        }
        self.kinds.open += kinds.open
        self.kinds.close += kinds.close
        self.kinds.alone += kinds.alone
        return kinds
    }
}
