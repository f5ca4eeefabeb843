import Foundation
import Testing

@testable import Corpus

@Suite struct ByteSinkTests {
    private let fixture: Fixture

    init() throws { fixture = try Fixture() }

    private func path(_ name: String) -> String { "\(fixture.path)/\(name)" }

    private func names() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: fixture.path).sorted()
    }

    private func text(_ name: String) throws -> String {
        try String(contentsOfFile: path(name), encoding: .utf8)
    }

    @Test("a file is in its place, whole, once it is finished, and not before")
    func finish() throws {
        let path = try fixture.file("x.tsv", "old\n")
        let sink = try ByteSink(path: path)
        try sink.write("A\tB\n")
        try sink.write([0x43, 0x09, 0x44, 0x0A])
        #expect(try text("x.tsv") == "old\n")
        try sink.finish()
        #expect(try text("x.tsv") == "A\tB\nC\tD\n")
        #expect(try names() == ["x.tsv"])
    }

    @Test("what is not finished is removed, and the old file stays")
    func abandoned() throws {
        _ = try fixture.file("x.tsv", "old\n")
        do {
            let sink = try ByteSink(path: path("x.tsv"))
            try sink.write(String(repeating: "new\n", count: 200_000))
            #expect(try names().count == 2)
        }
        #expect(try text("x.tsv") == "old\n")
        #expect(try names() == ["x.tsv"])
    }

    @Test("the end of the name says whether and how it is packed", arguments: Compression.allCases)
    func packed(by compression: Compression) throws {
        let lines = (0..<100_000).map { "\($0 &* 2_654_435_761)\t\($0)\n" }
        let name = "x.tsv" + compression.nameEnding.uppercased()
        let sink = try ByteSink(path: path(name))
        for line in lines { try sink.write(line) }
        try sink.finish()
        let bytes = try Data(contentsOf: URL(filePath: path(name)))
        #expect(Compression(magic: bytes) == compression)
        #expect(bytes.count < lines.reduce(0) { $0 + $1.utf8.count } * 3 / 4)
        let (pairs, report) = try read(path(name))
        #expect(report.warnings.isEmpty)
        #expect(pairs.map { "\($0.source)\t\($0.target)\n" } == lines)
    }

    @Test("nothing, packed, is a whole file", arguments: Compression.allCases)
    func empty(by compression: Compression) throws {
        let sink = try ByteSink(path: path("x" + compression.nameEnding))
        try sink.finish()
        #expect(failure(path("x" + compression.nameEnding))?.reason == .empty)
    }

    @Test("a file that is replaced keeps its permissions, and a link stays a link")
    func replaced() throws {
        let file = try fixture.file("x.tsv", "old\n")
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file)
        try FileManager.default.createSymbolicLink(
            atPath: path("link.tsv"), withDestinationPath: "x.tsv")
        let sink = try ByteSink(path: path("link.tsv"))
        try sink.write("new\n")
        try sink.finish()
        #expect(try text("x.tsv") == "new\n")
        let attributes = try FileManager.default.attributesOfItem(atPath: file)
        #expect(attributes[.posixPermissions] as? Int == 0o600)
        #expect(try names() == ["link.tsv", "x.tsv"])
        let link = try FileManager.default.destinationOfSymbolicLink(atPath: path("link.tsv"))
        #expect(link == "x.tsv")
    }

    @Test("a link to a file that is not there makes the file")
    func danglingLink() throws {
        try FileManager.default.createSymbolicLink(
            atPath: path("link.tsv"), withDestinationPath: "x.tsv")
        let sink = try ByteSink(path: path("link.tsv"))
        try sink.write("new\n")
        try sink.finish()
        #expect(try text("x.tsv") == "new\n")
        #expect(try names() == ["link.tsv", "x.tsv"])
    }

    @Test("a name as long as the system takes is written")
    func longName() throws {
        let name = String(repeating: "é", count: 127)
        let sink = try ByteSink(path: path(name))
        try sink.write("x")
        try sink.finish()
        #expect(try text(name) == "x")
    }

    @Test("devices are written as they are, and a full one is a full disk")
    func devices() throws {
        let null = try ByteSink(path: "/dev/null")
        try null.write("x")
        try null.finish()
        guard FileManager.default.fileExists(atPath: "/dev/full") else { return }
        let full = try ByteSink(path: "/dev/full")
        try full.write("x")
        let error = try #require(throws: OutputError.self) { try full.finish() }
        #expect(
            error.description
                == "/dev/full: the disk is full. Free some space or choose another place.")
        #expect(throws: error) { try full.write(String(repeating: "x", count: 1 << 19)) }
        #expect(throws: error) { try full.finish() }
    }

    @Test("a pipe that nobody reads any more is told apart")
    func closedPipe() throws {
        signal(SIGPIPE, SIG_IGN)
        var ends: [Int32] = [0, 0]
        try #require(pipe(&ends) == 0)
        close(ends[0])
        let sink = try ByteSink(path: "/dev/fd/\(ends[1])")
        close(ends[1])
        try sink.write("x")
        let error = #expect(throws: OutputError.self) { try sink.finish() }
        #expect(error?.isClosedPipe == true)
        #expect(OutputError(reason: .fullDisk, name: "x").isClosedPipe == false)
    }

    @Test("a place that cannot be written is named with the reason and the remedy")
    func places() throws {
        func failure(_ path: String) -> String? {
            #expect(throws: OutputError.self) { try ByteSink(path: path) }?.description
        }
        let folder = path("none")
        #expect(
            failure("\(folder)/x.tsv")
                == "\(folder)/x.tsv: the folder \(folder) does not exist. Create it or choose "
                + "another place.")
        let file = try fixture.file("x", "text")
        #expect(failure("\(file)/y")?.contains("the folder \(file) does not exist.") == true)
        #expect(failure("\(folder)/") == "\(folder)/: is a folder. Name a file in it.")
        #expect(failure(fixture.path) == "\(fixture.path): is a folder. Name a file in it.")
        #expect(
            failure(path("x.tsv.xz"))
                == "\(path("x.tsv.xz")): .xz is not a compression that is written. Let the name "
                + "end in .gz or .zst, or in neither.")
        let reasons: [(OutputError.Reason, String)] = [
            (
                .unwritable("Permission denied"),
                "x: cannot be written (Permission denied). Check the folder and its permissions."
            ),
            (
                .closedPipe,
                "x: the program that reads the results has ended. Let it read them to the end."
            ),
            (
                .failed("Input/output error"),
                "x: writing failed (Input/output error). Choose another place."
            ),
        ]
        for (reason, text) in reasons {
            #expect(OutputError(reason: reason, name: "x").description == text)
        }
    }
}
