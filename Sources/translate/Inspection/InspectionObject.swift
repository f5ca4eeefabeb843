import Corpus
import Training
import Transformer

/// The fields of an inspection in JSON; each name is one that a reader may rely on.
struct InspectionObject: Encodable {
    let units: Int
    let usablePairs: Int
    let files: [File]
    let languages: Languages?
    let pairs: [Pair]
    let skipped: [String: Rule]
    let findings: [String: Rule]
    let concerns: [String: Rule]
    let duplicates: Duplicates
    let tags: Tags
    let lengths: Lengths
    let scripts: Scripts
    let history: History
    let samples: [Sample]
    let estimate: Estimate?
    let warnings: [String]
    let bytes: Int?
    let seconds: Double

    struct File: Encodable {
        let name: String
        let units: Int
        let pairs: Int
    }

    struct Languages: Encodable {
        let source: String
        let target: String
    }

    struct Pair: Encodable {
        let source: String?
        let target: String?
        let sourceName: String?
        let targetName: String?
        let units: Int

        init(_ pair: CorpusInspection.Languages) {
            source = pair.source
            target = pair.target
            sourceName = pair.source.flatMap(LanguageTag.name)
            targetName = pair.target.flatMap(LanguageTag.name)
            units = pair.units
        }
    }

    struct Rule: Encodable {
        let count: Int
        /// The first, of all files; `places` says of which.
        let lines: [Int]
        let places: [String]
        let description: String
    }

    struct Example: Encodable {
        let text: String
        let file: String
        let line: Int?

        init(_ example: CorpusInspection.Example) {
            text = example.text
            file = example.position.file
            line = example.position.line
        }
    }

    struct Ambiguous: Encodable {
        let source: String
        let targets: [Example]
    }

    struct Duplicates: Encodable {
        let pairs: Int
        let differentPairs: Int
        let differentSources: Int
        let ambiguousSources: Int
        let ambiguousPairs: Int
        let examples: [Ambiguous]
    }

    struct Name: Encodable {
        let name: String
        let count: Int
        /// By how much the count may be too low; 0 for an exact one.
        let shortfall: Int
    }

    static func names(_ names: FrequentNames) -> [Name] {
        names.top(20).map { Name(name: $0.name, count: $0.count, shortfall: $0.shortfall) }
    }

    struct Tags: Encodable {
        let pairs: Int
        let open: Int
        let close: Int
        let alone: Int
        let types: [Name]
        let markups: [Name]
    }

    struct Histogram: Encodable {
        /// Where each bin begins.
        let starts: [Double]
        /// Where the last ends; without it, it takes all that is beyond.
        let end: Double?
        let counts: [Int]
    }

    struct Measure: Encodable {
        let median: Double
        let p95: Double
        let maximum: Double
        let mean: Double
        let histogram: Histogram

        init(_ distribution: Distribution, hundredths: Bool = false) {
            let unit = hundredths ? 100.0 : 1
            median = Double(distribution.median) / unit
            p95 = Double(distribution.quantile(0.95)) / unit
            maximum = Double(distribution.maximum) / unit
            mean = distribution.mean / unit
            let bins = distribution.bins()
            histogram = Histogram(
                starts: bins.starts.map { Double($0) / unit },
                end: bins.end.map { Double($0) / unit }, counts: bins.counts)
        }
    }

    struct Side: Encodable {
        let words: Measure
        let characters: Measure
        let totalWords: Int
        let totalCharacters: Int

        init(_ lengths: CorpusInspection.Lengths) {
            words = Measure(lengths.words)
            characters = Measure(lengths.characters)
            totalWords = Int(lengths.words.sum)
            totalCharacters = Int(lengths.characters.sum)
        }
    }

    struct Lengths: Encodable {
        let source: Side
        let target: Side
        let ratio: Measure
    }

    struct ForeignScript: Encodable {
        let script: String
        let name: String
        let count: Int
        let places: [String]
        let example: Example

        init(_ foreign: CorpusInspection.ForeignScript) {
            script = foreign.script.code
            name = foreign.script.name
            count = foreign.finding.count
            places = foreign.finding.positions.map(\.description)
            example = Example(foreign.example)
        }
    }

    struct Scripts: Encodable {
        let source: [ForeignScript]
        let target: [ForeignScript]
    }

    struct History: Encodable {
        let authors: [Name]
        let properties: [Name]
        let withNotes: Int
        let states: [String: Int]
        let first: String?
        let last: String?
        let months: [String: Int]
        let invalidDates: Int
    }

    struct Sample: Encodable {
        let source: String
        let target: String
        let file: String
        let line: Int?

        init(_ pair: SegmentPair) {
            source = pair.source
            target = pair.target
            file = pair.position.file
            line = pair.position.line
        }
    }

    struct Estimate: Encodable {
        let amount: String
        let preset: String
        let vocabulary: Int
        let parameters: Int
        let sourceTokens: Int
        let targetTokens: Int
        let epochs: Int
        let tokensPerSecond: Double
        let seconds: Double
        let workers: Int

        init(_ estimate: TrainingEstimate) {
            amount = estimate.amount.rawValue
            preset = estimate.plan.preset.rawValue
            vocabulary = estimate.plan.vocabularySize
            parameters = estimate.parameters
            sourceTokens = estimate.sourceTokens
            targetTokens = estimate.targetTokens
            epochs = estimate.plan.epochs
            tokensPerSecond = estimate.tokensPerSecond
            seconds = estimate.seconds
            workers = estimate.workers
        }
    }
}
