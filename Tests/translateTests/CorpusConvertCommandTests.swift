import Foundation
import Testing

/// `translate corpus convert` and `split`, from file to file.
@Suite struct CorpusConvertCommandTests {
    private let folder: Workspace

    init() throws {
        folder = try Workspace()
    }

    private let memory = """
        <tmx version="1.4"><header srclang="en" segtype="sentence" adminlang="en" datatype="x" \
        o-tmf="x" creationtool="x" creationtoolversion="1"/><body>
        <tu tuid="a"><note>first</note><tuv xml:lang="en"><seg>Click <bpt i="1" x="1" \
        type="bold">&lt;b></bpt>here<ept i="1">&lt;/b></ept> &amp; wait<ph x="2">%s</ph></seg></tuv>
        <tuv xml:lang="de"><seg>Hier <bpt i="1" x="1" type="bold">&lt;b></bpt>klicken<ept \
        i="1">&lt;/b></ept> und warten<ph x="2">%s</ph></seg></tuv></tu>
        <tu tuid="b"><tuv xml:lang="en"><seg>Two</seg></tuv><tuv xml:lang="de"><seg>Zwei</seg>\
        </tuv><tuv xml:lang="fr"><seg>Deux</seg></tuv></tu>
        </body></tmx>
        """

    private func convert(_ arguments: String...) async throws -> Program.Outcome {
        let outcome = try await Program.run(["corpus", "convert"] + arguments)
        #expect(outcome.status == 0, "\(outcome.errors)")
        return outcome
    }

    /// The units of a TMX without its header.
    private func body(_ name: String) throws -> Substring {
        let text = try folder.text(name)
        return text[(text.firstRange(of: "<body>")?.lowerBound ?? text.startIndex)...]
    }

    @Test(
        "TMX through XLIFF and back is what it was",
        arguments: [("x.xlf", "xliff"), ("x.xlf.gz", "xliff2"), ("x.xliff.zst", "xliff2")])
    func throughXLIFF(name: String, format: String) async throws {
        let original = try folder.write(memory, to: "memory.tmx")
        let pair = ["--source", "en", "--target", "de"]
        _ = try await convert(
            original, pair[0], pair[1], pair[2], pair[3], "--output", folder.path("a.tmx"))
        _ = try await convert(
            folder.path("a.tmx"), "--output", folder.path(name), "--to", format)
        _ = try await convert(folder.path(name), "--output", folder.path("b.tmx"))
        #expect(try body("a.tmx") == body("b.tmx"))
        #expect(try body("a.tmx").contains("<bpt i=\"1\" x=\"1\" type=\"bold\">&lt;b&gt;</bpt>"))
    }

