import Foundation
internal import Text

/// Why two engines cannot be joined.
package struct EngineMismatch: Error, Equatable, CustomStringConvertible {
    package enum Use: Sendable {
        /// One engine is made of several, by the mean of their weights.
        case average
        /// They translate together.
        case ensemble
    }

    package let use: Use
    package let first: String
    package let other: String
    /// `modelDimension (128 and 256)`.
    package let differences: [String]

    package var description: String {
        let (verb, remedy) =
            switch use {
            case .average:
                (
                    "be averaged",
                    "engines of one training, or of several that began from the same engine"
                )
            case .ensemble:
                ("translate together", "engines that were trained with the same subwords")
            }
        return "\(other): cannot \(verb) with \(first): they differ in "
            + differences.joined(separator: ", ") + ". Pass \(remedy)."
    }
}

extension Engine {
    /// - Parameter paths: of this engine and of the other, for the error
    /// - Throws: if what one reads and writes the other does not, in the same tokens
    func requireSameText(
        as other: Engine, paths: (String, String)
    ) throws(EngineMismatch) {
        let differences = textDifferences(from: other)
        guard differences.isEmpty else {
            throw EngineMismatch(
                use: .ensemble, first: paths.0, other: paths.1, differences: differences)
        }
    }

    /// - Parameter paths: of this engine and of the other, for the error
    /// - Throws: if weights of one mean something else in the other
    func requireSameWeights(
        as other: Engine, paths: (String, String)
    ) throws(EngineMismatch) {
        let differences =
            Self.differences(description.parts, other.description.parts)
            + textDifferences(from: other)
        guard differences.isEmpty else {
            throw EngineMismatch(
                use: .average, first: paths.0, other: paths.1, differences: differences)
        }
    }

    private func textDifferences(from other: Engine) -> [String] {
        let subwords = [
            (sourceSubwords, other.sourceSubwords), (targetSubwords, other.targetSubwords),
        ]
        let areSame = subwords.allSatisfy {
            $0.mergesText == $1.mergesText && $0.vocabularyText == $1.vocabularyText
        }
        return Self.differences(description.languages, other.description.languages)
            + (areSame ? [] : ["their subwords"])
    }

    private static func differences(
        _ mine: [String: String], _ others: [String: String]
    ) -> [String] {
        Set(mine.keys).union(others.keys).sorted().compactMap { name in
            mine[name] == others[name]
                ? nil : "\(name) (\(mine[name] ?? "none") and \(others[name] ?? "none"))"
        }
    }
}

extension EngineDescription {
    /// What text it is for, by the names in config.json.
    fileprivate var languages: [String: String] {
        [
            "sourceLanguage": sourceLanguage, "targetLanguage": targetLanguage,
            "kind": text.kind.rawValue,
        ]
    }

    /// What its model is made of, by the names in config.json.
    fileprivate var parts: [String: String] {
        let fields = (try? JSONEncoder().encode(configuration)).flatMap {
            try? JSONSerialization.jsonObject(with: $0) as? [String: Any]
        }
        // Dropout is of training alone.
        return (fields ?? [:]).filter { !$0.key.lowercased().contains("dropout") }
            .mapValues { "\($0)" }
    }
}
