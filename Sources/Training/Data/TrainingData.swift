import Corpus
import Engines
import Foundation
import Tensors
import Text

/// What is trained on and validated on, as ids, with what the engine's card says of it.
struct TrainingData {
    /// New pairs, and behind them old ones to mix in.
    let training: EncodedCorpus
    /// What of `training` an epoch takes; all of it when nil.
    let mixture: CorpusMixture?
    let development: DevelopmentSet
    /// Of the old text; nil where there is none.
    let oldDevelopment: DevelopmentSet?
    /// Pairs of the corpus with too many tokens to train on, or none.
    let leftOutCount: Int
    /// Tokens of an epoch, with one `</s>` a sentence.
    let sourceTokens: Int
    let targetTokens: Int
    /// The most sentences a source segment has, but for one segment in twenty: what the engine
    /// learns to translate together.
    let sentencesTogether: Int
    /// The length that all but one in a thousand of the source segments keep to: what an engine
    /// translates whole.
    let longestSegment: Int
    /// Files and what became of them.
    let files: [EngineCard.DataFile]
    /// Identifies the ids, in order.
    let fingerprint: UInt64

    /// Longer pairs are left out of training.
    static let longestTokens = 256
    private static let sampledSegments = 5_000

    /// Encodes a corpus: the training set into a file without a name.
    ///
    /// - Parameters:
    ///   - old: text to mix in and to validate on besides
    ///   - splitter: of the source language
    ///   - folder: on the disk that has room for it
    ///   - watch: told how many pairs are ready; throws to end it
    /// - Throws: `TemporaryFileError`, or what `watch` throws
    init(
        _ corpus: PreparedCorpus, old: OldText? = nil, _ subwords: SubwordPair,
        splitter: SentenceSplitter, in folder: URL,
        workers: Workers, watch: (_ pairs: Int) throws -> Void
    ) throws {
        let size = max(subwords.source.vocabulary.count, subwords.target.vocabulary.count)
        var writer = try EncodedCorpusWriter(in: folder, vocabularySize: size)
        var sentences = SentenceSample(
            splitter: splitter, step: max(1, corpus.trainingCount / Self.sampledSegments))
        var done = 0
        func write(_ pairs: [SegmentPair]) throws {
            let parts = subwords.encode(pairs, longest: Self.longestTokens, workers: workers).parts
            for part in parts { try writer.append(part) }
            done += pairs.count
            try watch(done)
        }
        try corpus.forEachBlock { pairs in
            try write(pairs)
            sentences.add(pairs)
        }
        let newCount = writer.count
        try old?.corpus?.forEachBlock(write)
        let training = try writer.finish()
        let development = DevelopmentSet(corpus.development, subwords, workers: workers)
        let oldDevelopment = old.map { DevelopmentSet($0.development, subwords, workers: workers) }
        let mixture = old.map {
            CorpusMixture(training, newCount: newCount, oldShare: $0.share, seed: $0.seed)
        }
        self.training = training
        self.mixture = mixture
        self.development = development
        self.oldDevelopment = oldDevelopment
        leftOutCount = done - training.count
        sourceTokens = mixture?.sourceTokens(of: training) ?? training.sourceTokens
        targetTokens = mixture?.targetTokens(of: training) ?? training.targetTokens
        sentencesTogether = sentences.together
        longestSegment = Self.longestSegment(of: training)
        files = corpus.files + (old?.files ?? [])
        fingerprint =
            training.fingerprint ^ development.corpus.fingerprint &* 31
            ^ (oldDevelopment.map { $0.corpus.fingerprint &* 37 &+ UInt64(newCount) } ?? 0)
    }

    private static func longestSegment(of training: EncodedCorpus) -> Int {
        var counts = [Int](repeating: 0, count: longestTokens + 1)
        for index in 0..<training.count { counts[training.sourceLength(index)] += 1 }
        var shorter = 0
        let length = counts.firstIndex { count in
            shorter += count
            return shorter > training.count * 999 / 1_000
        }
        return max(40, length ?? 0)
    }
}

/// How many sentences the segments have, from one in so many.
private struct SentenceSample {
    private let splitter: SentenceSplitter
    private let step: Int
    private var seen = 0
    private var counts: [Int] = []

    init(splitter: SentenceSplitter, step: Int) {
        self.splitter = splitter
        self.step = step
    }

    mutating func add(_ pairs: [SegmentPair]) {
        for pair in pairs {
            if seen % step == 0 {
                counts.append(splitter.sentences(of: pair.source).count { !$0.text.isEmpty })
            }
            seen += 1
        }
    }

    /// The 95th percentile.
    var together: Int {
        let sorted = counts.sorted()
        return sorted.isEmpty ? 1 : max(1, sorted[sorted.count * 95 / 100])
    }
}
