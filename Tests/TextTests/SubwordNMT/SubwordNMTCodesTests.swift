import Testing

@testable import Text

@Suite struct SubwordNMTCodesTests {
    private static func read(_ text: String) throws -> SubwordNMTCodes {
        try SubwordNMTCodes(Array(text.utf8), file: "m/codes")
    }

    private static func error(_ text: String) -> String? {
        do {
            _ = try read(text)
            return nil
        } catch {
            return "\(error)"
        }
    }

    @Test("codes are read and written as subword-nmt writes them")
    func roundTrip() throws {
        let text = "#version: 0.2\nt h\nth e</w>\n"
        let codes = try Self.read(text)
        #expect(codes.version == .endIsGlued)
        #expect(codes.merges.map(\.left) == ["t", "th"])
        #expect(codes.merges.map(\.right) == ["h", "e</w>"])
        #expect(codes.text == text)
        #expect(codes.prefix(1).text == "#version: 0.2\nt h\n")
        #expect(codes.prefix(-1).merges.isEmpty)
    }

    @Test("a file without a version line is of version 0.1")
    func firstVersion() throws {
        let codes = try Self.read("t h\nth </w>\n")
        #expect(codes.version == .endIsSymbol)
        #expect(codes.merges.count == 2)
        #expect(codes.text == "#version: 0.1\nt h\nth </w>\n")
        #expect(try Self.read(codes.text).version == .endIsSymbol)
    }

    @Test(
        "line ends, empty lines at the end, a byte order mark and longer versions do no harm",
        arguments: [
            "#version: 0.2\r\nt h\r\n", "#version: 0.2\nt h", "#version: 0.2\nt h\n\n\r\n",
            "\u{FEFF}#version: 0.2\nt h\n", "#version: 0.2.0\n t h \n", "#version:0.2\nt h\n",
        ])
    func tolerance(text: String) throws {
        #expect(try Self.read(text).text == "#version: 0.2\nt h\n")
    }

    @Test("a header alone is a file without merges, and so is an empty one")
    func empty() throws {
        #expect(try Self.read("#version: 0.2\n").merges.isEmpty)
        #expect(try Self.read("").merges.isEmpty)
    }

    @Test(
        "bad lines are named with file, line and remedy",
        arguments: [
            ("#version: 0.2\na b\nab\n", "m/codes:3: “ab” is not two subwords with one space"),
            ("#version: 0.2\na b c\n", "m/codes:2: “a b c” is not two subwords with one space"),
            ("#version: 0.2\na  b\n", "m/codes:2: “a  b” is not two subwords with one space"),
            ("#version: 0.2\n\na b\n", "m/codes:2: “” is not two subwords with one space"),
            ("#version: 0.3\na b\n", "m/codes:1: was written in version “0.3” of subword-nmt's"),
            ("#version: 0.2 byte\na b\n", "m/codes:1: was written in version “0.2 byte” of"),
            ("#version: translate 1\n", "m/codes:1: was written in version “translate 1” of"),
        ])
    func badLines(text: String, expected: String) throws {
        let description = try #require(Self.error(text))
        #expect(description.hasPrefix(expected), "\(description)")
        #expect(description.hasSuffix("."))
    }

    @Test("bytes that are not UTF-8 are named with their line")
    func notUTF8() {
        let error = SubwordNMTError(.notUTF8, in: "codes", line: 2)
        #expect(throws: error) {
            try SubwordNMTCodes(Array("a b\n".utf8) + [0xC3, 0x0A], file: "codes")
        }
        #expect(error.description.hasPrefix("codes:2: is not UTF-8."))
    }

    @Test("a file too large is refused before it is looked at")
    func tooLarge() {
        let size = SubwordNMTLines.largestFile + 1
        let error = SubwordNMTError(
            .tooLarge(bytes: size, limit: SubwordNMTLines.largestFile), in: "codes")
        #expect(throws: error) {
            try SubwordNMTCodes([UInt8](repeating: 0x61, count: size), file: "codes")
        }
        #expect(error.description.hasPrefix("codes: has 67108865 bytes, more than the 67108864"))
    }

    @Test("a vocabulary keeps what was counted often enough")
    func vocabulary() throws {
        let text = "the 912\r\nth@@ 87\nx 1\n\n"
        func subwords(_ threshold: Int?) throws -> Set<[UInt8]> {
            try SubwordNMTVocabulary(Array(text.utf8), file: "v", threshold: threshold).subwords
        }
        #expect(try subwords(nil).count == 3)
        #expect(try subwords(87) == [Array("the".utf8), Array("th@@".utf8)])
        #expect(try subwords(1_000).isEmpty)
    }

    @Test("a bad line of a vocabulary is named", arguments: ["the", "the x", "the 1 2", "the  1"])
    func badVocabulary(line: String) {
        let error = SubwordNMTError(.malformedCount(line), in: "v", line: 2)
        #expect(throws: error) {
            try SubwordNMTVocabulary(Array("a 1\n\(line)\n".utf8), file: "v")
        }
        #expect(
            error.description == "v:2: “\(line)” is not a word, a space and a count. "
                + "Make the file with subword-nmt get-vocab.")
    }
}
