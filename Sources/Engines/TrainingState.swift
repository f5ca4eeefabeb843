package import Tensors

/// What a training needs, besides its engine and its corpus, to go on as if never interrupted.
///
/// Kept in the engine's folder, under `state/`: `state.json`, and one safetensors file for each
/// set of parameters. Loading an engine for translating does not read it, and an engine without
/// it is complete.
package struct TrainingState<Progress: Codable & Sendable>: Sendable {
    /// Where the training is: steps, epoch, random sources, best score, settings, corpus
    /// fingerprint; whatever the trainer wants to find again.
    package var progress: Progress
    /// Sets of parameters by name, such as `weights`, `average`, `moment1`; the names are made of
    /// a–z, 0–9 and “-”.
    package var weights: [String: ParameterSet]

    package init(progress: Progress, weights: [String: ParameterSet]) {
        self.progress = progress
        self.weights = weights
    }

    /// `state.json`.
    private struct Record: Codable {
        var formatVersion: Int
        var progress: Progress
        /// By the name of the set.
        var sets: [String: FileRecord]
    }
}

/// What the files of the state are called.
private enum StateFile {
    static let record = "\(EngineFile.state)/state.json"

    static func set(_ name: String) -> String { "\(EngineFile.state)/\(name).safetensors" }

    /// Whether the name of a set stays within the folder.
    static func isName(_ name: String) -> Bool {
        (1...64).contains(name.utf8.count)
            && name.utf8.allSatisfy { byte in
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                    || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                    || byte == UInt8(ascii: "-")
            }
    }
}

// MARK: - Loading

extension TrainingState {
    /// Reads the state in an engine's folder.
    /// - Parameters:
    ///   - path: of the engine
    ///   - layout: of the engine's model, which every set must have
    /// - Throws: `noTrainingState` where there is none.
    package static func load(
        from path: String, layout: ParameterLayout
    ) throws(EngineError) -> TrainingState {
        let folder = try EngineFolder(at: path)
        let recordPath = folder.path(of: StateFile.record)
        let record = try ConfigFile.decode(
            Record.self, from: try readRecord(of: folder), path: recordPath)
        var weights: [String: ParameterSet] = [:]
        for (name, fileRecord) in record.sets.sorted(by: { $0.key < $1.key }) {
            guard StateFile.isName(name) else {
                throw EngineError(.malformed("names a set “\(name.prefix(64))”"), at: recordPath)
            }
            let setPath = folder.path(of: StateFile.set(name))
            let file = try FolderFile.map(setPath, as: fileRecord)
            weights[name] = try SafetensorsFile(file, path: setPath).parameterSet(layout)
        }
        return TrainingState(progress: record.progress, weights: weights)
    }

    private static func readRecord(of folder: EngineFolder) throws(EngineError) -> [UInt8] {
        do {
            return try FolderFile.read(
                folder.path(of: StateFile.record), limit: SealedJSON.largestFile)
        } catch {
            if case .fileMissing = error.reason {
                throw EngineError(.noTrainingState, at: folder.path)
            }
            throw error
        }
    }
}

// MARK: - Saving

extension TrainingState {
    func write(to folder: borrowing FolderReplacement) throws(EngineError) {
        try folder.makeFolder(EngineFile.state)
        var record = Record(
            formatVersion: EngineDescription.currentFormat, progress: progress, sets: [:])
        for (name, set) in weights.sorted(by: { $0.key < $1.key }) {
            precondition(StateFile.isName(name), "“\(name)” cannot be the name of a file")
            record.sets[name] = try folder.writeFile(StateFile.set(name)) {
                (file) throws(EngineError) in
                try SafetensorsWriter.write(set, to: &file)
            }
        }
        let json = try ConfigFile.encode(record, path: StateFile.record)
        _ = try folder.writeFile(StateFile.record) { (file) throws(EngineError) in
            try file.write(json)
        }
    }
}
