/// Counts pairs that are there twice and sources with several translations, exactly; keeps some of
/// the latter as examples.
///
/// The counts come from the hashes of the texts, which spill to a temporary file. The examples come
/// from a sample of the sources, drawn by their hashes (distinct sampling, Gibbons 2001): of the
/// sources in it all translations are seen, however far apart.
struct RepetitionInspector {
    private static let maximumSampled = 16_384
    private static let maximumTargets = 5
    private static let exampleBytes = 240
    private static let maximumExamples = 20

    private let records: SpilledRecords<UInt64>
    private let hash = StableHash(seed: 0x6465_7065_6174)
    /// Sources whose hash has so many zero bits at its end are in the sample.
    private var mask: UInt64 = 0
    private var sampled: [UInt64: Sampled] = [:]

    private struct Sampled {
        var source: String
        var targets: [Target]
    }

    private struct Target {
        var hash: UInt64
        var example: CorpusInspection.Example
    }

    init() {
        records = SpilledRecords()
    }

    mutating func add(_ source: String, _ target: String, at position: FilePosition) throws {
        let (sourceHash, targetHash) = (hash(source), hash(target))
        try records.append(key: sourceHash, payload: targetHash)
        guard sourceHash & mask == 0 else { return }
        sample(source, sourceHash, target, targetHash, position)
    }

    private mutating func sample(
        _ source: String, _ sourceHash: UInt64, _ target: String, _ targetHash: UInt64,
        _ position: FilePosition
    ) {
        if let known = sampled[sourceHash] {
            guard known.targets.count < Self.maximumTargets,
                !known.targets.contains(where: { $0.hash == targetHash })
            else { return }
        }
        let target = Target(
            hash: targetHash,
            example: .init(text: target.shortened(toBytes: Self.exampleBytes), position: position))
        sampled[
            sourceHash,
            default: Sampled(source: source.shortened(toBytes: Self.exampleBytes), targets: [])
        ].targets.append(target)
        while sampled.count > Self.maximumSampled {
            mask = mask << 1 | 1
            sampled = sampled.filter { $0.key & mask == 0 }
        }
    }

    func repetitions() throws -> CorpusInspection.Repetitions {
        var result = CorpusInspection.Repetitions()
        try records.forEachGroup { group in
            var targets = 1
            for (one, other) in zip(group, group.dropFirst()) where one.payload != other.payload {
                targets += 1
            }
            result.sources += 1
            result.duplicates += group.count - targets
            if targets > 1 {
                result.ambiguousSources += 1
                result.ambiguousPairs += group.count
            }
        }
        result.examples = examples
        return result
    }

    /// Those with the most translations first.
    private var examples: [CorpusInspection.AmbiguousSource] {
        let ambiguous = sampled.filter { $0.value.targets.count > 1 }.sorted {
            ($1.value.targets.count, $0.key) < ($0.value.targets.count, $1.key)
        }
        return ambiguous.prefix(Self.maximumExamples).map { entry in
            .init(source: entry.value.source, targets: entry.value.targets.map(\.example))
        }
    }
}
