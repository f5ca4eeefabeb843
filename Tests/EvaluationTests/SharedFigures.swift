import Foundation
import Testing

@testable import Evaluation

/// WMT21's system outputs and what sacreBLEU 2.6.0 says of them, where they are at hand.
///
/// They stand beside the package, in `../shared/data/metrics`, or under the folder named by
/// `TRANSLATE_SHARED_DATA`; they are other people's and no part of the package.
enum SharedFigures {
    static let folder: URL? = {
        let named = ProcessInfo.processInfo.environment["TRANSLATE_SHARED_DATA"]
        let package = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let data =
            named.map { URL(filePath: $0) }
            ?? package.deletingLastPathComponent().appending(path: "shared/data")
        let folder = data.appending(path: "metrics")
        let figures = folder.appending(path: "sacrebleu-figures.tsv").path(percentEncoded: false)
        return FileManager.default.fileExists(atPath: figures) ? folder : nil
    }()

    static var isPresent: Bool { folder != nil }

    /// One figure of a whole translation.
    struct Row: Sendable, CustomTestStringConvertible {
        let set: String
        let system: String
        let references: [String]
        let metric: String
        let value: Double
        let signature: String
        let detail: String

        var testDescription: String {
            "\(set) \(system) \(references.joined(separator: "+")) \(metric) \(signature)"
        }
    }

    static let rows: [Row] = table("sacrebleu-figures.tsv").compactMap { fields in
        guard fields.count >= 6, let value = Double(fields[4]) else { return nil }
        return Row(
            set: fields[0], system: fields[1],
            references: fields[2].split(separator: "+").map(String.init), metric: fields[3],
            value: value, signature: fields[5], detail: fields.count > 6 ? fields[6] : "")
    }

    static func table(_ name: String) -> [[String]] {
        lines(name).map { $0.components(separatedBy: "\t") }
    }

    static func lines(_ path: String) -> [String] {
        guard let folder, let bytes = try? Data(contentsOf: folder.appending(path: path))
        else { return [] }
        var lines = String(decoding: bytes, as: UTF8.self).components(separatedBy: "\n")
        if lines.last?.isEmpty == true { lines.removeLast() }
        return lines
    }

    static func hypotheses(_ set: String, _ system: String) -> [String] {
        let pair = set.dropFirst("wmt21_".count)
        return lines("\(set)/newstest2021.\(pair).hyp.\(system).\(pair.suffix(2))")
    }

    static func reference(_ set: String, _ name: String) -> [String] {
        let pair = set.dropFirst("wmt21_".count)
        return lines("\(set)/newstest2021.\(pair).ref.\(name).\(pair.suffix(2))")
    }

    /// The metric that a row's name and signature describe.
    static func metric(for row: Row) -> (any Metric)? {
        let lowercases = row.signature.contains("case:lc")
        switch row.metric {
        case "BLEU", "BLEU-lc":
            let name = row.signature.split(separator: "|").first { $0.hasPrefix("tok:") }
            guard let name, let tokenization = BLEU.Tokenization(rawValue: "\(name.dropFirst(4))")
            else { return nil }
            return BLEU(tokenization: tokenization, lowercases: lowercases)
        case "chrF2", "chrF2++", "chrF1-lc":
            return ChrF(
                wordOrder: row.metric.hasSuffix("++") ? 2 : 0,
                beta: row.metric.hasPrefix("chrF1") ? 1 : 2, lowercases: lowercases)
        case "TER", "TER-norm-cs":
            return TER(
                normalizes: row.metric == "TER-norm-cs", isCaseSensitive: !lowercases)
        default: return nil
        }
    }
}
