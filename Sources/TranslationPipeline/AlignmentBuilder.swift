internal import Alignment

/// Puts the alignments of a line's parts together.
struct AlignmentBuilder {
    private var sourceWords: [SegmentWord] = []
    private var targetWords: [SegmentWord] = []
    private var links: [SegmentAlignment.Link] = []
    private var blocks: [SegmentAlignment.Block] = []
    /// Where the next part's translation begins in the line's, in Unicode code points.
    private var targetOffset: Int

    init(targetOffset: Int) {
        self.targetOffset = targetOffset
    }

    mutating func add(_ part: SegmentPart, _ target: TargetText) {
        let (firstSource, firstTarget) = (sourceWords.count, targetWords.count)
        addSource(part)
        targetWords += target.words.map { $0.shifted(by: targetOffset) }
        links += target.links.map {
            SegmentAlignment.Link(source: firstSource + $0.source, target: firstTarget + $0.target)
        }
        blocks.append(
            SegmentAlignment.Block(
                firstSourceWord: firstSource, firstTargetWord: firstTarget,
                weights: target.weights ?? []))
        targetOffset += target.text.unicodeScalars.count
    }

    /// A part that has nothing to translate: every word is its own translation.
    mutating func addCopy(_ part: SegmentPart) {
        let (firstSource, firstTarget) = (sourceWords.count, targetWords.count)
        addSource(part)
        for (index, word) in part.source.words.enumerated() {
            targetWords.append(SegmentWord(word).shifted(by: targetOffset))
            links.append(
                SegmentAlignment.Link(source: firstSource + index, target: firstTarget + index))
        }
        targetOffset += part.text.unicodeScalars.count
    }

    mutating func skip(_ separator: String) {
        targetOffset += separator.unicodeScalars.count
    }

    private mutating func addSource(_ part: SegmentPart) {
        sourceWords += part.source.words.map { SegmentWord($0).shifted(by: part.offset) }
    }

    var alignment: SegmentAlignment {
        SegmentAlignment(
            sourceWords: sourceWords, targetWords: targetWords, links: links, attention: blocks)
    }
}
