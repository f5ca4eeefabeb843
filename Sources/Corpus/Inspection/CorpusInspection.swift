/// What `translate corpus inspect` finds out about a memory.
///
/// All of it is bounded: counts, the most frequent names, a few examples.
package struct CorpusInspection: Sendable {
    /// A text and where it stands.
    package struct Example: Sendable, Equatable {
        package var text: String
        package var position: FilePosition
    }

    /// How often something came up, and where first.
    package struct Finding: Sendable, Equatable {
        package private(set) var count = 0
        /// At most the first five.
        package private(set) var positions: [FilePosition] = []

        package init() {}

        mutating func add(_ position: FilePosition) {
            count += 1
            if positions.count < CorpusReport.Skips.keptPositions { positions.append(position) }
        }
    }

    /// One file's share.
    package struct File: Sendable, Equatable {
        package var name: String
        package var units: Int
        /// Of the inspected languages.
        package var pairs: Int
    }

    /// Two languages that units have together, as the files spell them, nil where they do not
    /// say, and how many units.
    package struct Languages: Sendable, Equatable {
        package var source: String?
        package var target: String?
        package var units: Int
    }

    /// Pairs that a translator should look at, by what is odd about them.
    package enum Concern: String, Sendable, CaseIterable {
        case identical, noLetters
        case codesDiffer, writtenTags, writtenTagsDiffer
        case sourceScript, targetScript
        case entities, misdecoded, replacements, controls
    }

    package var files: [File] = []
    package var units = 0
    package var pairs = 0
    /// What was asked for, or the most frequent languages; nil where the files name none.
    package var languages: LanguagePair?
    package var wereLanguagesChosen = false
    /// The most frequent first, and whether there were more than are counted.
    package var languagePairs: [Languages] = []
    package var hasMoreLanguagePairs = false
    /// What was read, before languages were looked at.
    package var report = CorpusReport()
    package var skipped: [CorpusReport.Reason: CorpusReport.Skips] = [:]

    package var concerns: [Concern: Finding] = [:]
    package var repetitions = Repetitions()
    package var tags = Tags()
    package var sourceLengths = Lengths()
    package var targetLengths = Lengths()
    /// Characters of the target by characters of the source, in hundredths.
    package var ratios = Distribution(limit: 10_000)
    package var history = History()
    package var sourceScripts: [ForeignScript] = []
    package var targetScripts: [ForeignScript] = []
    package var samples: [SegmentPair] = []
    /// More of the same, to learn from; empty unless asked for.
    package var trainingSample: [SegmentPair] = []
    package var seconds = 0.0
}

extension CorpusInspection {
    package struct Lengths: Sendable, Equatable {
        package var words = Distribution(limit: 10_000)
        package var characters = Distribution(limit: 10_000)
    }

    /// What is there more than once.
    package struct Repetitions: Sendable, Equatable {
        /// Pairs whose two texts an earlier pair has too.
        package var duplicates = 0
        /// Different source texts.
        package var sources = 0
        /// Source texts that have several translations, and the pairs that have such a source.
        package var ambiguousSources = 0
        package var ambiguousPairs = 0
        package var examples: [AmbiguousSource] = []
    }

    package struct AmbiguousSource: Sendable, Equatable {
        package var source: String
        package var targets: [Example]
    }

    package struct Tags: Sendable, Equatable {
        /// Pairs with an inline code on either side.
        package var pairs = 0
        package var kinds: [InlineCode.Kind: Int] = [:]
        package var types = FrequentNames()
        package var markups = FrequentNames()

        package var total: Int { kinds.values.reduce(0, +) }
    }

    /// Letters of a script that the language is not written in.
    package struct ForeignScript: Sendable, Equatable {
        package var script: Script
        package var finding: Finding
        package var example: Example
    }

    /// Who made the units, when, and how far they are.
    package struct History: Sendable, Equatable {
        package var authors = FrequentNames()
        package var properties = FrequentNames()
        package var withNotes = 0
        package var states: [TranslationUnit.State: Int] = [:]
        package var dates = Dates()
    }

    package struct Dates: Sendable, Equatable {
        /// As 20190322.
        package var first: Int?
        package var last: Int?
        /// By the months since January of the year 0; those of no unit are left out.
        package var months: [Int: Int] = [:]
        package var invalid = Finding()

        package var count: Int { months.values.reduce(0, +) }
    }
}
