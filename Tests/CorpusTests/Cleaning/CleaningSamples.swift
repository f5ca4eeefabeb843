@testable import Corpus

/// What rules and repairs make of texts, for their tests.
enum CleaningSamples {
    static let languages = (
        german: try? LanguagePair(source: "en", target: "de"),
        chinese: try? LanguagePair(source: "en", target: "zh")
    )

    /// - Returns: why the pair has to go
    static func fault(_ rule: some PairRule, _ source: String, _ target: String) -> String? {
        fault(rule, Segment(source), Segment(target))
    }

    static func fault(_ rule: some PairRule, _ source: Segment, _ target: Segment) -> String? {
        var pair = CleaningPair()
        let scanner = TextScanner()
        _ = pair.source.load(source, repairs: [], scanner: scanner)
        _ = pair.target.load(target, repairs: [], scanner: scanner)
        return rule.fault(of: pair)
    }

    static func repaired(_ repair: some TextRepair, _ text: String) -> String {
        repaired(repair, Segment(text)).text
    }

    static func repaired(_ repair: some TextRepair, _ segment: Segment) -> Segment {
        var side = CleaningSide()
        _ = side.load(segment, repairs: [repair], scanner: TextScanner())
        return side.segment
    }

    static func pair(_ source: String, _ target: String, line: Int = 1) -> SegmentPair {
        SegmentPair(
            source: source, target: target, position: FilePosition(file: "m.tsv", line: line))
    }
}
