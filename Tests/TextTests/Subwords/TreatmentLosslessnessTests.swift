import Foundation
import Testing

@testable import Text

/// Whatever the treatment of the text, decoding what was encoded gives back the normalized text,
/// with a vocabulary that knows a few letters and spells all else in bytes.
@Suite struct TreatmentLosslessnessTests {
    static let treatments: [TextTreatment] = Normalization.allCases.flatMap { normalization in
        [false, true].flatMap { marksCase in
            [Protection.none, allKinds].map {
                TextTreatment(normalization: normalization, marksCase: marksCase, protection: $0)
            }
        }
    }

    private static var allKinds: Protection {
        var protection = Protection.none
        protection.kinds = [.tags, .placeholders, .urls, .emails, .numbers]
        protection.patterns = ["x=[0-9]"]
        protection.terms = ["McDonald", "世"]
        return protection
    }

    private static func model(_ treatment: TextTreatment) throws -> SubwordModel {
        try SubwordModel.learn(
            from: ["some letters, few of all", "Some LETTERS in <g id=\"1\">a house</g>"],
            vocabularySize: 500, treatment: treatment, minimumCharacterCount: 1,
            hasByteFallback: true)
    }

    private static func expectLossless(
        _ texts: [String], _ model: SubwordModel, sourceLocation: SourceLocation = #_sourceLocation
    ) {
        for text in texts {
            let encoded = model.encode(text)
            let name = text.debugDescription
            func same(_ one: String, _ other: String) -> Bool {
                one.utf8.elementsEqual(other.utf8)
            }
            let decoded = model.decode(encoded.ids, slots: encoded.slots).text
            #expect(same(decoded, encoded.normalized), "\(name)", sourceLocation: sourceLocation)
            #expect(
                same(encoded.normalized, model.normalize(text)), "\(name)",
                sourceLocation: sourceLocation)
            switch model.treatment.normalization {
            case .none: #expect(same(decoded, text), "\(name)", sourceLocation: sourceLocation)
            // Strings are equal when they are canonically equivalent.
            case .nfc: #expect(decoded == text, "\(name)", sourceLocation: sourceLocation)
            case .nfkc, .translation: break
            }
            #expect(!encoded.ids.contains(Vocabulary.unknown), sourceLocation: sourceLocation)
            #expect(model.ids(of: text) == encoded.ids, "\(name)", sourceLocation: sourceLocation)
            expectRanges(encoded, of: text, sourceLocation)
        }
    }

    /// Every token knows what it stands for, in order and within the text.
    private static func expectRanges(
        _ encoded: EncodedText, of text: String, _ sourceLocation: SourceLocation
    ) {
        let scalarCount = text.unicodeScalars.count
        #expect(encoded.tokenRanges.count == encoded.ids.count, sourceLocation: sourceLocation)
        #expect(
            encoded.tokenRanges.allSatisfy { $0.upperBound <= scalarCount }
                && encoded.words.allSatisfy { $0.range.upperBound <= scalarCount },
            "\(text.debugDescription)", sourceLocation: sourceLocation)
        #expect(
            zip(encoded.tokenRanges, encoded.tokenRanges.dropFirst()).allSatisfy {
                $0.lowerBound <= $1.lowerBound
            }, "\(text.debugDescription)", sourceLocation: sourceLocation)
    }

    @Test("random texts", arguments: treatments)
    func randomTexts(treatment: TextTreatment) throws {
        var random = SeededGenerator(seed: 11)
        let texts = (0..<300).map { _ in random.text(of: TroublesomeTexts.fragments) }
        let model = try Self.model(treatment)
        Self.expectLossless(texts, model)
        // What is tested has been at work.
        let used = texts.flatMap { model.ids(of: $0) }.map { model.vocabulary.entries[Int($0)] }
        func hasUsed(_ isOne: (Token) -> Bool) -> Bool { used.contains(where: isOne) }
        #expect(hasUsed { if case .byte = $0 { true } else { false } })
        #expect(hasUsed { if case .mark = $0 { true } else { false } } == treatment.marksCase)
        #expect(
            hasUsed { if case .slot = $0 { true } else { false } }
                == (treatment.protection != .none))
    }

    @Test("every two fragments side by side", arguments: treatments.suffix(4))
    func pairs(treatment: TextTreatment) throws {
        let fragments = TroublesomeTexts.fragments
        var random = SeededGenerator(seed: 12)
        let texts = fragments.map { $0 + (fragments.randomElement(using: &random) ?? "") + $0 }
        Self.expectLossless(fragments + texts, try Self.model(treatment))
    }

    @Test(
        "the big list of naughty strings",
        .enabled(if: SharedFiles.exists("unicode/blns.txt"), "needs the list"),
        arguments: treatments)
    func naughtyStrings(treatment: TextTreatment) throws {
        Self.expectLossless(
            try SharedFiles.lines("unicode/blns.txt"), try Self.model(treatment))
    }

    @Test(
        "the strings of Unicode's own word break test",
        .enabled(if: SharedFiles.exists(WordBreakTests.file), "needs the file"),
        arguments: treatments)
    func wordBreaks(treatment: TextTreatment) throws {
        Self.expectLossless(try WordBreakTests.cases().map(\.text), try Self.model(treatment))
    }
}
