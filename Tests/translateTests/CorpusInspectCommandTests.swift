import Foundation
import Testing

/// `translate corpus inspect` as its users run it.
@Suite struct CorpusInspectCommandTests {
    private let folder: Workspace

    init() throws { folder = try Workspace() }

    private func inspect(
        _ arguments: [String], input: [UInt8] = []
    ) async throws -> Program.Outcome {
        try await Program.run(["corpus", "inspect"] + arguments, input: input)
    }

    private func unit(_ english: String, _ german: String) -> String {
        "<tu changeid=\"ann\" changedate=\"20210315T000000Z\"><tuv xml:lang=\"en-US\"><seg>"
            + "\(english)</seg></tuv><tuv xml:lang=\"de\"><seg>\(german)</seg></tuv></tu>\n"
    }

    private func memory(_ units: [String], named name: String = "memory.tmx") throws -> String {
        try folder.write(
            "<tmx version=\"1.4\"><header srclang=\"en-US\"/><body>\n\(units.joined())</body></tmx>\n",
            to: name)
    }

    private var units: [String] {
        [
            unit("Open the file", "Datei öffnen"), unit("Open the file", "Datei öffnen"),
            unit("Open the file", "Öffne die Datei"), unit("Save", ""),
            unit(
                "<ph x=\"1\" type=\"fmt\">%d</ph> files", "<ph x=\"1\" type=\"fmt\">%d</ph> Dateien"
            ),
        ]
    }

    @Test("the text names languages, counts pairs and tells what to look at")
    func text() async throws {
        let path = try memory(units)
        let outcome = try await inspect([path, "--no-estimate"])
        #expect(outcome.status == 0)
        #expect(outcome.errors.isEmpty)
        let lines = outcome.outputLines.map { $0.split(separator: " ").joined(separator: " ") }
        #expect(lines[0].hasPrefix("\(path): 5 units, "))
        #expect(lines.contains("English (en-US) → German (de)"))
        #expect(lines.contains("usable pairs 4 80.0% of the units"))
        #expect(lines.contains("same as an earlier pair 1 25.0%"))
        #expect(lines.contains("empty target 1 20.0% line 5"))
        #expect(lines.contains("sources with several translations 1 50.0% in 3 pairs"))
        #expect(lines.contains("“Open the file” → “Datei öffnen” | “Öffne die Datei”"))
        #expect(lines.contains("2 tags: 0 open, 0 close, 2 alone"))
        #expect(lines.contains("by: ann 5"))
        #expect(lines.count <= 60)
    }

    @Test("JSON has the fields that --help promises, in one order")
    func json() async throws {
        let path = try memory(units)
        let outcome = try await inspect([path, "--format", "json", "--no-estimate"])
        #expect(outcome.status == 0)
        let object = try JSON.object(outcome.output)
        #expect(object["units"] as? Int == 5)
        #expect(object["usablePairs"] as? Int == 4)
        let pairs = try #require(object["pairs"] as? [[String: Any]])
        #expect(pairs.count == 1)
        #expect(pairs[0]["source"] as? String == "en-US")
        #expect(pairs[0]["targetName"] as? String == "German")
        #expect(pairs[0]["units"] as? Int == 5)
        let skipped = try #require(object["skipped"] as? [String: [String: Any]])
        #expect(skipped["emptyTarget"]?["count"] as? Int == 1)
        #expect(skipped["emptyTarget"]?["lines"] as? [Int] == [5])
        let duplicates = try #require(object["duplicates"] as? [String: Any])
        #expect(duplicates["pairs"] as? Int == 1)
        #expect(duplicates["ambiguousSources"] as? Int == 1)
        let tags = try #require(object["tags"] as? [String: Any])
        #expect(tags["alone"] as? Int == 2)
        let lengths = try #require(object["lengths"] as? [String: Any])
        #expect(Set(lengths.keys) == ["source", "target", "ratio"])
        #expect(object["estimate"] == nil)
        let keys = outcome.outputLines.filter { $0.hasPrefix("  \"") }.map {
            $0.prefix { $0 != ":" }
        }
        #expect(keys == keys.sorted())
    }

