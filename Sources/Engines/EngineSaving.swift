package import Tensors
internal import Text

extension Engine {
    /// Writes the engine's folder, in the place of what was there.
    ///
    /// The new folder is complete and on the disk before it takes the old one's place in one
    /// step. On any error the old folder is as it was, and nothing of the new one is left.
    /// - Parameters:
    ///   - path: missing, empty, or an engine; parents are made
    ///   - card: for people; see `EngineCard`
    package func save(to path: String, card: String) throws(EngineError) {
        try save(to: path, card: card, state: Optional<TrainingState<NoProgress>>.none)
    }

    /// Writes the engine's folder with what is needed to go on training.
    /// - Parameter type: of weights that are floats in the file; bf16 halves it, and rounds them.
    package func save<Progress: Codable & Sendable>(
        to path: String, card: String, state: TrainingState<Progress>?, as type: Precision = .f32
    ) throws(EngineError) {
        let place = FolderPlace(path)
        try place.checkReplaceable()
        let folder = try FolderReplacement(at: place)
        try write(to: folder, card: card, state: state, as: type)
        try folder.commit(subfolders: state == nil ? [] : [EngineFile.state])
    }

    func write<Progress: Codable & Sendable>(
        to folder: borrowing FolderReplacement, card: String, state: TrainingState<Progress>?,
        as type: Precision = .f32
    ) throws(EngineError) {
        var description = description
        description.weights = storedType == .int8 ? .int8 : nil
        description.formatVersion = EngineDescription.format(
            of: description.configuration, isQuantized: storedType == .int8)
        description.files = try writeFiles(to: folder, card: card, as: type)
        try state?.write(to: folder)
        let config = try ConfigFile.encode(description, path: EngineFile.config)
        _ = try folder.writeFile(EngineFile.config) { (file) throws(EngineError) in
            try file.write(config)
        }
    }

    /// All files that config.json lists.
    private func writeFiles(
        to folder: borrowing FolderReplacement, card: String, as type: Precision
    ) throws(EngineError) -> [String: FileRecord] {
        var texts = [EngineFile.card: card]
        if description.text.kind == .joint {
            sourceSubwords.addTexts(as: .joint, to: &texts)
        } else {
            sourceSubwords.addTexts(as: .source, to: &texts)
            targetSubwords.addTexts(as: .target, to: &texts)
        }
        var files: [String: FileRecord] = [:]
        for (name, text) in texts.sorted(by: { $0.key < $1.key }) {
            files[name] = try folder.writeFile(name) { (file) throws(EngineError) in
                try file.write(Array(text.utf8))
            }
        }
        if let shortlist {
            files[EngineFile.shortlist] = try folder.writeFile(EngineFile.shortlist) {
                (file) throws(EngineError) in
                try file.write(ShortlistFile.bytes(of: shortlist))
            }
        }
        files[EngineFile.weights] = try folder.writeFile(EngineFile.weights) {
            (file) throws(EngineError) in
            let metadata = ["format": "translate"]
            switch storage {
            case .floats(let set):
                try SafetensorsWriter.write(set, as: type, metadata: metadata, to: &file)
            case .quantized(let weights):
                try SafetensorsWriter.write(weights, metadata: metadata, to: &file)
            }
        }
        return files
    }
}

extension SubwordModel {
    fileprivate func addTexts(
        as names: EngineFile.Subwords, to texts: inout [String: String]
    ) {
        texts[names.merges] = mergesText
        texts[names.vocabulary] = vocabularyText
    }
}

/// Stands for the progress of a training that is over.
struct NoProgress: Codable, Sendable {}
