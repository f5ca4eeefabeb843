import Foundation

@testable import Corpus

/// A folder for one test's files, removed with it.
final class Fixture {
    private let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "corpus-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    var path: String { folder.path }

    func file(_ name: String, _ bytes: [UInt8]) throws -> String {
        let file = folder.appending(path: name)
        try Data(bytes).write(to: file)
        return file.path
    }

    func file(_ name: String, _ text: String) throws -> String {
        try file(name, Array(text.utf8))
    }

    /// A TMX whose body is `body`.
    func tmx(_ body: String, named name: String = "memory.tmx") throws -> String {
        try file(name, Self.tmxText(body))
    }

    static func tmxText(_ body: String, declaration: String = "") -> String {
        declaration
            + "<tmx version=\"1.4\"><header srclang=\"en\"/><body>\n\(body)\n</body></tmx>\n"
    }

    /// A `<tu>` of one line, English and German.
    static func unit(_ english: String, _ german: String) -> String {
        "<tu><tuv xml:lang=\"en\"><seg>\(english)</seg></tuv>"
            + "<tuv xml:lang=\"de\"><seg>\(german)</seg></tuv></tu>"
    }

    /// One gzip member.
    static func gzip(_ text: String) -> [UInt8] { pack(text, by: .gzip) }

    /// One gzip member or zstd frame.
    static func pack(_ text: String, by compression: Compression) -> [UInt8] {
        pack(Array(text.utf8), by: compression)
    }

    static func pack(_ bytes: [UInt8], by compression: Compression) -> [UInt8] {
        let compressor = compression.compressor()
        var output = [UInt8](repeating: 0, count: bytes.count + 1_024)
        let (_, written, isDone) = bytes.withUnsafeBufferPointer { input in
            output.withUnsafeMutableBufferPointer {
                compressor.pack(input, isLast: true, into: $0)
            }
        }
        precondition(isDone, "\(bytes.count) bytes became more than \(output.count)")
        return Array(output.prefix(written))
    }
}

/// Everything a reader hands on, and its report.
func read(
    _ paths: String..., source: String = "en", target: String = "de"
) throws -> (pairs: [SegmentPair], report: CorpusReport) {
    var pairs: [SegmentPair] = []
    let languages = try LanguagePair(source: source, target: target)
    let report = try CorpusReader(paths: paths).readPairs(of: languages) { pairs.append($0) }
    return (pairs, report)
}

/// The error that reading ends in, nil when it does not.
func failure(_ paths: String..., source: String = "en", target: String = "de") -> CorpusError? {
    do {
        let languages = try LanguagePair(source: source, target: target)
        _ = try CorpusReader(paths: paths).readPairs(of: languages) { _ in }
        return nil
    } catch {
        return error as? CorpusError
    }
}

extension CorpusReport {
    /// The counts of the reasons that came up.
    var skipCounts: [Reason: Int] { skipped.mapValues(\.count) }
}

/// Every unit of a file, whatever its languages, and the report.
func readUnits(
    _ path: String, _ gathering: Gathering = .everything
) throws -> (units: [TranslationUnit], report: CorpusReport) {
    var units: [TranslationUnit] = []
    let report = try CorpusReader(paths: [path]).readUnits(gathering) { units.append($0) }
    return (units, report)
}
