import Foundation
import Testing

/// `translate corpus clean`, run as its users run it.
@Suite struct CorpusCleanCommandTests {
    private let folder: Workspace

    init() throws {
        folder = try Workspace()
    }

    private func clean(
        _ arguments: [String], input: String = ""
    ) async throws -> Program.Outcome {
        try await Program.run(
            ["corpus", "clean", "--source", "en", "--target", "de"] + arguments,
            input: Array(input.utf8))
    }

    private let pairs = """
        The house is old.\tDas Haus ist alt.
        The house is old.\tDas Haus ist alt.
        This was never done.\tThis was never done.
        Tom &amp; Mary\tTom und Mary
        Delete %d files?\tDateien löschen?

        """

    @Test("what stays is written, what goes is listed with its reason, all is counted")
    func filesAndSummary() async throws {
        let corpus = try folder.write(pairs, to: "a.tsv")
        let outcome = try await clean([
            corpus, "--output", folder.path("out.tsv"), "--rejected", folder.path("no.tsv"),
        ])
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.output.isEmpty)
        #expect(
            try folder.text("out.tsv")
                == "The house is old.\tDas Haus ist alt.\nTom & Mary\tTom und Mary\n")
        #expect(
            try folder.text("no.tsv") == """
                duplicates\tan equal pair came before\t\(corpus):2\tThe house is old.\tDas Haus ist alt.
                identical\tboth sides are the same\t\(corpus):3\tThis was never done.\tThis was never done.
                placeholders\t%d only in the source\t\(corpus):5\tDelete %d files?\tDateien löschen?

                """)
        #expect(
            outcome.errorLines == [
                "5 units: 2 kept, 3 dropped", "  repaired by entities: 1 (\(corpus):4)",
                "  dropped by identical: 1 (\(corpus):3)",
                "  dropped by placeholders: 1 (\(corpus):5)",
                "  dropped by duplicates: 1 (\(corpus):2)",
            ])
    }

    @Test("a memory keeps its tags, dates and ids; what it cannot keep is counted")
    func memory() async throws {
        let unit = """
            <tu tuid="7" changedate="20240131T120000Z"><note>formal</note>\
            <tuv xml:lang="en"><seg>Tom &amp;amp; <bpt i="1">&lt;b&gt;</bpt>Mary<ept i="1">&lt;/b&gt;\
            </ept></seg></tuv><tuv xml:lang="fr"><seg>Tom et Mary</seg></tuv>\
            <tuv xml:lang="de"><seg>Tom und <bpt i="1">&lt;b&gt;</bpt>Mary<ept i="1">&lt;/b&gt;</ept>\
            </seg></tuv></tu>
            """
        let corpus = try folder.write(
            "<tmx version=\"1.4\"><header srclang=\"en\"/><body>\(unit)</body></tmx>", to: "a.tmx")
        let outcome = try await clean([corpus, "--output", folder.path("out.tmx")])
        #expect(outcome.status == 0, "\(outcome.errors)")
        let text = try folder.text("out.tmx")
        for part in [
            "tuid=\"7\"", "changedate=\"20240131T120000Z\"", "<note>formal</note>",
            "Tom &amp; <bpt",
            "</bpt>Mary<ept",
        ] {
            #expect(text.contains(part), "\(part) in \(text)")
        }
        #expect(!text.contains("Tom et Mary"))
        #expect(
            outcome.errorLines.last
                == "\(folder.path("out.tmx")): 1 text in further languages left out")
    }

    @Test("standard input can be cleaned, too, with the rules that are named")
    func standardInput() async throws {
        let outcome = try await clean(
            ["-", "--rules", "duplicates,entities", "--output", folder.path("out.tsv")],
            input: pairs)
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(try folder.text("out.tsv").split(separator: "\n").count == 4)
        #expect(outcome.errors.contains("dropped by duplicates: 1 (standard input:2)"))
    }

    @Test("a pipe can be cleaned, too, without rules that are named, into two files")
    func pipe() async throws {
        try folder.write(pairs, to: "a.tsv")
        let outcome = try await Program.shell(
            "mkfifo p; cat a.tsv > p & "
                + "\"$0\" corpus clean p --source en --target de --without placeholders,language "
                + "--output out.en,out.de; wait",
            directory: folder.path)
        #expect(outcome.status == 0)
        #expect(
            try folder.text("out.en") == "The house is old.\nTom & Mary\nDelete %d files?\n",
            "\(outcome.errors)")
        #expect(
            try folder.text("out.de") == "Das Haus ist alt.\nTom und Mary\nDateien löschen?\n")
    }

    @Test("the rules are listed with what they do")
    func rules() async throws {
        let outcome = try await Program.run(["corpus", "clean", "--list-rules"])
        #expect(outcome.status == 0)
        #expect(outcome.outputLines.count == 16)
        #expect(outcome.outputLines.last?.hasPrefix("drafts           drops older") == true)
    }

    @Test(
        "wrong use is told in one line",
        arguments: [
            (["--rules", "lenght"], "translate: --rules lenght: unknown. Choose from control,"),
            (["--without", ""], "translate: --without : unknown. Choose from"),
            (["--max-ratio", "0.5"], "translate: --max-ratio 0.5: out of range. Pass a number in"),
        ])
    func wrongUse(arguments: [String], message: String) async throws {
        let corpus = try folder.write(pairs, to: "a.tsv")
        let outcome = try await clean([corpus, "--output", folder.path("out.tsv")] + arguments)
        #expect(outcome.status == 2)
        #expect(outcome.errorLines.count == 1)
        #expect(outcome.errors.hasPrefix(message), "\(outcome.errors)")
    }

    @Test("what is missing is named")
    func missing() async throws {
        let noOutput = try await clean([try folder.write(pairs, to: "a.tsv")])
        #expect(noOutput.status == 2)
        #expect(noOutput.errors == "translate: --output is missing. Pass it, or see --help.\n")
        let noFile = try await clean(["--output", "x.tsv"])
        #expect(noFile.status == 2)
        #expect(noFile.errors == "translate: no file is named. Pass at least one.\n")
    }

    @Test("when nothing is left, nothing is written, and the old output stays")
    func nothingLeft() async throws {
        let corpus = try folder.write("same old text\tsame old text\n", to: "a.tsv")
        try folder.write("old", to: "out.tsv")
        let outcome = try await clean([corpus, "--output", folder.path("out.tsv")])
        #expect(outcome.status == 1)
        #expect(
            outcome.errorLines.last
                == "translate: \(corpus): no usable pair (all were dropped). Check the file and the languages."
        )
        #expect(try folder.text("out.tsv") == "old")
    }

    @Test("a language that the file lacks is named with those that it has")
    func missingLanguage() async throws {
        let corpus = try folder.write(
            """
            <tmx version="1.4"><header srclang="en"/><body><tu><tuv xml:lang="en"><seg>a</seg></tuv>\
            <tuv xml:lang="fr"><seg>b</seg></tuv></tu></body></tmx>
            """, to: "a.tmx")
        let outcome = try await clean([corpus, "--output", folder.path("out.tsv")])
        #expect(outcome.status == 1)
        #expect(outcome.errorLines.last?.contains("“de”") == true, "\(outcome.errors)")
        #expect(outcome.errorLines.last?.contains("en (1), fr (1)") == true, "\(outcome.errors)")
    }
}
