import ArgumentParser
import Foundation
import Text
import Training

/// How text is prepared, and how subwords are learned; shared by `train` and `subwords learn`.
struct TextTreatmentOptions: ParsableArguments {
    @Option(
        help: """
            The form that text is brought into: none, nfc (equal letters written alike), nfkc \
            (ligatures, wide and small forms too), or translation (nfc, with quotes, dashes and \
            spaces made alike and invisible characters dropped). Default: nfc.
            """)
    var textNormalization: Normalization?

    @Option(
        help: """
            keep words as they are, or mark: learn them in lower case, with marks for capitals, \
            so that HOUSE, House and house share subwords. Default: keep.
            """)
    var casing: Casing?

    @Option(
        help: ArgumentHelp(
            """
            What travels as one token and comes back byte for byte: placeholders, urls, emails, \
            numbers, tags, with commas between, or all or none. Numbers that are not protected \
            go digit by digit. Default: placeholders,urls,emails.
            """, valueName: "kinds"))
    var protect: ProtectedKinds?

    @Option(
        help: ArgumentHelp(
            """
            ICU regular expression for what else is to be protected, as '[A-Z]{2}-[0-9]+'; may \
            stand several times.
            """, valueName: "regex"))
    var protectPattern: [String] = []

    @Option(
        help: ArgumentHelp(
            "Terms that are never cut, a line each; every one in the text gets its own token.",
            valueName: "file"))
    var glossary: String?

    @Option(
        help: ArgumentHelp(
            """
            Share of the text's characters that get tokens of their own, the most frequent first: \
            0.9995 suits Chinese and Japanese. Default: 1, but for those seen once.
            """, valueName: "share"))
    var coverage: Double?

    @Flag(
        inversion: .prefixedNo,
        help: """
            Spell characters without a token in bytes, so that nothing is unknown; takes up to \
            243 tokens. Default: so.
            """)
    var byteFallback: Bool?

    @Option(
        help: ArgumentHelp(
            "Least count of two subwords that are joined to one. Default: 2.", valueName: "n"))
    var minimumFrequency: Int?

    enum Casing: String, ExpressibleByArgument, CaseIterable {
        case keep, mark
    }

    func validate() throws {
        try checkRange(coverage, "--coverage", 0.5...1)
        try checkRange(minimumFrequency, "--minimum-frequency", 1...1_000_000_000)
        do throws(ProtectionError) {
            _ = try SubwordTrainer(
                TextTreatment(protection: Protection(patterns: protectPattern)))
        } catch {
            throw ValidationError("--protect-pattern: \(error)")
        }
    }

    /// - Throws: for a glossary that cannot be read, or has unusable terms
    func choices() throws -> TextChoices {
        var choices = TextChoices()
        choices.normalization = textNormalization
        choices.marksCase = casing.map { $0 == .mark }
        choices.protectedKinds = protect?.kinds
        choices.patterns = protectPattern.isEmpty ? nil : protectPattern
        choices.terms = try glossary.map(Self.terms)
        choices.characterCoverage = coverage
        choices.hasByteFallback = byteFallback
        choices.minimumPairCount = minimumFrequency
        return choices
    }

    /// Of all options, the first that is given; for those who have no use for any.
    var given: String? {
        let options: [(Bool, String)] = [
            (textNormalization != nil, "--text-normalization"), (casing != nil, "--casing"),
            (protect != nil, "--protect"), (!protectPattern.isEmpty, "--protect-pattern"),
            (glossary != nil, "--glossary"), (coverage != nil, "--coverage"),
            (byteFallback != nil, "--byte-fallback"),
        ]
        return options.first { $0.0 }?.1
    }

    /// - Throws: `ValidationError` for a vocabulary without room for what is to be in it
    func check(vocabulary: Int?) throws {
        var options = SubwordOptions(vocabularySize: vocabulary ?? 0)
        options.hasByteFallback = byteFallback ?? options.hasByteFallback
        guard let vocabulary, vocabulary < options.smallestVocabulary else { return }
        throw ValidationError(
            "--vocabulary \(vocabulary): has no room for letters beside bytes. Pass "
                + "\(options.smallestVocabulary) or more, or --no-byte-fallback.")
    }

    /// A term a line; spaces around it and empty lines count for nothing, nor do repetitions.
    private static func terms(of path: String) throws -> [String] {
        var seen: Set<[UInt8]> = []
        let terms = try TextFile.lines(of: path).map {
            $0.trimmingCharacters(in: .whitespacesAndNewlines)
        }.filter { !$0.isEmpty && seen.insert(Array($0.utf8)).inserted }
        guard !terms.isEmpty else {
            throw TextFile.Failure(description: "\(path): has no term. Write one a line.")
        }
        do throws(ProtectionError) {
            _ = try SubwordTrainer(TextTreatment(protection: Protection(terms: terms)))
        } catch {
            throw TextFile.Failure(description: "\(path): \(error)")
        }
        return terms
    }
}

extension Normalization: ExpressibleByArgument {}

/// Kinds of text to protect, as the command line names them.
struct ProtectedKinds: ExpressibleByArgument {
    let kinds: Set<Protection.Kind>

    /// Refuses what is none without a word: the parser lists the valid ones.
    init?(argument: String) {
        guard let protection = try? Protection(parsing: argument) else { return nil }
        kinds = protection.kinds
    }

    static var allValueStrings: [String] {
        Protection.Kind.builtIn.sorted().map(\.rawValue) + ["all", "none"]
    }
}

/// How many tokens a vocabulary has: a number, or what suits the corpus.
enum VocabularySize: ExpressibleByArgument, Equatable {
    case auto
    case number(Int)

    init?(argument: String) {
        if argument == "auto" {
            self = .auto
        } else if let number = Int(argument) {
            self = .number(number)
        } else {
            return nil
        }
    }

    /// Nil for what suits the corpus.
    var number: Int? {
        guard case .number(let number) = self else { return nil }
        return number
    }
}
