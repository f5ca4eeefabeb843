import Corpus
import Foundation

/// An inspection as one JSON object; its keys are a contract, which `--help` tells.
///
/// Keys come in alphabetical order, so that two reports can be compared line by line.
struct InspectionJSON {
    private let words: InspectionWords
    private var inspection: CorpusInspection { words.inspection }

    init(_ words: InspectionWords) { self.words = words }

    func text() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(object), as: UTF8.self) + "\n"
    }

    private var object: InspectionObject {
        InspectionObject(
            units: inspection.units, usablePairs: inspection.pairs,
            files: inspection.files.map {
                InspectionObject.File(name: $0.name, units: $0.units, pairs: $0.pairs)
            },
            languages: inspection.languages.map {
                InspectionObject.Languages(source: $0.source, target: $0.target)
            },
            pairs: inspection.languagePairs.map(InspectionObject.Pair.init),
            skipped: rules(words.skipped), findings: rules(words.findings),
            concerns: rules(words.concerns), duplicates: duplicates, tags: tags, lengths: lengths,
            scripts: InspectionObject.Scripts(
                source: inspection.sourceScripts.map(InspectionObject.ForeignScript.init),
                target: inspection.targetScripts.map(InspectionObject.ForeignScript.init)),
            history: history,
            samples: inspection.samples.map(InspectionObject.Sample.init),
            estimate: words.estimate.map(InspectionObject.Estimate.init),
            warnings: inspection.report.warnings, bytes: words.bytes, seconds: inspection.seconds)
    }

    private func rules(_ remarks: [InspectionWords.Remark]) -> [String: InspectionObject.Rule] {
        let entries = remarks.map { remark in
            (
                remark.name,
                InspectionObject.Rule(
                    count: remark.count, lines: remark.positions.compactMap(\.line),
                    places: remark.positions.map(\.description), description: remark.label)
            )
        }
        return Dictionary(entries) { first, _ in first }
    }

    private var duplicates: InspectionObject.Duplicates {
        let repetitions = inspection.repetitions
        return InspectionObject.Duplicates(
            pairs: repetitions.duplicates, differentPairs: words.differentPairs,
            differentSources: repetitions.sources,
            ambiguousSources: repetitions.ambiguousSources,
            ambiguousPairs: repetitions.ambiguousPairs,
            examples: repetitions.examples.map { example in
                InspectionObject.Ambiguous(
                    source: example.source,
                    targets: example.targets.map(InspectionObject.Example.init))
            })
    }

    private var tags: InspectionObject.Tags {
        let tags = inspection.tags
        return InspectionObject.Tags(
            pairs: tags.pairs, open: tags.kinds[.open] ?? 0, close: tags.kinds[.close] ?? 0,
            alone: tags.kinds[.alone] ?? 0, types: InspectionObject.names(tags.types),
            markups: InspectionObject.names(tags.markups))
    }

    private var lengths: InspectionObject.Lengths {
        InspectionObject.Lengths(
            source: InspectionObject.Side(inspection.sourceLengths),
            target: InspectionObject.Side(inspection.targetLengths),
            ratio: InspectionObject.Measure(inspection.ratios, hundredths: true))
    }

    private var history: InspectionObject.History {
        let history = inspection.history
        let states = history.states.map { ($0.key.rawValue, $0.value) }
        let months = history.dates.months.map {
            (String(format: "%04d-%02d", $0.key / 12, $0.key % 12 + 1), $0.value)
        }
        return InspectionObject.History(
            authors: InspectionObject.names(history.authors),
            properties: InspectionObject.names(history.properties),
            withNotes: history.withNotes, states: Dictionary(states) { $0 + $1 },
            first: history.dates.first.map(InspectionWords.day),
            last: history.dates.last.map(InspectionWords.day),
            months: Dictionary(months) { $0 + $1 }, invalidDates: history.dates.invalid.count)
    }
}
