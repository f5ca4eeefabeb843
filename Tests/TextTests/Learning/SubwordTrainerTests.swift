import Testing

@testable import Text

@Suite struct SubwordTrainerTests {
    private static let words = [
        "a", "Haus", "Häuser", "McDonald", "NATO", "don't", "l'amour", "3.14", "z.B.", "(so)",
        "„ja“",
        "<b>", "</b>", "{0}", "漢字", "か", "กา", "😀", "e\u{301}", "x  y", "\t", "...", "E-Mail,",
        "naïve",
    ]
    private static let treatments = [
        TextTreatment(), TextTreatment(normalization: .none), TextTreatment(marksCase: true),
        TextTreatment(
            normalization: .nfkc, marksCase: true, protection: Protection(kinds: [.tags])),
    ]

    private static func lines(seed: UInt64) -> [String] {
        var generator = SeededGenerator(seed: seed)
        return (0..<200).map { _ in
            (0..<Int.random(in: 0...8, using: &generator)).map { _ in
                words.randomElement(using: &generator) ?? "a"
            }.joined(separator: " ")
        }
    }

    private static func spelled(
        _ units: some Sequence<UInt16>, _ joinsLeft: Bool, _ joinsRight: Bool
    ) -> String {
        (joinsLeft ? "￭" : "") + String(decoding: Array(units), as: UTF16.self)
            + (joinsRight ? "￭" : "")
    }

    @Test("pieces are counted as they are cut for encoding, line by line", arguments: treatments)
    func pieces(treatment: TextTreatment) throws {
        let lines = Self.lines(seed: 1)
        let preparation = try TextPreparation(treatment)
        var trainer = try SubwordTrainer(treatment)
        var expected: [String: Int] = [:]
        for line in lines {
            trainer.add(line)
            let prepared = preparation.prepare(line, isTraced: false)
            for piece in prepared.pieces where piece.kind != .protected {
                let letters = prepared.letters[piece.range]
                expected[Self.spelled(letters, piece.joinsLeft, piece.joinsRight), default: 0] += 1
            }
        }
        let pieces = trainer.countedPieces()
        var counted: [String: Int] = [:]
        for (number, count) in pieces.counts.enumerated() {
            let (units, joinsLeft, joinsRight) = pieces.table.text(number)
            counted[Self.spelled(units, joinsLeft, joinsRight)] = count
        }
        #expect(counted == expected)
    }

    @Test("one trainer and three that are merged learn the same", arguments: treatments)
    func parts(treatment: TextTreatment) throws {
        let lines = Self.lines(seed: 2)
        var options = SubwordOptions(vocabularySize: 90)
        options.hasByteFallback = false
        var whole = try SubwordTrainer(treatment)
        for line in lines { whole.add(line) }
        let expected = try whole.train(options)
        for partCount in 2...3 {
            var merged = whole.fresh
            for part in 0..<partCount {
                var trainer = whole.fresh
                let share = lines.count * part / partCount..<lines.count * (part + 1) / partCount
                for line in lines[share] { trainer.add(line) }
                merged.merge(trainer)
            }
            let model = try merged.train(options)
            #expect(model.mergesText == expected.mergesText)
            #expect(model.vocabularyText == expected.vocabularyText)
        }
    }

    @Test("pairs rarer than asked for are not merged")
    func minimumPairCount() throws {
        var trainer = try SubwordTrainer()
        for line in ["ab ab ab cd", "cd"] { trainer.add(line) }
        var options = SubwordOptions(vocabularySize: 90)
        options.hasByteFallback = false
        #expect(try trainer.train(options).merges.merges.count == 2)
        options.minimumPairCount = 3
        #expect(try trainer.train(options).merges.merges.count == 1)
    }
}
