package import Text

/// What a user asks of the preparation of text, and of the subwords learned from it; what is nil
/// is as usual.
package struct TextChoices: Sendable, Equatable {
    package var normalization: Normalization?
    package var marksCase: Bool?
    package var protectedKinds: Set<Protection.Kind>?
    /// ICU regular expressions for what else is protected.
    package var patterns: [String]?
    /// The glossary's.
    package var terms: [String]?
    /// The share of the text's characters that get tokens of their own, 0…1.
    package var characterCoverage: Double?
    package var hasByteFallback: Bool?
    /// Of a pair of subwords that is merged.
    package var minimumPairCount: Int?

    package init() {}

    /// How text is prepared.
    package var treatment: TextTreatment {
        TextTreatment(
            normalization: normalization ?? .nfc, marksCase: marksCase ?? false,
            protection: Protection(
                kinds: protectedKinds ?? Protection.customary.kinds, patterns: patterns ?? [],
                terms: terms ?? []))
    }

    /// What is learned.
    package func subwordOptions(size: Int) -> SubwordOptions {
        var options = SubwordOptions(vocabularySize: size)
        if let characterCoverage { options.characterCoverage = characterCoverage }
        if let hasByteFallback { options.hasByteFallback = hasByteFallback }
        if let minimumPairCount { options.minimumPairCount = minimumPairCount }
        return options
    }

    /// The choices that a training was begun with, all of them.
    init(_ treatment: TextTreatment, _ options: SubwordOptions) {
        normalization = treatment.normalization
        marksCase = treatment.marksCase
        protectedKinds = treatment.protection.kinds
        patterns = treatment.protection.patterns
        terms = treatment.protection.terms
        characterCoverage = options.characterCoverage
        hasByteFallback = options.hasByteFallback
        minimumPairCount = options.minimumPairCount
    }
}

// MARK: - Words

extension TextTreatment {
    /// In one line, for people: `NFC, case kept, protected: emails, placeholders, urls`.
    package var summary: String {
        var parts = [
            normalization == .none ? "not normalized" : normalization.words,
            marksCase ? "case marked" : "case kept",
        ]
        let kinds = protection.kinds.sorted().map(\.rawValue)
        if !kinds.isEmpty { parts.append("protected: " + kinds.joined(separator: ", ")) }
        if !protection.patterns.isEmpty {
            parts.append("\(grouped(protection.patterns.count)) patterns of the user’s")
        }
        if !protection.terms.isEmpty {
            parts.append("\(grouped(protection.terms.count)) terms of a glossary")
        }
        return parts.joined(separator: "; ")
    }
}

extension Normalization {
    fileprivate var words: String {
        switch self {
        case .none: "as it is"
        case .nfc: "NFC"
        case .nfkc: "NFKC"
        case .translation: "normalized for translation"
        }
    }
}

extension SubwordOptions {
    /// In one line, for people.
    package var summary: String {
        let characters =
            characterCoverage < 1
            ? "characters that make \(characterCoverage) of the text"
            : "characters seen \(minimumCharacterCount) times or more"
        return characters + ", pairs seen \(grouped(minimumPairCount)) times or more, "
            + (hasByteFallback ? "bytes for what is left" : "<unk> for what is left")
    }
}

// MARK: - Resuming

extension TextChoices {
    /// The choices by their options, as people write them; nil for what is not chosen.
    ///
    /// Two that are written alike are the same.
    var byOption: [(option: String, words: String?)] {
        [
            ("--text-normalization", normalization?.rawValue),
            ("--casing", marksCase.map { $0 ? "mark" : "keep" }),
            (
                "--protect",
                protectedKinds.map { kinds in
                    kinds.isEmpty ? "none" : kinds.sorted().map(\.rawValue).joined(separator: ",")
                }
            ),
            ("--protect-pattern", patterns.map { Self.list($0) }),
            ("--glossary", terms.map { Self.list($0) }),
            ("--coverage", characterCoverage.map { "\($0)" }),
            ("--byte-fallback", hasByteFallback.map { $0 ? "yes" : "no" }),
            ("--minimum-frequency", minimumPairCount.map { "\($0)" }),
        ]
    }

    private static func list(_ words: [String]) -> String {
        words.isEmpty ? "none" : words.joined(separator: " ")
    }
}
