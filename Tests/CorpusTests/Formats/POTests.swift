import Foundation
import Testing

@testable import Corpus

@Suite struct POTests {
    private static let header = """
        msgid ""
        msgstr ""
        "Language: de\\n"
        "Content-Type: text/plain; charset=UTF-8\\n"
        "Plural-Forms: nplurals=2; plural=(n != 1);\\n"

        """

    private let fixture: Fixture

    init() throws { fixture = try Fixture() }

    private func catalogue(
        _ entries: String, header: String = header
    ) throws -> (units: [TranslationUnit], report: CorpusReport) {
        try gatheredUnits(fixture.file("x.po", header + "\n" + entries))
    }

    @Test("an entry is a unit; the header gives the language and is none")
    func entry() throws {
        let (units, report) = try catalogue("msgid \"Open\"\nmsgstr \"Öffnen\"\n")
        #expect(units.map(\.texts) == [["Open", "Öffnen"]])
        #expect(units.map(\.languages) == [[nil, "de"]])
        #expect(units.map(\.state) == [.translated])
        #expect(units.map(\.position.line) == [7])
        #expect(report.units == 1)
        let pairs = try read(fixture.path + "/x.po").pairs
        #expect(pairs.map(\.target) == ["Öffnen"])
    }

    @Test("strings over several lines, or on the line after the keyword, are joined")
    func severalLines() throws {
        let (units, _) = try catalogue(
            "msgid \"\"\n\"One \"\n  \"two\"\nmsgstr\n\"Eins \" \n\"zwei\"")
        #expect(units.map(\.texts) == [["One two", "Eins zwei"]])
    }

    @Test(
        arguments: [
            ("\\\"a\\\\\\n\\t", "\"a\\\n\t"), ("\\303\\244", "ä"), ("\\xc3\\xA4\\x", "ä\\x"),
            ("\\q\\'", "\\q'"), ("\\0601", "01"), ("a\\r\\v\\f\\a\\b", "a\r\u{B}\u{C}\u{7}\u{8}"),
        ])
    func escapesOfCAreUndone(written: String, text: String) throws {
        let (units, _) = try catalogue("msgid \"\(written)\"\nmsgstr \"x\"\n")
        #expect(units.first?.texts == [text, "x"])
    }

