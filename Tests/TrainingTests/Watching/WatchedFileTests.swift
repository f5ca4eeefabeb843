import Foundation
import Testing

@testable import Training

@Suite struct WatchedFileTests {
    private let folder: WatchedFolder
    private let file: WatchedFile
    private let partial: WatchedFile

    init() throws {
        folder = try WatchedFolder()
        file = WatchedFile("page", in: folder.path)
        partial = WatchedFile(".page.partial", in: folder.path)
    }

    @Test("new contents take the place of the old, and nothing else is left")
    func replaces() throws {
        for text in ["one", "a longer text", ""] {
            try file.replace(with: Data(text.utf8), by: partial)
            #expect(folder.text("page") == text)
            #expect(folder.entries == ["page"])
        }
    }

    @Test("what a killed program has left is written over")
    func replacesPartial() throws {
        try folder.write("half", to: ".page.partial")
        try file.replace(with: Data("whole".utf8), by: partial)
        #expect(folder.text("page") == "whole")
        #expect(folder.entries == ["page"])
    }

    @Test("contents that cannot be put in place leave nothing, and the error says what to do")
    func failingReplacement() throws {
        try FileManager.default.createDirectory(
            atPath: folder.path("page/inner"), withIntermediateDirectories: true)
        let error = #expect(throws: WatchedFileError.self) {
            try file.replace(with: Data("x".utf8), by: partial)
        }
        #expect(folder.entries == ["page"])
        #expect(
            error?.description
                == "\(folder.path)/page: cannot be written: Is a directory. Training goes on; "
                + "make room for the file, or let its owner write it.")
    }

    @Test("a link is not followed, and a pipe is not waited for")
    func linksAndPipes() throws {
        try folder.write("mine", to: "elsewhere")
        try FileManager.default.createSymbolicLink(
            atPath: file.path, withDestinationPath: folder.path("elsewhere"))
        #expect(throws: WatchedFileError.self) { try file.append(Data("x".utf8)) }
        #expect(folder.text("elsewhere") == "mine")
        #expect(file.bytes == nil)
        mkfifo(partial.path, 0o600)
        #expect(throws: WatchedFileError.self) { try partial.append(Data("x".utf8)) }
        #expect(partial.bytes == nil)
    }

    @Test("bytes are added and cut off")
    func appendsAndShortens() throws {
        try file.append(Data("one ".utf8))
        try file.append(Data("two".utf8))
        #expect(folder.text("page") == "one two")
        try file.shorten(to: 3)
        #expect(file.bytes == Data("one".utf8))
    }
}