    @Test("the page is one file that needs no other, in place only when whole")
    func html() async throws {
        let path = try memory(units)
        let page = folder.path("report.html")
        let outcome = try await inspect(
            [path, "--format", "html", "--no-estimate", "--output", page])
        #expect(outcome.status == 0)
        #expect(outcome.output.isEmpty)
        let html = try folder.text("report.html")
        #expect(html.hasPrefix("<!DOCTYPE html>"))
        #expect(html.contains("<title>memory.tmx</title>"))
        #expect(html.contains("sources with several translations"))
        #expect(!html.contains("<script"))
        #expect(!html.contains("http://"))
    }

    @Test("several files are counted together and one by one; a broken one is a warning")
    func severalFiles() async throws {
        let whole = try memory(units)
        let broken = try folder.write("<tmx version=\"1.4\"><body><tu>", to: "broken.tmx")
        let outcome = try await inspect([whole, broken, "--no-estimate"])
        #expect(outcome.status == 0)
        #expect(outcome.errorLines.count == 1)
        #expect(outcome.errorLines[0].hasPrefix("translate: \(broken):1: the XML breaks here"))
        #expect(outcome.outputLines[1] == "  \(whole): 5 units, 4 pairs")
    }

    @Test("where nothing can be read, the error says so")
    func nothingReadable() async throws {
        let junk = try folder.write("<?xml version=\"1.0\"?><html/>", to: "junk.xml")
        let outcome = try await inspect([junk])
        #expect(outcome.status == 1)
        #expect(outcome.output.isEmpty)
        #expect(outcome.errorLines.count == 1)
        #expect(outcome.errorLines[0].contains("is XML of an unknown kind"))
    }

    @Test("a memory without pairs has a report too")
    func noPairs() async throws {
        let empty = try memory([])
        for format in ["text", "json", "html"] {
            let outcome = try await inspect([empty, "--format", format])
            #expect(outcome.status == 0)
            #expect(!outcome.output.isEmpty)
        }
    }

    @Test("standard input works, with languages for columns")
    func standardInput() async throws {
        let outcome = try await inspect(
            ["-", "--source", "en", "--target", "de", "--no-estimate"],
            input: Array("Good morning\tGuten Morgen\n".utf8))
        #expect(outcome.status == 0)
        #expect(outcome.output.hasPrefix("standard input: 1 unit, read in"))
        #expect(outcome.output.contains("English (en) → German (de)"))
    }

    @Test("the estimate names a preset, tokens and a time, and what is too little")
    func estimate() async throws {
        let sentences = (0..<300).map { unit("Open file \($0) now", "Öffne jetzt Datei \($0)") }
        let path = try memory(sentences)
        let outcome = try await inspect([path, "--format", "json", "--workers", "1"])
        #expect(outcome.status == 0)
        let estimate = try #require(try JSON.object(outcome.output)["estimate"] as? [String: Any])
        #expect(estimate["preset"] as? String == "tiny")
        #expect(estimate["amount"] as? String == "tooLittle")
        #expect(estimate["epochs"] as? Int == 60)
        // Five words or numbers and the end of each sentence, at least.
        #expect(try #require(estimate["targetTokens"] as? Int) >= 300 * 5)
        #expect(try #require(estimate["seconds"] as? Double) > 0)
    }

    @Test("XML of no known format is inspected by paths")
    func otherXML() async throws {
        let path = try folder.write(
            "<list><entry><a>One</a><b>Eins</b></entry></list>", to: "list.xml")
        let outcome = try await inspect(
            [
                path, "--no-estimate", "--xml-unit", "entry", "--xml-source", "a", "--xml-target",
                "b",
            ])
        #expect(outcome.status == 0)
        #expect(outcome.output.hasPrefix("\(path): 1 unit, "))
    }

    @Test("one language without the other is wrong use")
    func oneLanguage() async throws {
        let outcome = try await inspect([try memory(units), "--source", "en"])
        #expect(outcome.status == 2)
        #expect(outcome.errorLines[0].contains("--source and --target go together"))
    }

    @Test("control characters in texts do not reach the terminal")
    func controlCharacters() async throws {
        let table = try folder.write("a \u{1B}[31mred\tb \u{1B}]0;x\u{7}rot\n", to: "x.tsv")
        let outcome = try await inspect([table, "--no-estimate"])
        #expect(outcome.status == 0)
        #expect(!outcome.output.unicodeScalars.contains("\u{1B}"))
        #expect(outcome.output.contains("control characters"))
    }
}
