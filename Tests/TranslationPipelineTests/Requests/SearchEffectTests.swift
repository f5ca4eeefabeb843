import Search
import Testing

@testable import TranslationPipeline

/// What each option of a search does to the shipped engine's translations.
@Suite struct SearchEffectTests {
    private static let line = "My brother bought a new car because the old one was too small."
    private static let lines = [line, "Could you tell me how to get to the museum?"]

    private func targets(
        _ line: String = Self.line, edit: (inout TranslationOptions) throws -> Void
    ) throws -> [String] {
        try ShippedEngine.translator(edit: edit).translate(line).alternatives.map(\.target)
    }

    // MARK: Sampling

    @Test("samples differ by seed, and are the same for the same seed")
    func seeds() throws {
        func samples(_ seed: UInt64) throws -> [String] {
            try targets {
                ($0.beam, $0.alternatives) = (1, 4)
                $0.sampling = .init()
                $0.sampling?.seed = seed
            }
        }
        let first = try samples(1)
        #expect(first.count == 4 && Set(first).count > 1)
        #expect(try samples(1) == first)
        #expect(try samples(2) != first)
    }

    @Test("a low temperature, one token or hardly any probability leave only the likeliest word")
    func narrows() throws {
        let line = "Where is the station?"
        let greedy = try targets(line) { $0.beam = 1 }
        let narrow: [(inout TranslationOptions.Sampling) -> Void] = [
            { $0.temperature = 0.01 }, { $0.topK = 1 }, { $0.topP = 0.01 },
        ]
        for narrow in narrow {
            let samples = try targets(line) {
                ($0.beam, $0.alternatives) = (1, 3)
                var sampling = TranslationOptions.Sampling()
                narrow(&sampling)
                $0.sampling = sampling
            }
            #expect(Set(samples) == Set(greedy))
        }
        let hot = try targets {
            ($0.beam, $0.alternatives) = (1, 4)
            $0.sampling = .init()
            $0.sampling?.temperature = 3
        }
        #expect(Set(hot).count == 4)
    }

    // MARK: Which translations

    @Test("groups that keep apart give translations that are less alike")
    func diversity() throws {
        func words(_ targets: [String]) -> Int {
            Set(targets.flatMap { $0.split(separator: " ") }).count
        }
        let alike = try targets { $0.alternatives = 4 }
        let apart = try targets {
            $0.alternatives = 4
            $0.diversity = .init()
            $0.diversity?.groups = 4
            $0.diversity?.strength = 5
        }
        #expect(words(apart) > words(alike))
        let hardly = try targets {
            $0.alternatives = 4
            $0.diversity = .init()
            $0.diversity?.groups = 4
            $0.diversity?.strength = 0.1
        }
        #expect(hardly != apart)
    }

    @Test("a coverage penalty is paid for what is not attended to")
    func coverage() throws {
        let plain = ShippedEngine.plain.translate(Self.lines)
        let penalized = try ShippedEngine.translator { $0.coveragePenalty = 2 }
            .translate(Self.lines)
        for (one, other) in zip(plain, penalized) { #expect(other.score < one.score) }
    }

    @Test("a larger length penalty gives longer translations")
    func lengthPenalty() throws {
        let line = "Yes, of course."
        func length(_ exponent: Float) throws -> Int {
            try ShippedEngine.tokenCount(
                targets(line) { ($0.beam, $0.lengthPenalty) = (8, exponent) }[0])
        }
        #expect(try length(10) > length(0))
    }

    @Test("a search that ends with the beam finds others, no better ones")
    func stopping() throws {
        let lines = ["Yes.", "I am not sure.", "Who is that?", "Good night."]
        func found(_ stopping: TranslationOptions.Stopping) throws -> [TranslatedSegment] {
            try ShippedEngine.translator {
                ($0.alternatives, $0.lengthPenalty, $0.stopping) = (4, 3, stopping)
            }.translate(lines)
        }
        let (exact, early) = (try found(.exact), try found(.beamEnded))
        for (one, other) in zip(exact, early) { #expect(one.score >= other.score) }
        #expect(exact.map(\.alternatives) != early.map(\.alternatives))
    }

    // MARK: What may stand in them

    private static let repeating = "I am very, very, very, very, very tired."

    private func mostFrequent(_ text: String) -> Int {
        let words = text.split { !$0.isLetter }.map { $0.lowercased() }
        return Dictionary(grouping: words) { $0 }.map(\.value.count).max() ?? 0
    }

    @Test("a repetition penalty, and a block, keep words from coming again")
    func repetition() throws {
        #expect(mostFrequent(ShippedEngine.plain.translate([Self.repeating])[0].target) > 2)
        let penalized = try targets(Self.repeating) { $0.repetitionPenalty = 10 }
        #expect(mostFrequent(penalized[0]) == 1)
        let blocked = try targets(Self.repeating) { $0.noRepeatTokens = 1 }
        #expect(mostFrequent(blocked[0]) == 1)
    }

    @Test("translations are no shorter and no longer than asked for")
    func lengths() throws {
        let long = try targets("Yes.") { $0.minimumLength = 12 }
        #expect(ShippedEngine.tokenCount(long[0]) >= 12)
        let short = try ShippedEngine.translator { $0.maximumLength = 3 }.translate(Self.line)
        #expect(ShippedEngine.tokenCount(short.target) <= 3)
        #expect(short.warnings.contains(.lengthCapReached))
        let line = Self.line.dropLast() + " and because the new one was a lot cheaper than that."
        func length(_ ratio: Float) throws -> Int {
            try ShippedEngine.tokenCount(
                targets(String(line)) { $0.maximumLengthRatio = ratio }[0])
        }
        #expect(try length(0) <= 20)
        #expect(try length(1.5) > 20)
    }

    // MARK: Refusals

    @Test("options that no search can follow are refused before an engine is read")
    func refuses() throws {
        func complaint(_ edit: (inout TranslationOptions) throws -> Void) throws -> String? {
            var options = TranslationOptions()
            try edit(&options)
            do {
                _ = try Translator(engineAt: "/no/engine/is/here", options: options)
                return nil
            } catch let error as SearchError {
                return "\(error)"
            } catch { return "not of the options" }
        }
        #expect(try complaint { _ in } == "not of the options")
        #expect(
            try complaint { $0.sampling = .init() }
                == "sampling: cannot be joined with beam 4. "
                + "Set beam to 1, and nbest to the number of samples.")
        #expect(
            try complaint { ($0.minimumLength, $0.maximumLength) = (9, 8) }
                == "minimumLength 9: cannot be joined with maximumLength 8. "
                + "Lower the one or raise the other.")
        #expect(try complaint { $0.maximumLength = 1024 }?.hasPrefix("maximumLength 1024") == true)
        let glossary = try Glossary(lines: ["car\tWagen"])
        #expect(
            try complaint { ($0.glossary, $0.beam) = (glossary, 1) }
                == "glossary: cannot be joined with beam 1. "
                + "Set beam to 2 or more, better to 8.")
        #expect(
            try complaint { ($0.glossary, $0.diversity) = (glossary, .init()) }
                == "glossary: cannot be joined with diversity. Leave one of them out.")
        #expect(
            try complaint {
                ($0.glossary, $0.beam, $0.sampling) = (glossary, 1, .init())
            } == "glossary: cannot be joined with sampling. Use a beam instead.")
    }
}
