import Corpus
import Foundation
import Text

/// The folder that subwords are learned into.
struct SubwordFolder {
    private let folder: URL

    /// Makes the folder where it is not there.
    /// - Throws: for the folder of an engine, whose weights belong to its own subwords
    init(_ path: String) throws {
        folder = URL(fileURLWithPath: path)
        let manager = FileManager.default
        if manager.fileExists(atPath: folder.appending(path: "config.json").path) {
            throw SubwordsFailure(
                description: "\(path): is an engine, which only works with its own subwords. "
                    + "Name another folder.")
        }
        do {
            try manager.createDirectory(at: folder, withIntermediateDirectories: true)
        } catch {
            let reason = String(cString: strerror(OutputFile.systemNumber(of: error)))
            throw SubwordsFailure(
                description: "\(path): cannot be made (\(reason)). Name another folder.")
        }
    }

    /// Writes both files; what was there stays until both are on the disk.
    func write(_ model: SubwordModel) throws {
        let files = [("subwords.bpe", model.mergesText), ("vocabulary.txt", model.vocabularyText)]
        let sinks = try files.map { name, text in
            let sink = try ByteSink(path: folder.appending(path: name).path)
            try sink.write(text)
            return sink
        }
        for sink in sinks { try sink.finish() }
    }
}