    @Test("of plural forms, those for one and for many are taken")
    func plurals() throws {
        let entry = """
            msgid "%d file"
            msgid_plural "%d files"
            msgstr[0] "%d Datei"
            msgstr[1] "%d Dateien"

            """
        let expected = [["%d file", "%d Datei"], ["%d files", "%d Dateien"]]
        #expect(try catalogue(entry).units.map(\.texts) == expected)
        #expect(try catalogue(entry, header: "").units.map(\.texts) == expected)
        let reversed = "msgid \"\"\nmsgstr \"Plural-Forms: nplurals=2; plural=n==1 ? 1 : 0;\\n\"\n"
        #expect(
            try catalogue(entry, header: reversed).units.map(\.texts) == [
                ["%d file", "%d Dateien"], ["%d files", "%d Datei"],
            ])
        let same = "msgid \"x\"\nmsgid_plural \"x\"\nmsgstr[0] \"y\"\n"
        #expect(try catalogue(same).units.map(\.texts) == [["x", "y"]])
    }

    @Test("fuzzy and untranslated entries are initial")
    func states() throws {
        let (units, _) = try catalogue(
            """
            #, fuzzy, c-format
            #| msgid "Old"
            msgid "New"
            msgstr "Neu"

            msgid "More"
            msgstr ""

            #, c-format
            msgid "%d"
            msgstr "%d"
            """)
        #expect(units.map(\.state) == [.initial, .initial, .translated])
        #expect(units[0].texts == ["New", "Neu"])
        #expect(units[2].metadata.properties == [.init(name: "flag", value: "c-format")])
    }

    @Test("context, comments and references are gathered when they are asked for")
    func metadata() throws {
        let entries = """
            # From the translator
            #. For the translator
            #: a.c:1 b.c:2
            msgctxt "menu"
            msgid "Open"
            msgstr "Öffnen"
            # Of the next
            msgid "Close"
            msgstr "Schließen"
            """
        let (units, _) = try catalogue(entries)
        #expect(units.map(\.id) == ["menu", nil])
        #expect(units[0].metadata.notes == ["From the translator", "For the translator"])
        #expect(units[0].metadata.properties == [.init(name: "reference", value: "a.c:1 b.c:2")])
        #expect(units[1].metadata.notes == ["Of the next"])
        var plain: [TranslationUnit] = []
        _ = try CorpusReader(paths: [fixture.path + "/x.po"]).readUnits(.text) { plain.append($0) }
        #expect(plain.allSatisfy { $0.metadata.isEmpty && $0.id == nil })
    }

    @Test("obsolete entries are counted, once each")
    func obsolete() throws {
        let (units, report) = try catalogue(
            """
            msgid "A"
            msgstr "B"

            #, fuzzy
            #~ msgctxt "menu"
            #~ msgid "Old"
            #~ msgid_plural "Olds"
            #~ msgstr[0] "Alt"
            msgid "C"
            msgstr "D"
            """)
        #expect(units.map(\.texts) == [["A", "B"], ["C", "D"]])
        #expect(units.map(\.state) == [.translated, .translated])
        #expect(report.skipCounts == [.obsolete: 1])
        #expect(report.skipped[.obsolete]?.positions.map(\.line) == [12])
        #expect(report.summary.contains("1 marked obsolete (line 12)"))
    }

    @Test(
        "what is no entry is skipped and counted, and the next one read",
        arguments: [
            "stray\n", "# comment\n\"no keyword\"\n", "msgid \"unfinished\nmsgstr \"x\"\n",
            "msgid \"x\" y\nmsgstr \"x\"\n", "msgid \"no translation\"\n",
            "msgid \"twice\"\nmsgstr \"x\"\nmsgstr \"x\"\n", "msgstr \"no message\"\n",
            "msgid \"x\"\nmsgstr[99999999999999999999] \"x\"\n",
        ])
    func malformed(entry: String) throws {
        let (units, report) = try catalogue(
            "msgid \"A\"\nmsgstr \"B\"\n\n\(entry)\n# next\nmsgid \"C\"\nmsgstr \"D\"\n")
        #expect(units.last?.texts == ["C", "D"])
        #expect(report.units == report.skippedUnits + units.count)
        #expect(report.skipCounts == [.malformedEntry: 1])
        #expect(report.summary.contains("1 malformed"))
    }

    @Test("NULs, invalid UTF-8 and endless strings are skipped with their reason")
    func unusable() throws {
        let long = String(repeating: "x", count: 3_000_000)
        var bytes = Array(
            "msgid \"a\\000\"\nmsgstr \"x\"\n\nmsgid \"\(long)\"\nmsgstr \"x\"\nmsgid \"".utf8)
        bytes += [0xC3, 0x28] + Array("\"\nmsgstr \"x\"\n".utf8)
        let parts = String(repeating: "\"\(String(repeating: "x", count: 99_999))\"\n", count: 20)
        bytes += Array("msgid \"\"\n\(parts)msgstr \"x\"\nmsgid \"C\"\nmsgstr \"D\"\n".utf8)
        let (units, report) = try gatheredUnits(fixture.file("x.po", bytes))
        #expect(units.map(\.texts) == [["C", "D"]])
        #expect(report.skipCounts == [.containsNUL: 1, .invalidUTF8: 1, .tooLong: 2])
    }

    @Test("the declared encoding is decoded, but UTF-8 is believed without it")
    func encodings() throws {
        func header(_ charset: String) -> [UInt8] {
            Array("msgid \"\"\nmsgstr \"Content-Type: text/plain; charset=\(charset)\\n\"\n".utf8)
        }
        let entry = Array("msgid \"a\"\nmsgstr \"".utf8) + [0xE4] + Array("\"\n".utf8)
        func target(_ charset: String) throws -> String? {
            try gatheredUnits(fixture.file("x.po", header(charset) + entry)).units.first?.texts[1]
        }
        #expect(try target("ISO-8859-1") == "ä")
        #expect(try target("CP1251") == "д")
        let utf8 = try fixture.file(
            "x.po", header("CP1251") + Array("msgid \"a\"\nmsgstr \"ä\"".utf8))
        #expect(try gatheredUnits(utf8).units.first?.texts[1] == "ä")
        let unknown = try fixture.file("x.po", header("KLINGON") + entry)
        #expect(unitFailure(unknown)?.reason == .unsupportedEncoding("KLINGON"))
    }

    @Test(
        arguments: [
            ("de_AT", "de_AT"), ("sr@latin", "sr-Latn"), ("ca_ES.UTF-8@valencia", "ca_ES-valencia"),
            ("", nil),
        ])
    func localesBecomeTags(locale: String, tag: String?) {
        #expect(POHeader("Language: \(locale)\nX-Source-Language: en\n").language == tag)
        #expect(POHeader("X-Source-Language: en_GB\n").sourceLanguage == "en_GB")
    }

    @Test("a catalogue is known by its first entry, whatever it is called")
    func content() throws {
        let path = try fixture.file("x", "\u{feff}# comment\n\nmsgid \"A\"\nmsgstr \"B\"\n")
        #expect(try gatheredUnits(path).units.count == 1)
        let utf16 = "msgid \"A\"\nmsgstr \"ä\"\n".utf16.flatMap {
            [UInt8($0 >> 8), UInt8($0 & 255)]
        }
        let other = try fixture.file("y", [0xFE, 0xFF] + utf16)
        #expect(try gatheredUnits(other).units.map(\.texts) == [["A", "ä"]])
    }

    @Test("a table of Windows-1251 cannot be had for no bytes")
    func decoder() {
        #expect(CharsetDecoder(encoding: "no such") == nil)
        #expect(CharsetDecoder(encoding: "CP1251")?.decode([]) == [])
        #expect(CharsetDecoder(encoding: "EUC-JP")?.decode([0xA4, 0xA2]) == Array("あ".utf8))
        #expect(CharsetDecoder(encoding: "EUC-JP")?.decode([0xFF, 0x41]) == nil)
    }
}

