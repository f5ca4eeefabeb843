import Foundation

@testable import Corpus

/// Ways to read TMX with all that it holds, and to write it to memory.
enum TMXFixture {
    static func units(
        of path: String, _ gathering: Gathering = .everything
    ) throws -> (units: [TranslationUnit], report: CorpusReport) {
        var units: [TranslationUnit] = []
        let report = try CorpusReader(paths: [path]).readUnits(gathering) { units.append($0) }
        return (units, report)
    }

    /// What a writer writes, and its losses.
    static func written(
        _ units: [TranslationUnit], sourceLanguage: String? = nil
    ) throws -> (text: String, losses: [String]) {
        let memory = WrittenText()
        var writer = TMXWriter(memory, sourceLanguage: sourceLanguage, toolVersion: "1")
        for unit in units { try writer.write(unit) }
        try writer.finish()
        return (memory.text, writer.losses)
    }

    /// Where two units, the places aside, first differ; nil where they do not.
    ///
    /// Compares bytes: equal strings may be spelled with other characters.
    static func difference(_ unit: TranslationUnit, _ other: TranslationUnit) -> String? {
        let texts = [unit, other].map { unit in
            var unit = unit
            unit.position = FilePosition(file: "")
            return Array(String(describing: unit).utf8)
        }
        guard texts[0] != texts[1] else { return nil }
        let place = zip(texts[0], texts[1]).prefix { $0 == $1 }.count
        let excerpts = texts.map { text in
            String(decoding: text.dropFirst(max(0, place - 80)).prefix(120), as: UTF8.self)
        }
        return excerpts.joined(separator: "\nbecame\n")
    }
}

extension CorpusReport {
    var findingCounts: [CorpusFinding: Int] { findings.mapValues(\.count) }
}