    @Test("TMX through tab-separated text keeps text, languages, order, and codes as tags")
    func throughTSV() async throws {
        let original = try folder.write(memory, to: "memory.tmx")
        let toTable = try await convert(
            original, "--source", "de", "--target", "en", "--codes", "keep", "--output",
            folder.path("x.tsv"))
        #expect(
            try folder.text("x.tsv") == """
                Hier <g id="1">klicken</g> und warten<x id="2"/>\t\
                Click <g id="1">here</g> & wait<x id="2"/>
                Zwei\tTwo

                """)
        #expect(
            toTable.errors.contains("1 unit written without id, state, notes and properties")
                || toTable.errors.contains(
                    "2 units written without id, state, notes and properties")
        )
        _ = try await convert(
            folder.path("x.tsv"), "--source", "de", "--target", "en", "--codes", "keep",
            "--output", folder.path("b.tmx"))
        let back = try body("b.tmx")
        #expect(back.contains("<tuv xml:lang=\"de\">"))
        #expect(back.contains("<seg>Zwei</seg>"))
        let codes = try await convert(
            folder.path("b.tmx"), "--source", "de", "--target", "en", "--codes", "keep", "--to",
            "tsv")
        #expect(codes.output == (try folder.text("x.tsv")))
        #expect(!back.contains("&lt;g id"))
    }

    @Test("without languages TMX keeps all, plain text the first two")
    func languages() async throws {
        let original = try folder.write(memory, to: "memory.tmx")
        let all = try await convert(original, "--to", "tmx")
        #expect(all.output.contains("Deux"))
        let lines = try await convert(
            original, "--output", folder.path("x.en") + "," + folder.path("x.de"))
        #expect(try folder.text("x.en") == "Click here & wait\nTwo\n")
        #expect(try folder.text("x.de") == "Hier klicken und warten\nZwei\n")
        #expect(lines.errors.contains("1 text in further languages left out"))
        #expect(lines.errors.contains("6 inline codes dropped"))
    }

    @Test("a unit that is yet to be translated is kept where the format has a place for it")
    func untranslated() async throws {
        let file = try folder.write(
            """
            <xliff version="1.2"><file source-language="en" target-language="de" original="x" \
            datatype="plaintext"><body><trans-unit id="1"><source>One</source></trans-unit>
            <trans-unit id="2"><source>Two</source><target>Zwei</target></trans-unit></body>\
            </file></xliff>
            """, to: "x.xlf")
        let pair = ["--source", "en", "--target", "de"]
        let memory = try await Program.run(["corpus", "convert", file, "--to", "tmx"] + pair)
        #expect(memory.output.contains("<seg>One</seg>"))
        let table = try await Program.run(["corpus", "convert", file, "--to", "tsv"] + pair)
        #expect(table.output == "Two\tZwei\n")
        #expect(table.errors.contains("1 unit without one of the two languages left out"))
    }

    @Test("what cannot be is refused with the remedy")
    func refused() async throws {
        let table = try folder.write("a\tb\n", to: "x.tsv")
        let nameless = try await Program.run(
            ["corpus", "convert", table, "--output", folder.path("x.xlf")])
        #expect(nameless.status == 2)
        #expect(
            nameless.errors.contains(
                "x.tsv:1: the file does not say which languages it holds. "
                    + "Pass them to --source and --target."))
        let formless = try await Program.run(
            ["corpus", "convert", table, "--output", folder.path("x.docx")])
        #expect(formless.status == 2)
        #expect(formless.errors.contains("its name does not tell the format. Pass --to"))
        #expect(try folder.entries() == ["x.tsv"])
    }

    @Test("a split has every unit once, and nothing alike on both sides")
    func split() async throws {
        let lines = (0..<400).map {
            "The number of case \($0 / 2 * 7 % 1_000) is \(words($0 / 2)).\tt\($0)\n"
        }
        let table = try folder.write(lines.joined(), to: "x.tsv")
        let outcome = try await Program.run(
            [
                "corpus", "split", table, "--source", "en", "--target", "de", "--train",
                folder.path("train.tsv"), "--dev", folder.path("dev.tsv"), "--test",
                folder.path("test.tsv"), "--left-out", folder.path("rest.tsv"), "--test-size", "30",
            ])
        #expect(outcome.status == 0, "\(outcome.errors)")
        let names = try folder.entries().filter { $0 != "x.tsv" }
        var seen: [String] = []
        for name in names { seen += try folder.text(name).split(separator: "\n").map(String.init) }
        #expect(seen.sorted() == lines.map { String($0.dropLast()) }.sorted())
        #expect(try folder.text("test.tsv").split(separator: "\n").count == 30)
        #expect(try folder.text("dev.tsv").split(separator: "\n").count == 20)
        let again = try await Program.run(
            [
                "corpus", "split", table, "--source", "en", "--target", "de", "--train",
                folder.path("train2.tsv"), "--test", folder.path("test2.tsv"), "--seed", "2",
            ])
        #expect(again.status == 0)
        #expect(try folder.text("test2.tsv") != folder.text("test.tsv"))
    }

    /// Words that differ from number to number.
    private func words(_ number: Int) -> String {
        let syllables = ["ba", "de", "ki", "lo", "mu", "na", "po", "ri", "su", "ta"]
        return (0..<6).map { place in
            let digit = number * (place + 3) / (place * 5 + 1)
            return syllables[digit % 10] + syllables[digit / 10 % 10] + syllables[place]
        }.joined(separator: " ")
    }
}
