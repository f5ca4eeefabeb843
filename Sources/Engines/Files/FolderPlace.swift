import Foundation

/// Where an engine's folder is or will be, and what may lie around it.
struct FolderPlace {
    /// Without symbolic links, so that a link to an engine stays a link.
    let path: String
    let parent: String
    /// The path as the user wrote it, for messages.
    let givenPath: String
    private let name: String

    init(_ path: String) {
        givenPath = path
        var url = URL(fileURLWithPath: path).standardizedFileURL
        if let resolved = realpath(path, nil) {
            url = URL(fileURLWithPath: String(cString: resolved))
            free(resolved)
        }
        self.path = url.path
        name = url.lastPathComponent
        parent = url.deletingLastPathComponent().path
    }

    // MARK: - Neighbours

    private var partialPrefix: String { ".\(name).partial-" }

    /// Where process `process` writes the folder before it takes its place.
    func partialPath(of process: Int32) -> String { "\(parent)/\(partialPrefix)\(process)" }

    /// Where the old folder waits while the new one takes its place, on disks that cannot
    /// exchange the two in one step.
    var previousPath: String { "\(parent)/.\(name).previous" }

    /// Removes what killed programs have left.
    func removeLeftovers() {
        let files = FileManager.default
        for neighbour in (try? files.contentsOfDirectory(atPath: parent)) ?? [] {
            guard neighbour.hasPrefix(partialPrefix),
                let process = Int32(neighbour.dropFirst(partialPrefix.count)), process > 0
            else { continue }
            let isAlive = kill(process, 0) == 0 || errno != ESRCH
            if process == getpid() || !isAlive {
                try? files.removeItem(atPath: "\(parent)/\(neighbour)")
            }
        }
    }

    // MARK: - What is there

    private var entries: [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    }

    /// What lies in the folder and is not an engine's.
    var otherFiles: [String] {
        entries.filter { !EngineFile.all.contains($0) }.sorted()
    }

    /// Nothing that is not an engine is ever replaced: a missing or an empty folder or an engine's
    /// may be, with files besides, which are kept.
    func checkReplaceable() throws(EngineError) {
        var isFolder: ObjCBool = false
        let files = FileManager.default
        guard files.fileExists(atPath: path, isDirectory: &isFolder) else { return }
        guard isFolder.boolValue else { throw EngineError(.notAFolder, at: givenPath) }
        let others = otherFiles
        if let folder = others.first(where: { isFolderItself($0) }) {
            throw EngineError(.notReplaceable(entry: folder), at: givenPath)
        }
        let entries = entries
        if entries.isEmpty || isEngine { return }
        let entry = others.first ?? entries.sorted()[0]
        throw EngineError(.notReplaceable(entry: entry), at: givenPath)
    }

    /// Whether its config.json is one of ours, even a damaged one.
    private var isEngine: Bool {
        let config = try? FolderFile.read(
            "\(path)/\(EngineFile.config)", limit: SealedJSON.largestFile)
        guard let config else { return false }
        // Other programs' models have a config.json too.
        return SealedJSON.isSealed(config)
            || String(decoding: config, as: UTF8.self).contains("\"formatVersion\"")
    }

    private func isFolderItself(_ entry: String) -> Bool {
        var status = stat()
        return lstat("\(path)/\(entry)", &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    // MARK: - Replacing

    /// Renames the folder at `newPath` to this place; the old one is at `newPath` afterwards.
    func put(_ newPath: String) throws(EngineError) {
        var status = stat()
        if lstat(path, &status) != 0 {
            try move(newPath, to: path)
        } else if !FolderExchange.exchange(newPath, path) {
            try putInTwoSteps(newPath)
        }
        // Left by a program that was killed between the two steps.
        try? FileManager.default.removeItem(atPath: previousPath)
    }

    /// Killed between the steps, this leaves the old engine at `previousPath`, where loading
    /// looks for it.
    func putInTwoSteps(_ newPath: String) throws(EngineError) {
        try? FileManager.default.removeItem(atPath: previousPath)
        try move(path, to: previousPath)
        do {
            try move(newPath, to: path)
        } catch {
            rename(previousPath, path)
            throw error
        }
    }

    private func move(_ old: String, to new: String) throws(EngineError) {
        guard rename(old, new) == 0 else {
            throw EngineError(.unwritable(errorNumber: errno), at: givenPath)
        }
    }
}
