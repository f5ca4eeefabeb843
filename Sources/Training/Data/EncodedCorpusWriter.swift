package import Corpus
package import Foundation
import Tensors

/// Writes an encoded corpus to disk, pair after pair; memory does not grow with it.
///
/// Into files without a name: however the process ends, nothing is left of them.
package struct EncodedCorpusWriter {
    private let entries: TemporaryFile
    private let ids: TemporaryFile
    private let isNarrow: Bool
    private var idCount = 0
    /// Pairs written.
    package private(set) var count = 0

    /// - Parameters:
    ///   - folder: where the files lie
    ///   - vocabularySize: of the larger vocabulary
    /// - Throws: `TemporaryFileError`
    package init(in folder: URL, vocabularySize: Int) throws(TemporaryFileError) {
        entries = try TemporaryFile(in: folder)
        ids = try TemporaryFile(in: folder)
        isNarrow = vocabularySize <= EncodedCorpus.narrowVocabulary
    }

    /// - Throws: `TemporaryFileError` when the disk is full
    package mutating func append(_ corpus: EncodedCorpus) throws(TemporaryFileError) {
        count += corpus.count
        var newEntries: [EncodedCorpus.Entry] = []
        var newIDs: [MarkedID] = []
        for index in 0..<corpus.count {
            newEntries.append(
                EncodedCorpus.Entry(
                    start: UInt64(idCount + newIDs.count),
                    sourceLength: UInt32(corpus.sourceLength(index)),
                    targetLength: UInt32(corpus.targetLength(index))))
            newIDs += corpus.markedIDs(index)
        }
        idCount += newIDs.count
        try append(newEntries, to: entries)
        if isNarrow {
            try append(newIDs.map(\.narrow), to: ids)
        } else {
            try append(newIDs, to: ids)
        }
    }

    /// The whole corpus; nothing can be added after.
    /// - Throws: `TemporaryFileError`
    package func finish() throws(TemporaryFileError) -> EncodedCorpus {
        EncodedCorpus(entries: try Self.map(entries), ids: try Self.map(ids), isNarrow: isNarrow)
    }

    private func append<Number: BitwiseCopyable>(
        _ numbers: [Number], to file: TemporaryFile
    ) throws(TemporaryFileError) {
        let result = numbers.withUnsafeBytes { bytes in
            Result { () throws(TemporaryFileError) in try file.append(bytes) }
        }
        try result.get()
    }

    static func map(_ file: TemporaryFile) throws(TemporaryFileError) -> MappedFile {
        do {
            return try MappedFile(descriptor: file.descriptor)
        } catch {
            throw TemporaryFileError(
                action: .read, folder: file.folder, why: String(cString: strerror(error.code)))
        }
    }
}
