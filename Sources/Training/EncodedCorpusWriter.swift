import Foundation
import Tensors

/// Writes an encoded corpus to disk, pair after pair; memory does not grow with it.
struct EncodedCorpusWriter {
    private let entries: ScratchFile
    private let ids: ScratchFile
    private let isNarrow: Bool
    private var idCount = 0

    /// - Parameters:
    ///   - folder: where the files lie, without a name
    ///   - vocabularySize: of the larger vocabulary
    /// - Throws: `TrainingError`
    init(in folder: String, vocabularySize: Int) throws {
        entries = try ScratchFile(in: folder)
        ids = try ScratchFile(in: folder)
        isNarrow = vocabularySize <= Int(UInt16.max) + 1
    }

    /// - Throws: `TrainingError` when the disk is full
    mutating func append(_ corpus: EncodedCorpus) throws {
        for index in 0..<corpus.count {
            let pair = corpus[index]
            let entry = EncodedCorpus.Entry(
                start: UInt64(idCount), sourceLength: UInt32(pair.source.count),
                targetLength: UInt32(pair.target.count))
            try withUnsafeBytes(of: entry) { try entries.append($0) }
            try append(pair.source)
            try append(pair.target)
        }
    }

    /// The whole corpus; nothing can be added after.
    func finish() throws -> EncodedCorpus {
        EncodedCorpus(entries: try entries.map(), ids: try ids.map(), isNarrow: isNarrow)
    }

    private mutating func append(_ side: [Int32]) throws {
        idCount += side.count
        if isNarrow {
            let narrow = side.map { UInt16(truncatingIfNeeded: $0) }
            try narrow.withUnsafeBytes { try ids.append($0) }
        } else {
            try side.withUnsafeBytes { try ids.append($0) }
        }
    }
}
