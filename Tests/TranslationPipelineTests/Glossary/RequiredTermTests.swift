import Testing

@testable import TranslationPipeline

/// Terms of a glossary stand in the shipped engine's translations.
@Suite struct RequiredTermTests {
    private func translate(
        _ line: String, _ glossary: [String],
        edit: (inout TranslationOptions) throws -> Void = { _ in }
    ) throws -> TranslatedSegment {
        try ShippedEngine.translator {
            $0.glossary = try Glossary(lines: glossary, file: "g.tsv")
            $0.beam = 8
            try edit(&$0)
        }.translate(line)
    }

    private func complaint(_ glossary: [String], forbidden: [String] = []) throws -> String? {
        do {
            _ = try ShippedEngine.translator {
                $0.glossary = try Glossary(lines: glossary, file: "g.tsv")
                $0.forbidden = forbidden
            }
            return nil
        } catch let error as GlossaryError { return "\(error)" }
    }

    private static let line = "My brother bought a new car."

    @Test("the term's translation stands there instead of the engine's own")
    func requires() throws {
        #expect(!ShippedEngine.plain.translate([Self.line])[0].target.contains("Fahrzeug"))
        let segment = try translate(Self.line, ["car\tFahrzeug", "dog\tKöter"])
        #expect(segment.target.contains("Fahrzeug"), "\(segment.target)")
        #expect(!segment.target.contains("Auto"), "the term is in the place of another word")
        #expect(segment.warnings.isEmpty && segment.unmetTerms.isEmpty)
    }

    @Test("of several forms the one that fits is taken")
    func inflects() throws {
        let segment = try translate(
            "I saw the old houses of the town.", ["house\tGebäude", "houses\tBauten|Bauwerke"])
        #expect(
            segment.target.contains("Bauten") || segment.target.contains("Bauwerke"),
            "\(segment.target)")
        #expect(segment.unmetTerms.isEmpty)
    }

    @Test("terms of several words, at the beginning, in capitals and more than one")
    func kinds() throws {
        let segment = try translate(
            "Old cars are expensive.", ["old cars\ttolle Kisten", "Expensive\tteuer"])
        #expect(segment.target.lowercased().contains("tolle kisten"), "\(segment.target)")
        let two = try translate(
            Self.line, ["car\tFahrzeug", "brother\tBruderherz", "BOUGHT\tklaute"])
        #expect(two.target.contains("Fahrzeug") && two.target.contains("Bruderherz"))
        #expect(!two.target.contains("klaute"))
    }

    @Test("a term that stands inside a word, a placeholder or not at all is not required")
    func wholeWords() throws {
        for line in ["The carpet is old.", "The scar is old."] {
            let segment = try translate(line, ["car\tFahrzeug"])
            #expect(segment == ShippedEngine.wide.translate([line])[0])
        }
    }

    @Test("of terms that overlap the longest is required")
    func overlapping() throws {
        let segment = try translate(
            "He is in the living room.", ["living room\tStube", "living\tlebendig", "room\tKammer"])
        #expect(segment.target.contains("Stube"), "\(segment.target)")
        #expect(!segment.target.contains("Kammer") && segment.unmetTerms.isEmpty)
    }

    @Test("a term in a line of several sentences stands in the right one")
    func severalSentences() throws {
        let segment = try translate(
            "The house is old. " + Self.line, ["house\tGebäude", "car\tFahrzeug"])
        let sentences = segment.target.split(separator: ".")
        #expect(sentences.count == 2, "\(segment.target)")
        #expect(sentences.first?.contains("Gebäude") == true)
        #expect(sentences.last?.contains("Fahrzeug") == true)
    }

    @Test("a term that is missing all the same is named")
    func unmet() throws {
        let segment = try translate(Self.line, ["car\tFahrzeug", "brother\tSchwager"]) {
            $0.maximumLength = 2
        }
        #expect(segment.warnings.contains(.unmetTerm))
        #expect(segment.unmetTerms == ["brother", "car"] || segment.unmetTerms.count == 1)
        #expect(SegmentJSON.line(for: segment).contains("\"unmetTerms\":[\""))
        #expect(SegmentJSON.line(for: segment).contains("\"unmetTerm\""))
    }

    @Test("what was typed counts")
    func withPrefix() throws {
        let translator = try ShippedEngine.translator {
            $0.glossary = try Glossary(lines: ["car\tFahrzeug"])
        }
        for prefix in ["Sein Fahr", "Mein Bruder kaufte ein"] {
            let segment = translator.translate([TranslationRequest(Self.line, prefix: prefix)])[0]
            #expect(segment.target.hasPrefix(prefix) && segment.target.contains("Fahrzeug"))
            #expect(segment.unmetTerms.isEmpty, "\(segment.target)")
        }
    }

    @Test("what the engine cannot write, or may not, is refused by file and line")
    func refuses() throws {
        #expect(
            try complaint(["car\tAuto", "smile\tLächeln|😀"])
                == "g.tsv:2: “😀” has characters that the engine cannot write. Spell it otherwise, "
                + "or remove the line.")
        #expect(
            try complaint(["car\tneues Auto|AUTO"], forbidden: ["auto"])
                == "g.tsv:1: every translation of “car” has a word that is forbidden. Allow it, or "
                + "remove the line.")
        #expect(try complaint(["car\tAuto|Wagen"], forbidden: ["auto"]) == nil)
        let long = Array(repeating: "Xylophonquizjury", count: 15).joined(separator: " ")
        let message = try complaint(["car\t" + long])
        #expect(message?.contains("g.tsv:1: the translations of “car” have ") == true)
        #expect(message?.hasSuffix("more than 64. Leave some of them out.") == true)
    }
}

extension ShippedEngine {
    fileprivate static let wide: Translator = {
        do {
            return try translator { $0.beam = 8 }
        } catch {
            preconditionFailure("a wide beam is refused: \(error)")
        }
    }()
}
