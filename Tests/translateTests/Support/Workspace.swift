import Foundation

/// A folder that a test may fill; it goes with the test.
final class Workspace: Sendable {
    let path: String

    init() throws {
        let url = FileManager.default.temporaryDirectory
            .appendingPathComponent("translate-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        path = url.resolvingSymlinksInPath().path
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    func path(_ name: String) -> String { "\(path)/\(name)" }

    /// - Returns: the path
    @discardableResult
    func write(_ bytes: [UInt8], to name: String) throws -> String {
        try Data(bytes).write(to: URL(fileURLWithPath: path(name)))
        return path(name)
    }

    @discardableResult
    func write(_ text: String, to name: String) throws -> String {
        try write(Array(text.utf8), to: name)
    }

    func read(_ name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(fileURLWithPath: path(name))))
    }

    func text(_ name: String) throws -> String { String(decoding: try read(name), as: UTF8.self) }

    func copy(_ other: String, to name: String) throws -> String {
        try FileManager.default.copyItem(atPath: other, toPath: path(name))
        return path(name)
    }

    /// The bytes of all files in a folder of it, by their paths in that folder.
    func contents(_ name: String) throws -> [String: [UInt8]] {
        var contents: [String: [UInt8]] = [:]
        for entry in try FileManager.default.subpathsOfDirectory(atPath: path(name)) {
            var isFolder: ObjCBool = false
            let file = "\(name)/\(entry)"
            _ = FileManager.default.fileExists(atPath: path(file), isDirectory: &isFolder)
            if !isFolder.boolValue { contents[entry] = try read(file) }
        }
        return contents
    }

    /// Those of an engine alone, without what people look at while it trains.
    func engineContents(_ name: String) throws -> [String: [UInt8]] {
        try contents(name).filter { !["metrics.jsonl", "report.html"].contains($0.key) }
    }

    /// The names in it, hidden ones too.
    func entries() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: path).sorted()
    }
}
