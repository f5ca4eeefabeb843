import Foundation
import Testing

@testable import Corpus

/// Files of generated units, from format to format and back.
@Suite struct ConversionRoundTripTests {
    private let fixture: Fixture

    init() throws { fixture = try Fixture() }

    /// Units in two languages that plain formats can hold too.
    private func units(seed: UInt64) -> [TranslationUnit] {
        var generator = UnitGenerator(seed: seed)
        return (0..<30).map { number in
            let sides = ["en", "de"].map { language in
                TranslationUnit.Variant(language: language, segment: generator.segment())
            }
            return TranslationUnit(
                id: "\(number)", variants: sides, position: FilePosition(file: ""))
        }
    }

    private func convert(
        _ path: String, to name: String, _ format: UnitFormat, codes: CodeTreatment = .dropped
    ) throws -> String {
        let output = "\(fixture.path)/\(name)"
        var writer = UnitOutput(
            UnitOutput.Settings(
                path: output, format: format,
                languages: try LanguagePair(source: "en", target: "de"), codes: codes,
                toolVersion: "1"))
        _ = try CorpusReader(paths: [path]).readUnits(.everything) { try writer.write($0) }
        try writer.finish()
        return output
    }

    private func memory(_ units: [TranslationUnit]) throws -> String {
        let path = "\(fixture.path)/original.tmx"
        var writer = TMXWriter(try ByteSink(path: path), toolVersion: "1")
        for unit in units { try writer.write(unit) }
        try writer.finish()
        return path
    }

    /// Whether a code came back; XLIFF 2 has no place for text inside one.
    private func isSame(_ code: InlineCode, _ other: InlineCode) -> Bool {
        code.kind == other.kind && code.offset == other.offset
            && (code.markup == other.markup || !code.subflows.isEmpty)
    }

    @Test(
        "TMX through XLIFF and back keeps texts, languages, codes and order",
        arguments: [UnitFormat.xliff, .xliff2], 0..<8)
    func throughXLIFF(format: UnitFormat, seed: Int) throws {
        let original = try memory(units(seed: UInt64(seed)))
        let xliff = try convert(original, to: "x.xlf", format)
        let back = try convert(xliff, to: "b.tmx", .tmx)
        let (before, after) = try (gatheredUnits(original).units, gatheredUnits(back).units)
        #expect(before.count == after.count)
        for (one, other) in zip(before, after) {
            #expect(one.id == other.id)
            #expect(one.languages == other.languages)
            #expect(one.texts == other.texts)
            for (first, second) in zip(one.variants, other.variants) {
                let (codes, others) = (first.segment.codes, second.segment.codes)
                #expect(codes.count == others.count)
                #expect(zip(codes, others).allSatisfy { isSame($0, $1) })
            }
        }
    }

    @Test(
        "TMX through tab-separated text and back keeps each line, with codes as tags",
        arguments: 0..<8)
    func throughTSV(seed: Int) throws {
        let original = try memory(units(seed: UInt64(seed)))
        let table = try convert(original, to: "x.tsv", .tsv, codes: .placeholders)
        let back = try convert(table, to: "b.tmx", .tmx, codes: .placeholders)
        let again = try convert(back, to: "y.tsv", .tsv, codes: .placeholders)
        let lines = try String(contentsOfFile: table, encoding: .utf8)
        #expect(lines.split(separator: "\n").count > 10)
        #expect(try String(contentsOfFile: again, encoding: .utf8) == lines)
        #expect(try gatheredUnits(back).units.allSatisfy { $0.languages == ["en", "de"] })
    }
}
