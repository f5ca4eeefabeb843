import Foundation

/// The package's own sources, which some tests read to see that nothing escapes them.
enum SourceTree {
    /// The package's folder: three levels above this file's folder.
    private static var root: URL {
        var folder = URL(filePath: #filePath)
        for _ in 0..<4 { folder.deleteLastPathComponent() }
        return folder
    }

    static func text(of path: String) throws -> String {
        try String(contentsOf: root.appending(path: path), encoding: .utf8)
    }

    /// The files of a folder, by their path from the root.
    static func files(in folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: root.appending(path: folder).path())
            .sorted().map { "\(folder)/\($0)" }
    }
}
