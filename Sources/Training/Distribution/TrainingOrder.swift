import Corpus
import Foundation
import Tensors
import Text
import Transformer

/// What the lead tells the other processes before training begins.
///
/// They read no corpus and learn no subwords: what these make of a text need not be the same on
/// every machine, and a memory need not lie on every machine's disk.
struct TrainingOrder: Codable {
    let configuration: Configuration
    let recipe: Recipe
    let bounds: TrainingBounds
    let mixture: CorpusMixture?
    /// Of the source and of the target language; nil when pairs are not cut anew.
    let subwords: [SubwordTexts]?
    let isJoint: Bool
    let isNarrow: Bool
    let entryBytes: Int
    let idBytes: Int

    /// A `SubwordModel` as its files have it.
    struct SubwordTexts: Codable {
        let merges: String
        let vocabulary: String

        init(_ model: SubwordModel) {
            merges = model.mergesText
            vocabulary = model.vocabularyText
        }

        /// - Throws: `TextError`
        func model(_ side: TranslationSide) throws(TextError) -> SubwordModel {
            try SubwordModel(merges: Array(merges.utf8), vocabulary: Array(vocabulary.utf8))
                .of(side)
        }
    }
}

/// A trainer's ingredients, the same in all processes.
struct TrainingStart {
    let model: EncoderDecoder
    let corpus: EncodedCorpus
    /// What of it an epoch takes; nil for all.
    let mixture: CorpusMixture?
    /// Nil when pairs are not cut anew.
    let subwords: SubwordPair?
    let recipe: Recipe
    let bounds: TrainingBounds
    let state: Trainer.State
}

extension TrainingStart {
    /// Tells the other processes, in the lead.
    func send(to group: ProcessGroup) -> TrainingStart {
        guard group.size > 1 else { return self }
        let order = TrainingOrder(
            configuration: model.configuration, recipe: recipe, bounds: bounds,
            mixture: mixture, subwords: subwords.map { [.init($0.source), .init($0.target)] },
            isJoint: subwords?.isJoint ?? true, isNarrow: corpus.isNarrow,
            entryBytes: corpus.withEntryBytes(\.count), idBytes: corpus.withIDBytes(\.count))
        _ = group.share(order)
        corpus.withEntryBytes { group.send($0) }
        corpus.withIDBytes { group.send($0) }
        return TrainingStart(
            model: model, corpus: corpus, mixture: mixture, subwords: subwords, recipe: recipe,
            bounds: bounds, state: state.shared(in: group))
    }

    /// Waits for the lead, in all other processes.
    /// - Parameter folder: where the corpus is kept, in files without a name
    /// - Throws: `TemporaryFileError`
    init(receivedIn group: ProcessGroup, folder: URL) throws {
        let order: TrainingOrder = group.received()
        model = EncoderDecoder(order.configuration)
        recipe = order.recipe
        bounds = order.bounds
        corpus = EncodedCorpus(
            entries: try group.receive(order.entryBytes, in: folder),
            ids: try group.receive(order.idBytes, in: folder), isNarrow: order.isNarrow)
        mixture = order.mixture
        subwords = try order.subwords.map {
            SubwordPair(
                source: try $0[0].model(.source), target: try $0[1].model(.target),
                isJoint: order.isJoint)
        }
        state = Trainer.State(receivedIn: group, of: model)
    }
}

extension Trainer.State {
    /// What is sent ahead of the floats.
    private struct Header: Codable {
        let progress: TrainingProgress
        let optimizerStep: Int
    }

    /// This state, after the lead has sent it to the other processes.
    func shared(in group: ProcessGroup) -> Trainer.State {
        guard group.size > 1 else { return self }
        _ = group.share(Header(progress: progress, optimizerStep: optimizer.step))
        var state = self
        state.shareFloats(in: group)
        return state
    }

    /// The lead's, in all other processes.
    init(receivedIn group: ProcessGroup, of model: EncoderDecoder) {
        let header: Header = group.received()
        let zeros = ParameterSet(zeros: model.layout)
        self.init(
            weights: zeros, average: zeros,
            optimizer: Adam(moment1: zeros, moment2: zeros, step: header.optimizerStep),
            progress: header.progress,
            averagedWeights: header.progress.averaged.map { _ in zeros })
        shareFloats(in: group)
    }

    private mutating func shareFloats(in group: ProcessGroup) {
        var (moment1, moment2) = (optimizer.moment1, optimizer.moment2)
        group.share(&weights)
        group.share(&average)
        group.share(&moment1)
        group.share(&moment2)
        for index in averagedWeights.indices { group.share(&averagedWeights[index]) }
        optimizer = Adam(moment1: moment1, moment2: moment2, step: optimizer.step)
    }
}

extension ProcessGroup {
    /// Bytes that are held in memory when a file is sent or received.
    private static let partBytes = 1 << 24

    /// Sends what the others `receive`.
    fileprivate func send(_ bytes: UnsafeRawBufferPointer) {
        for start in stride(from: 0, to: bytes.count, by: Self.partBytes) {
            let part = bytes[start..<min(start + Self.partBytes, bytes.count)]
            // Who sends only reads.
            share(UnsafeMutableRawBufferPointer(mutating: .init(rebasing: part)), from: 0)
        }
    }

    /// Receives bytes into a file.
    /// - Throws: `TemporaryFileError` when the disk is full
    fileprivate func receive(_ count: Int, in folder: URL) throws -> MappedFile {
        let file = try TemporaryFile(in: folder)
        var part = [UInt8](repeating: 0, count: min(count, Self.partBytes))
        for start in stride(from: 0, to: count, by: Self.partBytes) {
            try part.withUnsafeMutableBytes { bytes in
                let bytes = UnsafeMutableRawBufferPointer(
                    rebasing: bytes.prefix(count - start))
                share(bytes, from: 0)
                try file.append(UnsafeRawBufferPointer(bytes))
            }
        }
        return try EncodedCorpusWriter.map(file)
    }
}
