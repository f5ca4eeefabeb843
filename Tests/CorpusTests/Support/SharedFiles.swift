import Foundation

/// The real files beside the project, where they are there.
enum SharedFiles {
    static let folder: URL? = {
        let files = FileManager.default
        if let path = ProcessInfo.processInfo.environment["TRANSLATE_SHARED_DATA"] {
            return files.fileExists(atPath: path) ? URL(filePath: path) : nil
        }
        var root = URL(filePath: #filePath)
        while !files.fileExists(atPath: root.appending(path: "Package.swift").path) {
            guard root.pathComponents.count > 1 else { return nil }
            root.deleteLastPathComponent()
        }
        let folder = root.deletingLastPathComponent().appending(path: "shared/data")
        return files.fileExists(atPath: folder.path) ? folder : nil
    }()

    /// The files under a part of the folder that end so and are not larger than a test should read.
    static func files(under part: String, endingIn endings: [String]) -> [String] {
        guard let folder else { return [] }
        let root = folder.appending(path: part)
        let names = FileManager.default.enumerator(atPath: root.path)?.compactMap { $0 as? String }
        return (names ?? []).sorted().map { root.appending(path: $0).path }.filter { path in
            let size = try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int
            return endings.contains { path.lowercased().hasSuffix($0) } && (size ?? 0) < 200_000
        }
    }
}
