package import Corpus
package import Engines
import Foundation
package import Tensors
package import Text

/// Sentence pairs as text, divided into what is trained on and what is validated on.
package struct PreparedCorpus: Sendable {
    package let training: [SegmentPair]
    package let development: [SegmentPair]
    package let report: CorpusReport
    package let developmentReport: CorpusReport?
    /// The files of both, for the engine's card.
    package let files: [EngineCard.DataFile]

    /// Pairs set aside when the user gives no development set.
    private static let developmentShare = 0.01
    private static let developmentMaximum = 1_200
    /// Of a user's development set, as many as are validated on: more only takes longer.
    private static let validatedMaximum = 2_000

    /// - Throws: `CorpusError`
    package init(_ request: TrainingRequest) throws {
        let (pairs, report, trainingFiles) = try Self.read(
            request.corpora, request, for: "training")
        self.report = report
        if request.development.isEmpty {
            developmentReport = nil
            files = trainingFiles
            let split = CorpusSplit(
                fraction: max(Self.developmentShare, min(0.1, 20 / Double(pairs.count))),
                maximum: Self.developmentMaximum,
                seed: request.seed ?? TrainingRequest.usualSeed)
            (training, development) = split.split(pairs)
        } else {
            let (pairsOfDevelopment, report, developmentFiles) = try Self.read(
                request.development, request, for: "development")
            files = trainingFiles + developmentFiles
            training = pairs
            development = Array(pairsOfDevelopment.prefix(Self.validatedMaximum))
            developmentReport = report
        }
    }

    /// Whether the user's development set is larger than what is validated on.
    var isDevelopmentCut: Bool {
        developmentReport.map { $0.pairs > development.count } ?? false
    }

    /// The sentences of a source segment, as the 95th percentile of a sample.
    func sentencesTogether(language: String) -> Int {
        let splitter = SentenceSplitter(language: language)
        let step = max(1, training.count / Self.sampledSegments)
        let counts = stride(from: 0, to: training.count, by: step).map {
            splitter.sentences(of: training[$0].source).filter { !$0.text.isEmpty }.count
        }.sorted()
        return counts.isEmpty ? 1 : max(1, counts[counts.count * 95 / 100])
    }

    private static let sampledSegments = 5_000

    private static func read(
        _ paths: [String], _ request: TrainingRequest, for use: String
    ) throws -> ([SegmentPair], CorpusReport, [EngineCard.DataFile]) {
        var pairs: [SegmentPair] = []
        let languages = try LanguagePair(
            source: request.sourceLanguage, target: request.targetLanguage)
        let reader = try CorpusReader(paths: paths)
        let report = try reader.readPairs(of: languages, codes: request.codes ?? .dropped) {
            pairs.append($0)
        }
        let files = try zip(reader.paths, report.pairsByFile).flatMap { paths, count in
            try paths.filter(isRegularFile).map { path in
                EngineCard.DataFile(
                    name: URL(fileURLWithPath: path).lastPathComponent, use: use, pairs: count,
                    record: try FileRecord(ofFileAt: path))
            }
        }
        return (pairs, report, files)
    }

    /// Whether a file can be read twice; a pipe, such as a shell's <(…), cannot.
    private static func isRegularFile(_ path: String) -> Bool {
        let type = try? URL(fileURLWithPath: path).resolvingSymlinksInPath()
            .resourceValues(forKeys: [.isRegularFileKey]).isRegularFile
        return type == true
    }
}

/// The subwords of both languages; the same model twice when they share one.
package struct SubwordPair: Sendable {
    package let source: SubwordModel
    package let target: SubwordModel
    package let isJoint: Bool

    package init(source: SubwordModel, target: SubwordModel, isJoint: Bool) {
        self.source = source
        self.target = target
        self.isJoint = isJoint
    }

    /// Learns subwords from the training set, counting words on all workers.
    /// - Throws: `TextError`
    package static func learn(
        from pairs: [SegmentPair], codes: CodeTreatment, vocabularySize: Int, isJoint: Bool,
        workers: Workers
    ) throws -> SubwordPair {
        if isJoint {
            let both = counts(pairs, codes, sides: [\.source, \.target], workers)
            let model = try both.train(vocabularySize: vocabularySize)
            return SubwordPair(source: model, target: model, isJoint: true)
        }
        return SubwordPair(
            source: try counts(pairs, codes, sides: [\.source], workers)
                .train(vocabularySize: vocabularySize),
            target: try counts(pairs, codes, sides: [\.target], workers)
                .train(vocabularySize: vocabularySize),
            isJoint: false)
    }

    private static func counts(
        _ pairs: [SegmentPair], _ codes: CodeTreatment,
        sides: [any KeyPath<SegmentPair, String> & Sendable],
        _ workers: Workers
    ) -> SubwordTrainer {
        let parts = workers.map { worker in
            var trainer = SubwordTrainer(keepsTags: codes == .placeholders)
            for pair in pairs[workers.share(of: pairs.count, for: worker)] {
                for side in sides { trainer.add(pair[keyPath: side]) }
            }
            return trainer
        }
        return parts.dropFirst().reduce(into: parts[0]) { $0.merge($1) }
    }

    /// Encodes pairs on all workers, in order; pairs with more than `longest` tokens on a side, or
    /// with none, are left out.
    package func encode(
        _ pairs: [SegmentPair], longest: Int, workers: Workers
    ) -> (parts: [EncodedCorpus], kept: [Int]) {
        let parts = workers.map { worker in
            var corpus = EncodedCorpus()
            var kept: [Int] = []
            for index in workers.share(of: pairs.count, for: worker) {
                let ids = (source.ids(of: pairs[index].source), target.ids(of: pairs[index].target))
                guard (1...longest).contains(ids.0.count), (1...longest).contains(ids.1.count)
                else { continue }
                corpus.append(source: ids.0, target: ids.1)
                kept.append(index)
            }
            return (corpus, kept)
        }
        return (parts.map(\.0), parts.flatMap(\.1))
    }
}
