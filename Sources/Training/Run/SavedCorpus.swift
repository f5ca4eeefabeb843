import Engines

/// A file that a training has read, by which it is known again.
struct CorpusFile: Codable, Equatable, Sendable {
    /// The name alone, without its folder.
    let name: String
    /// `training` or `development`.
    let use: String
    let record: FileRecord

    init(_ file: EngineCard.DataFile) {
        name = file.name
        use = file.use
        record = file.record
    }
}

extension SavedTraining {
    /// To go on with other data would be another training.
    /// - Throws: `TrainingError` that names the file which is not what it was
    func check(_ data: TrainingData, of request: TrainingRequest) throws(TrainingError) {
        guard record.corpusFingerprint != data.fingerprint else { return }
        let given = data.files.map(CorpusFile.init)
        let what =
            record.files.flatMap { difference(of: given, from: $0) }
            ?? "\(request.corpora.joined(separator: " ")): is not what \(path) was trained on so far."
        let old = record.adaptation == nil ? "" : ", --old-corpus and --old-dev"
        throw TrainingError("\(what) Pass the same --corpus and --dev\(old), in the same order.")
    }

    /// What differs, in a sentence; nil when the files are the same.
    private func difference(of given: [CorpusFile], from saved: [CorpusFile]) -> String? {
        for file in given where !saved.contains(file) {
            guard let old = saved.first(where: { $0.name == file.name && $0.use == file.use })
            else {
                return "\(file.name): \(path) was not trained with it for \(file.use)."
            }
            return "\(file.name): has changed since \(path) was trained on it "
                + "(\(grouped(file.record.bytes)) bytes, CRC-32 \(file.record.crc32); then "
                + "\(grouped(old.record.bytes)) bytes, \(old.record.crc32))."
        }
        if let file = saved.first(where: { !given.contains($0) }) {
            return "\(file.name): is missing; \(path) was trained with it for \(file.use)."
        }
        guard given != saved else { return nil }
        return "\(given.map(\.name).joined(separator: " ")): are in another order than "
            + "\(path) was trained on (\(saved.map(\.name).joined(separator: " ")))."
    }
}
