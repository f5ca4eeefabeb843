import Foundation

/// A translated segment as one line of JSON: `source`, `target`, `score`, `confidence`,
/// `alternatives` (`target` and `score` of each, best first), `words` (`text`, `start`, `end` and
/// `probability` of each), `warnings` and `unmetTerms`.
///
/// What there is none of is left out: the confidence where nothing was translated, the words unless
/// asked for, the probability of a word that was carried over, and the terms where all are met.
public enum SegmentJSON {
    private struct Object: Encodable {
        let source: String
        let target: String
        let score: Float
        let confidence: Float?
        let alternatives: [TranslatedSegment.Alternative]
        let words: [TargetWord]?
        let warnings: [TranslatedSegment.Warning]
        let unmetTerms: [String]?
    }

    public static func line(for segment: TranslatedSegment) -> String {
        JSONLine.encode(
            Object(
                source: segment.source, target: segment.target, score: segment.score,
                confidence: segment.confidence, alternatives: segment.alternatives,
                words: segment.words, warnings: segment.warnings,
                unmetTerms: segment.unmetTerms.isEmpty ? nil : segment.unmetTerms))
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
