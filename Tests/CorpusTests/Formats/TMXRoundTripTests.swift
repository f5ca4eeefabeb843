import Foundation
import Testing

@testable import Corpus

@Suite struct TMXRoundTripTests {
    private let fixture: Fixture

    init() throws { fixture = try Fixture() }

    private func reread(_ text: String) throws -> [TranslationUnit] {
        try TMXFixture.units(of: fixture.file("written.tmx", text)).units
    }

    @Test("units of any content read back as they were written", arguments: 1...40 as ClosedRange)
    func generatedUnits(seed: UInt64) throws {
        var generator = UnitGenerator(seed: seed)
        let units = (0..<25).map { _ in generator.unit() }
        let (text, losses) = try TMXFixture.written(units)
        let again = try reread(text)
        #expect(losses.isEmpty)
        #expect(again.count == units.count)
        for (unit, other) in zip(units, again) {
            #expect(TMXFixture.difference(unit, other) == nil)
        }
    }

    @Test("what is written is written again byte by byte", arguments: 1...5 as ClosedRange)
    func writingIsStable(seed: UInt64) throws {
        var generator = UnitGenerator(seed: seed)
        let text = try TMXFixture.written((0..<25).map { _ in generator.unit() }).text
        let isSame = try TMXFixture.written(reread(text)).text == text
        #expect(isSame)
    }

    @Test(
        "the memories of other tools read back as they were",
        .enabled(if: SharedFiles.folder != nil, "needs the shared data"),
        arguments: SharedFiles.files(under: "tmx", endingIn: [".tmx", ".tmx.gz"]))
    func realFiles(path: String) throws {
        guard let units = try? TMXFixture.units(of: path).units else { return }
        let again = try reread(TMXFixture.written(units).text)
        #expect(units.count == again.count)
        for (unit, other) in zip(units, again) {
            #expect(TMXFixture.difference(unit, other) == nil)
        }
    }

    @Test(
        "what is written conforms to the document type of TMX 1.4",
        .enabled(if: DocumentType.isThere, "needs xmllint and the shared data"),
        arguments: 1...5 as ClosedRange)
    func validity(seed: UInt64) throws {
        var generator = UnitGenerator(seed: seed)
        let units = (0..<50).map { _ in generator.unit() }
        let path = try fixture.file("valid.tmx", TMXFixture.written(units).text)
        #expect(try DocumentType.faults(of: path) == "")
        let empty = try fixture.file("empty.tmx", TMXFixture.written([]).text)
        #expect(try DocumentType.faults(of: empty) == "")
    }

    @Test(
        "the memories of other tools, written again, conform to it too",
        .enabled(if: DocumentType.isThere, "needs xmllint and the shared data"),
        arguments: SharedFiles.files(under: "tmx", endingIn: [".tmx"]))
    func validityOfRealFiles(path: String) throws {
        guard let units = try? TMXFixture.units(of: path).units else { return }
        let written = try fixture.file("valid.tmx", TMXFixture.written(units).text)
        #expect(try DocumentType.faults(of: written) == "")
    }
}

/// Asks xmllint whether a file is valid.
private enum DocumentType {
    private static let lint = "/usr/bin/xmllint"
    private static let path = SharedFiles.folder?.appending(path: "tmx/tmx14.dtd").path

    static var isThere: Bool {
        guard let path else { return false }
        let files = FileManager.default
        return files.isExecutableFile(atPath: lint) && files.fileExists(atPath: path)
    }

    static func faults(of file: String) throws -> String {
        let process = Process()
        process.executableURL = URL(filePath: lint)
        process.arguments = ["--noout", "--nonet", "--dtdvalid", path ?? "", file]
        let errors = Pipe()
        process.standardError = errors
        try process.run()
        let text = try errors.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return process.terminationStatus == 0 ? "" : String(decoding: text, as: UTF8.self)
    }
}
