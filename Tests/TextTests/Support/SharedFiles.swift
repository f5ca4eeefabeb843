import Foundation

/// Files that tests read where they are at hand and do without where they are not.
enum SharedFiles {
    private static let folder: URL? = {
        if let path = ProcessInfo.processInfo.environment["TRANSLATE_SHARED_DATA"] {
            return URL(fileURLWithPath: path)
        }
        var place = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        while place.path != "/" {
            let manifest = place.appendingPathComponent("Package.swift")
            if FileManager.default.fileExists(atPath: manifest.path) {
                return place.deletingLastPathComponent().appendingPathComponent("shared/data")
            }
            place.deleteLastPathComponent()
        }
        return nil
    }()

    static func exists(_ path: String) -> Bool {
        folder.map { FileManager.default.fileExists(atPath: $0.appendingPathComponent(path).path) }
            ?? false
    }

    static func lines(_ path: String) throws -> [String] {
        guard let file = url(path) else { return [] }
        return lines(of: try Data(contentsOf: file))
    }

    static func url(_ path: String) -> URL? { folder?.appendingPathComponent(path) }

    static func lines(of bytes: Data) -> [String] {
        bytes.split(separator: 0x0A, omittingEmptySubsequences: false).map {
            String(decoding: $0.last == 0x0D ? $0.dropLast() : $0, as: UTF8.self)
        }
    }
}
