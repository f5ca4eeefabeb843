import Testing

@testable import Corpus

@Suite struct CorpusFormatTests {
    private func format(_ text: String, named name: String) throws(CorpusError) -> CorpusFormat {
        try CorpusFormat(beginning: Array(text.utf8), name: name)
    }

    @Test(
        arguments: [
            ("<tmx version='1.4'>", "x.po", CorpusFormat.tmx), ("<?xml?><!--x--><tmx>", "x", .tmx),
            ("<cesAlign version='1.0'>", "en-de.xml.gz", .xces), ("text", "X.TMX.gz", .tmx),
            ("msgid \"a\"\n", "x.tmx", .po), ("#\n#, fuzzy\n\nmsgctxt \"a\"", "x", .po),
            ("# a long comment", "de.po.zst", .po), ("# a comment", "x.pot", .po),
            ("msgid\tmsgstr\n", "x", .tsv), ("A\tB\n", "x.xml", .tsv), ("<b>A</b>\tB\n", "x", .tsv),
            ("# a comment", "x", .tsv),
        ])
    func contentComesFirstAndTheEndingSecond(
        text: String, name: String, expected: CorpusFormat
    ) throws {
        #expect(try format(text, named: name) == expected)
    }

    @Test("XML of an unknown kind is an error that tells what can be done")
    func unknown() {
        let error = #expect(throws: CorpusError.self) {
            try format("<?xml version='1.0'?><html>", named: "x.xml")
        }
        #expect(
            error?.description
                == "x.xml: is XML of an unknown kind (its root is <html>). Pass TMX, XLIFF or "
                + "another format that “translate corpus --help” lists, or name its elements with "
                + "--xml-unit, --xml-source and --xml-target.")
    }
}
