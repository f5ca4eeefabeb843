import Foundation

/// A folder that is written beside another one and then takes its place in a single step.
///
/// Whenever the program is killed, the old folder or the new one is whole under its name. What is
/// left beside it has a name that begins with a dot, and goes with the next replacement.
///
/// One replacement of a folder at a time; two programs that write one engine would undo each
/// other's work in any case.
struct FolderReplacement: ~Copyable {
    /// Opens a file for writing; tests have one that fails.
    typealias FileOpener = (_ path: String) throws(EngineError) -> OutputFile

    private let place: FolderPlace
    private let partialPath: String
    private let openFile: FileOpener

    /// Begins with an empty folder.
    /// - Parameter place: where the folder will be; its parent is made if it is missing
    init(
        at place: FolderPlace,
        openFile: @escaping FileOpener = { path throws(EngineError) in
            try OutputFile(path, isNew: true)
        }
    ) throws(EngineError) {
        self.place = place
        self.openFile = openFile
        partialPath = place.partialPath(of: getpid())
        try Self.makeParent(place.parent)
        place.removeLeftovers()
        try Self.makeFolder(partialPath)
    }

    /// Removes whatever lies at the partial path: what could not be completed, or what was replaced.
    deinit {
        try? FileManager.default.removeItem(atPath: partialPath)
    }

    func makeFolder(_ name: String) throws(EngineError) {
        try Self.makeFolder("\(partialPath)/\(name)")
    }

    /// Writes a file and waits until the disk has it.
    func writeFile(
        _ name: String, _ body: (inout OutputFile) throws(EngineError) -> Void
    ) throws(EngineError) -> FileRecord {
        do {
            var file = try openFile("\(partialPath)/\(name)")
            try body(&file)
            return try file.finish()
        } catch {
            // The file's own path is gone by the time somebody reads this.
            throw EngineError(error.reason, at: "\(place.givenPath)/\(name)")
        }
    }

    /// Puts the new folder in its place, and removes the old one.
    /// - Parameter subfolders: those that were made, to be flushed
    consuming func commit(subfolders: [String]) throws(EngineError) {
        try keepOtherFiles()
        for name in subfolders { try Disk.flushFolder("\(partialPath)/\(name)") }
        try Disk.flushFolder(partialPath)
        try place.put(partialPath)
        // The new folder has its name already; a parent that cannot be read must not undo that.
        try? Disk.flushFolder(place.parent)
    }

    /// Files in an engine's folder that are not the engine's, such as a user's notes, stay.
    private borrowing func keepOtherFiles() throws(EngineError) {
        for name in place.otherFiles {
            if EngineCompanion.all.contains(name) {
                keepCompanion(name)
                continue
            }
            guard link("\(place.path)/\(name)", "\(partialPath)/\(name)") == 0 else {
                throw EngineError(.notReplaceable(entry: name), at: place.givenPath)
            }
        }
    }

    /// A file that people look at comes along where it can: an engine is worth more than that.
    private borrowing func keepCompanion(_ name: String) {
        guard EngineCompanion.kept.contains(name) else { return }
        let (old, new) = ("\(place.path)/\(name)", "\(partialPath)/\(name)")
        if link(old, new) != 0 { try? FileManager.default.copyItem(atPath: old, toPath: new) }
    }

    /// Makes a folder with those above it, so that their names last.
    private static func makeParent(_ path: String) throws(EngineError) {
        let files = FileManager.default
        var existing = URL(fileURLWithPath: path)
        var parents: [URL] = []
        while existing.path != "/", !files.fileExists(atPath: existing.path) {
            existing.deleteLastPathComponent()
            parents.append(existing)
        }
        do {
            try files.createDirectory(atPath: path, withIntermediateDirectories: true)
        } catch {
            throw EngineError(.unwritable(errorNumber: number(of: error)), at: path)
        }
        for folder in parents { try? Disk.flushFolder(folder.path) }
    }

    private static func makeFolder(_ path: String) throws(EngineError) {
        guard mkdir(path, 0o777) == 0 else {
            throw EngineError(.unwritable(errorNumber: errno), at: path)
        }
    }

    private static func number(of error: any Error) -> Int32 {
        let underlying = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError
        return Int32(truncatingIfNeeded: underlying?.code ?? Int(EACCES))
    }
}
