internal import Tensors
internal import Text
internal import Transformer

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

extension Engine {
    /// Loads and checks all but the training state.
    ///
    /// When another program replaces the engine meanwhile, the new one is loaded.
    package static func load(from path: String) throws(EngineError) -> Engine {
        let folder = try EngineFolder(at: path)
        var config = try folder.readConfig()
        for _ in 0..<10 {
            do {
                return try folder.load(config)
            } catch {
                guard let current = try? folder.readConfig(), current != config else {
                    throw error
                }
                config = current
            }
        }
        return try folder.load(config)
    }

    /// Whether `save` may write there: nothing is there, or an empty folder, or an engine, and a
    /// folder can be made beside it.
    ///
    /// Ask before training for an hour.
    package static func checkReplaceable(at path: String) throws(EngineError) {
        let place = FolderPlace(path)
        try place.checkReplaceable()
        _ = try FolderReplacement(at: place)
    }
}

/// An engine's folder, for reading.
struct EngineFolder {
    let path: String

    init(at path: String) throws(EngineError) {
        var status = stat()
        guard stat(path, &status) == 0 else {
            let reason: EngineError.Reason =
                errno == ENOENT ? .folderMissing : .unreadable(errorNumber: errno)
            let previous = FolderPlace(path).previousPath
            guard reason == .folderMissing, stat(previous, &status) == 0 else {
                throw EngineError(reason, at: path)
            }
            // A save was killed between its two steps; this is the engine that it replaced.
            self.path = previous
            return
        }
        guard status.st_mode & S_IFMT == S_IFDIR else {
            throw EngineError(.notAFolder, at: path)
        }
        self.path = path
    }

    func path(of name: String) -> String {
        path.hasSuffix("/") ? path + name : "\(path)/\(name)"
    }

    // MARK: - Files

    func readConfig() throws(EngineError) -> [UInt8] {
        do {
            return try FolderFile.read(
                path(of: EngineFile.config), limit: SealedJSON.largestFile)
        } catch {
            if case .fileMissing = error.reason { throw EngineError(.notAnEngine, at: path) }
            throw error
        }
    }

    func load(_ config: [UInt8]) throws(EngineError) -> Engine {
        let description = try ConfigFile.description(
            from: config, path: path(of: EngineFile.config))
        _ = try map(EngineFile.card, description.files)
        // They take about as long; when both are damaged, the subwords are named.
        let (text, numbers) = Workers.both(
            { Result { () throws(EngineError) in try subwords(of: description) } },
            { Result { () throws(EngineError) in try weights(of: description) } })
        let (source, target) = try text.get()
        let (model, storage, isBFloat16) = try numbers.get()
        var engine = Engine(
            description: description, model: model, storage: storage, sourceSubwords: source,
            targetSubwords: target)
        if isBFloat16 { engine.filePrecision = .bf16 }
        engine.shortlist = try shortlist(of: description)
        return engine
    }

    private func weights(
        of description: EngineDescription
    ) throws(EngineError) -> (model: EncoderDecoder, storage: EngineWeights, isBFloat16: Bool) {
        let file = try SafetensorsFile(
            try map(EngineFile.weights, description.files), path: path(of: EngineFile.weights))
        let model = EncoderDecoder(description.configuration)
        let storage: EngineWeights =
            description.weights == .int8
            ? .quantized(
                try file.quantizedWeights(model.layout, channels: model.matrixRoles.channels))
            : .floats(try file.parameterSet(model.layout))
        return (model, storage, file.isBFloat16)
    }

    private func shortlist(of description: EngineDescription) throws(EngineError) -> Shortlist? {
        guard description.files[EngineFile.shortlist] != nil else { return nil }
        let configuration = description.configuration
        return try map(EngineFile.shortlist, description.files).withBytes {
            (bytes) throws(EngineError) in
            try ShortlistFile.shortlist(
                from: bytes, source: configuration.sourceVocabulary,
                target: configuration.targetVocabulary, path: path(of: EngineFile.shortlist))
        }
    }

    /// Maps a file, which must be as `files` has it.
    func map(_ name: String, _ files: [String: FileRecord]) throws(EngineError) -> MappedFile {
        guard let record = files[name] else {
            throw EngineError(
                .malformed("does not list \(name)"), at: path(of: EngineFile.config))
        }
        return try FolderFile.map(path(of: name), as: record)
    }

    /// - Returns: no target's for a joint vocabulary
    private func subwords(
        of description: EngineDescription
    ) throws(EngineError) -> (source: SubwordModel, target: SubwordModel?) {
        let configuration = description.configuration
        guard description.text.kind == .joint else {
            return (
                try subwords(.source, description.files, count: configuration.sourceVocabulary),
                try subwords(.target, description.files, count: configuration.targetVocabulary)
            )
        }
        let joint = try subwords(
            .joint, description.files, count: configuration.sourceVocabulary)
        try check(joint, count: configuration.targetVocabulary, of: .joint)
        return (joint, nil)
    }

    private func subwords(
        _ names: EngineFile.Subwords, _ files: [String: FileRecord], count: Int
    ) throws(EngineError) -> SubwordModel {
        let merges = try map(names.merges, files).withBytes { Array($0) }
        let vocabulary = try map(names.vocabulary, files).withBytes { Array($0) }
        let subwords: SubwordModel
        do {
            subwords = try SubwordModel(
                merges: merges, vocabulary: vocabulary, mergesFile: path(of: names.merges),
                vocabularyFile: path(of: names.vocabulary))
        } catch {
            throw EngineError(.damagedSubwords(error), at: error.source)
        }
        try check(subwords, count: count, of: names)
        return subwords
    }

    private func check(
        _ subwords: SubwordModel, count: Int, of names: EngineFile.Subwords
    ) throws(EngineError) {
        guard subwords.vocabulary.count == count else {
            throw EngineError(
                .vocabularySize(subwords.vocabulary.count, expected: count),
                at: path(of: names.vocabulary))
        }
    }
}
