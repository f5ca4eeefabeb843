import Foundation

/// A translated segment as one line of JSON: `source`, `target`, `score`, `alternatives`
/// (`target` and `score` of each, best first) and `warnings`.
public enum SegmentJSON {
    private struct Object: Encodable {
        let source: String
        let target: String
        let score: Float
        let alternatives: [TranslatedSegment.Alternative]
        let warnings: [TranslatedSegment.Warning]
    }

    public static func line(for segment: TranslatedSegment) -> String {
        JSONLine.encode(
            Object(
                source: segment.source, target: segment.target, score: segment.score,
                alternatives: segment.alternatives, warnings: segment.warnings))
    }
}

/// Values as JSON on one line, keys in a fixed order.
///
/// What is no number, as a broken engine may give, is written as a string.
enum JSONLine {
    static func encode(_ value: some Encodable) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "Infinity", negativeInfinity: "-Infinity", nan: "NaN")
        do {
            return String(decoding: try encoder.encode(value), as: UTF8.self)
        } catch {
            preconditionFailure("a result that is no JSON: \(error)")
        }
    }
}
