import Foundation
import Testing

/// Real segments of one language, each taken for a sentence, to be joined and found again.
struct SentenceCorpus: Sendable, CustomTestStringConvertible {
    var language: String
    var path: String
    /// Where the sentence stands in a line.
    var place: Place
    /// The least F1 that is expected, a little under what was measured.
    var floor: Double

    enum Place: Sendable {
        case line
        case column(Int)
        /// In a TMX file with one `<seg>` a line, under a `<tuv>` of that language.
        case segment(String)
    }

    var testDescription: String { "\(language) \(path)" }

    /// Without those that do not look like one sentence: headings, halves, lists.
    func sentences() throws -> [String] {
        let lines =
            path.hasSuffix(".gz")
            ? try SharedFiles.unzippedLines(path) : try SharedFiles.lines(path)
        var seen = Set<String>()
        return texts(in: lines).filter { isSentence($0) && seen.insert($0).inserted }
    }

    private func texts(in lines: [String]) -> [String] {
        switch place {
        case .line: return lines
        case .column(let column):
            return lines.compactMap {
                let columns = $0.split(separator: "\t", omittingEmptySubsequences: false)
                return columns.indices.contains(column) ? String(columns[column]) : nil
            }
        case .segment(let tag):
            var isOwn = false
            return lines.compactMap { line in
                if line.contains("lang=") { isOwn = line.contains("lang=\"\(tag)\"") }
                guard isOwn, let start = line.range(of: "<seg>"),
                    let end = line.range(of: "</seg>"), start.upperBound <= end.lowerBound
                else { return nil }
                let text = String(line[start.upperBound..<end.lowerBound])
                return text.contains("&") || text.contains("<") ? nil : text
            }
        }
    }

    private func isSentence(_ text: String) -> Bool {
        guard let first = text.first, first.isLetter || first.isNumber, !first.isLowercase,
            let last = text.last, ".!?。！？".contains(last), !text.hasSuffix("..")
        else { return false }
        return text.count >= 8 || language == "zh"
    }
}

/// How many boundaries of joined sentences were found.
struct BoundaryCounts {
    var expected = 0
    var found = 0
    var correct = 0

    var precision: Double { Double(correct) / Double(max(found, 1)) }
    var recall: Double { Double(correct) / Double(max(expected, 1)) }
    var f1: Double { 2 * precision * recall / max(precision + recall, .leastNonzeroMagnitude) }

    mutating func add(expected: Set<Int>, found: Set<Int>) {
        self.expected += expected.count
        self.found += found.count
        correct += expected.intersection(found).count
    }
}