@Suite struct PluralRuleTests {
    @Test(
        arguments: [
            ("(n != 1);", 0, 1), ("0;", 0, 0), ("n>1", 0, 1),
            // Polish, Slovenian, Arabic, Latvian, as in the manual of gettext.
            ("n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2;", 0, 2),
            ("n%100==1 ? 0 : n%100==2 ? 1 : n%100==3 || n%100==4 ? 2 : 3;", 0, 3),
            (
                "n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5;",
                1, 5
            ), ("n%10==1 && n%100!=11 ? 0 : n != 0 ? 1 : 2;", 0, 1), ("!(n-1) ? 0 : 1", 0, 1),
        ])
    func givesTheFormsForOneAndForMany(rule: String, one: Int, many: Int) throws {
        let rule = try #require(PluralRule(rule))
        #expect(rule.form(for: 1) == one)
        #expect(rule.form(for: PluralRule.many) == many)
    }

    @Test(
        "what is no expression is no rule, and nothing overflows",
        arguments: [
            "", "n ?", "EXPRESSION", "n / 0", "n % (n - n)", "(n", "99999999999999999999",
            String(repeating: "(", count: 900), String(repeating: "!", count: 900),
            String(repeating: "n", count: 2_000),
        ])
    func refuses(text: String) {
        #expect(PluralRule(text) == nil)
        #expect(PluralRule("9223372036854775807 * n + n") != nil)
    }
}

@Suite(
    "catalogues of other tools", .enabled(if: SharedFiles.folder != nil, "needs the shared data"))
struct SharedCataloguesTests {
    /// Units, units with a translation, fuzzy ones included, and what is skipped.
    @Test(
        arguments: [
            ("lokalize_de.po", 700, 700, 178), ("omegat_be-utf8.po", 993, 938, 36),
            ("okapi/AllCasesTest.po", 14, 10, 0), ("okapi/Test01.po", 6, 4, 0),
            ("okapi/Test03.po", 10, 5, 0), ("okapi/Test05.po", 13, 10, 0),
            ("okapi/TestMonoLingual_FR.po", 3, 3, 0),
            ("okapi/Test_nautilus.af.po.gz", 1_376, 1_276, 653),
            ("okapi/msgctxt_notes.po", 2, 2, 1), ("okapi/plurals.po", 3, 0, 0),
        ])
    func givesUnits(name: String, units: Int, translated: Int, skipped: Int) throws {
        let folder = try #require(SharedFiles.folder)
        let (all, report) = try gatheredUnits(folder.appending(path: "po/\(name)").path)
        #expect(all.count == units)
        #expect(all.count { !$0.texts[1].isEmpty } == translated)
        #expect(report.skippedUnits == skipped)
        #expect(report.warnings.isEmpty)
    }
}
