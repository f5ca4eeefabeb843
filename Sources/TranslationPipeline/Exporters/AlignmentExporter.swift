import Foundation

/// How alignments are written; every format has one line a segment.
public enum AlignmentFormat: String, Sendable, CaseIterable {
    /// `0-0 1-2`: source word, target word, from 0.
    case pharaoh
    /// A row for each target word, its weights separated by commas, rows by spaces.
    case soft
    /// One object: words, their places, links and weights.
    case json
}

/// Alignments as text.
public enum AlignmentExporter {
    /// The line for a segment whose alignment was asked for; empty without one.
    public static func line(for segment: TranslatedSegment, as format: AlignmentFormat) -> String {
        guard let alignment = segment.alignment else { return "" }
        switch format {
        case .pharaoh:
            return alignment.links.map { "\($0.source)-\($0.target)" }.joined(separator: " ")
        case .soft:
            return softRows(alignment).joined(separator: " ")
        case .json:
            return AlignmentJSON(segment, alignment).line
        }
    }

    /// A row for every target word; zeros where a word belongs to another block, or was copied.
    private static func softRows(_ alignment: SegmentAlignment) -> [String] {
        let count = alignment.sourceWords.count
        let none = repeatElement("0", count: count).joined(separator: ",")
        var rows = [String](repeating: none, count: alignment.targetWords.count)
        for block in alignment.attention {
            for (index, row) in block.weights.enumerated() {
                let before = repeatElement("0", count: block.firstSourceWord)
                let after = repeatElement(
                    "0", count: count - block.firstSourceWord - row.count)
                rows[block.firstTargetWord + index] =
                    (before + row.map(rounded) + after).joined(separator: ",")
            }
        }
        return rows
    }

    private static func rounded(_ weight: Float) -> String {
        let thousandths = (weight * 1000).rounded()
        return thousandths == 0 ? "0" : "\(thousandths / 1000)"
    }
}

/// A segment's alignment as one object.
///
/// `sourceWords` and `targetWords` have `text`, `start` and `end` (Unicode code points in `source`
/// and `target`); `links` are `[source word, target word]`; each of `attention` is the matrix of
/// a part translated on its own, `weights[target word][source word]` from the first words named.
private struct AlignmentJSON: Encodable {
    let source: String
    let target: String
    let sourceWords: [SegmentWord]
    let targetWords: [SegmentWord]
    let links: [[Int]]
    let attention: [Block]

    struct Block: Encodable {
        let firstSourceWord: Int
        let firstTargetWord: Int
        let weights: [[Double]]
    }

    init(_ segment: TranslatedSegment, _ alignment: SegmentAlignment) {
        source = segment.source
        target = segment.target
        sourceWords = alignment.sourceWords
        targetWords = alignment.targetWords
        links = alignment.links.map { [$0.source, $0.target] }
        attention = alignment.attention.map { block in
            Block(
                firstSourceWord: block.firstSourceWord, firstTargetWord: block.firstTargetWord,
                // Four digits: what attention is worth, and a tenth of the size.
                weights: block.weights.map { row in
                    row.map { (Double($0) * 10_000).rounded() / 10_000 }
                })
        }
    }

    var line: String { JSONLine.encode(self) }
}
