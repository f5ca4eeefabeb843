import Foundation
import Testing

/// Corpora that are missing, broken or hostile.
@Suite struct CorpusInputTests {
    private let folder: Workspace

    init() throws {
        folder = try Workspace()
    }

    private func train(_ corpora: [String], _ more: [String] = []) async throws -> Program.Outcome {
        try await Program.run(
            [
                "train", "--source", "en", "--target", "de", "--engine", folder.path("e"),
                "--preset", "tiny", "--workers", "1", "--steps", "1", "--corpus",
            ] + corpora + more)
    }

    /// One line that names the file and says both; no engine.
    private func expectRefusal(
        _ outcome: Program.Outcome, _ file: String, _ words: String,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        #expect(outcome.status == 1, sourceLocation: sourceLocation)
        #expect(outcome.output.isEmpty, sourceLocation: sourceLocation)
        #expect(outcome.errorLines.count == 1, "\(outcome.errors)", sourceLocation: sourceLocation)
        #expect(
            outcome.errors.hasPrefix("translate: \(file)"), "\(outcome.errors)",
            sourceLocation: sourceLocation)
        #expect(outcome.errors.contains(words), "\(outcome.errors)", sourceLocation: sourceLocation)
        #expect(
            !FileManager.default.fileExists(atPath: folder.path("e")),
            sourceLocation: sourceLocation)
    }

    @Test("a missing file, an empty one and a folder are told apart")
    func nothingToRead() async throws {
        let missing = folder.path("none.tmx")
        expectRefusal(try await train([missing]), missing, "does not exist. Check the path.")
        let empty = try folder.write("", to: "empty.tmx")
        expectRefusal(try await train([empty]), empty, "is empty.")
        expectRefusal(try await train([folder.path]), folder.path, "is a folder.")
    }

    @Test("an unreadable file is named with the system's reason")
    func unreadable() async throws {
        // A link to itself: unreadable even for root.
        let loop = folder.path("loop.tsv")
        try FileManager.default.createSymbolicLink(atPath: loop, withDestinationPath: loop)
        expectRefusal(try await train([loop]), loop, "cannot be read (")
    }

    @Test("a missing development set is named before anything is trained")
    func missingDevelopment() async throws {
        let corpus = try folder.write(SampleCorpus.tsv, to: "a.tsv")
        let outcome = try await train([corpus], ["--dev", folder.path("none.tsv")])
        expectRefusal(outcome, folder.path("none.tsv"), "does not exist.")
    }

    @Test("of XML that breaks off, what came before is used and counted")
    func truncatedXML() async throws {
        let whole = SampleCorpus.tmx()
        let corpus = try folder.write(Array(whole.utf8.dropLast(80)), to: "cut.tmx")
        let outcome = try await train([corpus])
        #expect(outcome.status == 0)
        #expect(outcome.errors.contains("\(corpus): 96 units, 95 pairs; skipped 1: 1 cut off"))
        #expect(outcome.errors.contains("What came before is used: 95 pairs."))
        #expect(outcome.errors.contains("\(corpus):98: the XML breaks here"))
    }

    @Test("of XML that breaks in the middle, what came before is used and counted")
    func brokenXML() async throws {
        var lines = SampleCorpus.tmx().components(separatedBy: "\n")
        lines[52] = lines[52].replacingOccurrences(of: "</seg>", with: "</sag>")
        let corpus = try folder.write(lines.joined(separator: "\n"), to: "broken.tmx")
        let outcome = try await train([corpus])
        #expect(outcome.status == 0)
        #expect(outcome.errors.contains("\(corpus):53: the XML breaks here"))
        #expect(outcome.errors.contains("What came before is used: 50 pairs."))
        #expect(FileManager.default.fileExists(atPath: folder.path("e/config.json")))
    }

    @Test("XML that breaks before the first pair is refused with the line")
    func brokenAtTheStart() async throws {
        let corpus = try folder.write("<?xml version=\"1.0\"?>\n<tmx <body>", to: "bad.tmx")
        expectRefusal(try await train([corpus]), "\(corpus):2: ", "Repair this place")
    }

    @Test("a TMX without the language lists those it has")
    func missingLanguage() async throws {
        let corpus = try folder.write(SampleCorpus.tmx(languages: ("en-GB", "fr")), to: "f.tmx")
        expectRefusal(
            try await train([corpus]), corpus, "no text in “de”. It has en-GB (96), fr (96).")
    }

    @Test("a corpus without a usable pair, or with too few, is refused")
    func noUsablePair() async throws {
        let empty = try folder.write("a\t\n\tb\nc\n", to: "empty.tsv")
        expectRefusal(try await train([empty]), empty, "no usable pair (3 units, 0 pairs; skipped")
        let one = try folder.write("one\teins\n", to: "one.tsv")
        let outcome = try await train([one])
        #expect(outcome.status == 1)
        let words = try #require(outcome.errorLines.last)
        #expect(
            words.contains("too few pairs: 1 to train on and 0 to validate on. An engine needs"))
    }

    @Test("lines of invalid UTF-8 are counted and left out")
    func invalidUTF8() async throws {
        let bytes = Array(SampleCorpus.tsv.utf8) + [0x61, 0xFF, 0x09, 0x62, 0x0A]
        let corpus = try folder.write(bytes, to: "a.tsv")
        let outcome = try await train([corpus])
        #expect(outcome.status == 0)
        #expect(
            outcome.errors.contains("97 units, 96 pairs; skipped 1: 1 invalid UTF-8 (line 97)"))
    }

    @Test("parallel files of unequal length are refused with both counts")
    func unequalLineCounts() async throws {
        let source = try folder.write("one\ntwo\nthree\n", to: "a.en")
        let target = try folder.write("eins\nzwei\n", to: "a.de")
        expectRefusal(
            try await train(["\(source),\(target)"]), source, "has 3 lines but \(target) has 2.")
    }

    @Test("a damaged archive and another program's archive are named")
    func archives() async throws {
        let gzip = try folder.write([0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 0xFF], to: "a.tsv.gz")
        expectRefusal(try await train([gzip]), gzip, "damaged")
        let zip = try folder.write([0x50, 0x4B, 3, 4, 0, 0, 0], to: "a.zip")
        expectRefusal(try await train([zip]), zip, "is a zip archive. Unpack it first")
    }

    @Test("pipes are read like files")
    func pipes() async throws {
        let corpus = try folder.write(SampleCorpus.tsv, to: "a.tsv")
        let pipe = folder.path("pipe")
        let outcome = try await Program.shell(
            "mkfifo \"$1\"; cat \"$2\" > \"$1\" & "
                + "\"$0\" train --corpus \"$1\" --source en --target de --engine \"$3\" --steps 1",
            [pipe, corpus, folder.path("e")])
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.errors.contains("\(pipe): 96 units, 96 pairs"))
    }

    @Test("standard input without anything is refused")
    func emptyStandardInput() async throws {
        expectRefusal(try await train(["-"]), "standard input", "is empty.")
    }

    @Test("external entities are never fetched")
    func externalEntity() async throws {
        let engine = try await TrainedEngine.shared()
        let secret = try folder.write("Geheimnis", to: "secret.txt")
        let corpus = try folder.write(
            """
            <?xml version="1.0"?>
            <!DOCTYPE tmx SYSTEM "file://\(secret)" [<!ENTITY x SYSTEM "file://\(secret)">]>
            <tmx version="1.4"><body>
            \(SampleCorpus.unit("The dog &x;", "Der Hund &x;"))
            \(SampleCorpus.unit("The cat", "Die Katze"))
            </body></tmx>
            """, to: "external.tmx")
        let outcome = try await Program.run([
            "align", "--engine", engine.path, "--corpus", corpus, "--alignment-format", "json",
        ])
        #expect(outcome.status == 0)
        #expect(outcome.outputLines.count == 1)
        #expect(!(outcome.output + outcome.errors).contains("Geheimnis"))
        #expect(outcome.errors.contains("1 with an entity that XML does not define (line 4)"))
    }

    @Test("nested entities do not expand without bound")
    func entityBomb() async throws {
        let levels = (1..<30).map { "<!ENTITY e\($0) \"&e\($0 - 1);&e\($0 - 1);&e\($0 - 1);\">" }
        let corpus = try folder.write(
            """
            <?xml version="1.0"?>
            <!DOCTYPE tmx [<!ENTITY e0 "bumm">\(levels.joined())]>
            <tmx version="1.4"><body>
            \(SampleCorpus.unit("A &e29;", "B &e29;"))
            </body></tmx>
            """, to: "bomb.tmx")
        let outcome = try await train([corpus])
        #expect(outcome.status == 1)
        #expect(outcome.errorLines.count == 1)
        #expect(outcome.errors.hasPrefix("translate: \(corpus)"))
        #expect(outcome.errors.utf8.count < 1_000)
        #expect(outcome.duration < .seconds(20))
    }
}
