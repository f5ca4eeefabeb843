import Foundation
import Testing

@testable import Corpus

@Suite struct TemporaryFileTests {
    @Test("what was appended is read back, and nothing shows in the folder")
    func appendAndRead() throws {
        let fixture = try Fixture()
        let file = try TemporaryFile(in: URL(filePath: fixture.path))
        try Array("Hello, ".utf8).withUnsafeBytes { try file.append($0) }
        try Array("world".utf8).withUnsafeBytes { try file.append($0) }
        #expect(file.size == 12)
        var bytes = [UInt8](repeating: 0, count: 10)
        #expect(try bytes.withUnsafeMutableBytes { try file.read(at: 7, into: $0) } == 5)
        #expect(String(decoding: bytes[..<5], as: UTF8.self) == "world")
        #expect(try FileManager.default.contentsOfDirectory(atPath: fixture.path).isEmpty)
    }

    @Test("a folder that is missing is an error with a reason")
    func missingFolder() {
        let folder = URL(filePath: "/nowhere/at-all")
        let error = #expect(throws: TemporaryFileError.self) { _ = try TemporaryFile(in: folder) }
        #expect(
            error?.description == "/nowhere/at-all: no temporary file can be made here "
                + "(No such file or directory). Check its permissions.")
    }

    @Test("messages name the folder, the reason and a remedy that fits the folder")
    func messages() {
        let folder = FileManager.default.temporaryDirectory.path
        func message(_ action: TemporaryFileError.Action, _ folder: String) -> String {
            TemporaryFileError(action: action, folder: folder, why: "why").description
        }
        #expect(
            message(.write, folder) == "\(folder): a temporary file cannot be written (why). "
                + "Free space there, or name another folder in the environment variable TMPDIR.")
        #expect(
            message(.write, "/x") == "/x: a temporary file cannot be written (why). "
                + "Free space there.")
        #expect(
            message(.read, "/x") == "/x: a temporary file cannot be read back (why). "
                + "Check the disk.")
    }
}
