import Foundation

extension SharedFiles {
    /// The lines of a `.gz` file, unpacked by `gzip`, which every system with such files has.
    static func unzippedLines(_ path: String) throws -> [String] {
        guard let file = url(path) else { return [] }
        let gzip = Process()
        gzip.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        gzip.arguments = ["gzip", "-dc", file.path]
        let pipe = Pipe()
        gzip.standardOutput = pipe
        try gzip.run()
        let bytes = pipe.fileHandleForReading.readDataToEndOfFile()
        gzip.waitUntilExit()
        guard gzip.terminationStatus == 0 else { throw CocoaError(.fileReadCorruptFile) }
        return lines(of: bytes)
    }
}
