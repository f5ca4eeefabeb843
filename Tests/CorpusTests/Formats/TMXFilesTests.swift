import Foundation
import Testing

@testable import Corpus

/// What every real TMX holds, counted with lxml by a script of its own.
///
/// Units, texts, codes (a highlight counts twice), the two most frequent languages, and the pairs of
/// these; the case of language codes does not count, and `en-US` counts as `en`.
@Suite(
    "real TMX files", .enabled(if: SharedFiles.folder != nil, "needs the shared data"))
struct TMXFilesTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let file: String
        let counts: [Int]
        let languages: [String]

        var testDescription: String { file }
        var path: String { SharedFiles.folder?.appending(path: "tmx/\(file)").path ?? file }

        init(_ line: Substring) {
            let cells = line.split(separator: "|", omittingEmptySubsequences: false)
                .map { $0.trimmingCharacters(in: .whitespaces) }
            file = cells[0]
            counts = [1, 2, 3, 5].map { Int(cells[$0]) ?? -1 }
            languages = cells[4].split(separator: " ").map(String.init)
        }
    }

    static let rows = table.split(separator: "\n").map(Row.init)

    @Test("holds the units, texts, codes and pairs that it should", arguments: rows)
    func counts(row: Row) throws {
        guard FileManager.default.fileExists(atPath: row.path) else { return }
        var (texts, codes) = (0, 0)
        let report = try CorpusReader(paths: [row.path]).readUnits(.everything) { unit in
            texts += unit.variants.count
            codes += unit.variants.reduce(0) { $0 + $1.segment.codes.count }
        }
        #expect([report.units, texts, codes] == Array(row.counts.prefix(3)))
        #expect(report.skipped.isEmpty)
        #expect(report.warnings.isEmpty)
        guard row.languages.count == 2 else { return }
        let pair = try read(row.path, source: row.languages[0], target: row.languages[1])
        #expect(pair.report.pairs == row.counts[3])
        #expect(pair.pairs.count == row.counts[3])
    }

    @Test("a zip archive is named as one, and a file without units as empty of pairs")
    func errors() throws {
        for path in SharedFiles.files(under: "tmx", endingIn: [".tmx.zip"]) {
            #expect(failure(path)?.reason == .unsupportedArchive("a zip archive"))
        }
        for row in Self.rows where row.counts[0] == 0 {
            #expect(
                failure(row.path)?.description
                    == "\(row.path): no usable pair (0 units, 0 pairs). "
                    + "Check the file and the languages.")
        }
    }

    @Test("what is wrong in them is found")
    func findings() throws {
        var lines: [String] = []
        for row in Self.rows where row.counts[0] < 50_000 {
            let report = try TMXFixture.units(of: row.path).report
            lines += report.findingLines.map { "\(row.file): \($0)" }
        }
        #expect(
            lines == [
                "rus-ltc/empty_rltc.tmx: 1 unit without the file's source language (line 5)"
            ])
    }

    private static let table = """
        hypomnema/minimal.tmx                              |     0 |      0 |    0 |             |     0
        hypomnema/standard.tmx                             |     2 |      4 |    4 | en fr       |     2
        libreoffice/cs_BG10-12.tmx.gz                      |  1285 |   2570 |    0 | CS EN       |  1285
        libreoffice/cs_CG6400-cs.tmx                       |    46 |     92 |    0 | cs en       |    46
        libreoffice/cs_CG6401-cs.tmx                       |   443 |    886 |    0 | cs en       |   443
        libreoffice/cs_DG00-cs.tmx                         |    75 |    150 |    0 | cs en       |    75
        libreoffice/cs_GS6404-cs-1.tmx.gz                  |   629 |   1258 |    0 | cs en       |   629
        libreoffice/cs_all-joined_large.tmx.gz             | 87724 | 175448 |    0 | CS EN       | 87723
        lisa-compliance-kit/ExportTest1A.tmx               |     4 |      8 |    0 | en-us fr-ca |     4
        lisa-compliance-kit/ExportTest1B.tmx               |     2 |      4 |    0 | en-us fr-ca |     2
        lisa-compliance-kit/ExportTest2A.tmx               |     6 |     12 |   52 | en-us fr-ca |     6
        lisa-compliance-kit/ImportTest1A.tmx               |     2 |      4 |    0 | en-us fr-ca |     2
        lisa-compliance-kit/ImportTest1B.tmx               |     1 |      2 |    0 | eN-uS fR-Ca |     1
        lisa-compliance-kit/ImportTest1C.tmx               |     3 |     15 |    0 | en-gb en-us |     3
        lisa-compliance-kit/ImportTest1D.tmx               |     3 |      6 |    0 | en-gb en-us |     3
        lisa-compliance-kit/ImportTest1E.tmx               |     3 |      6 |    0 | en-gb en-us |     3
        lisa-compliance-kit/ImportTest2A.tmx               |     7 |     14 |   46 | en-us fr-ca |     7
        maxprograms/TMXEditor_HTML.tmx                     |   224 |    448 |  130 | en es       |   224
        maxprograms/tmxeditor_es.ditamap.tmx.gz            |   492 |    984 | 1420 | en es       |   492
        maxprograms/tmxvalidator_es.tmx                    |    35 |     70 |    0 | en es       |    35
        misc/emacs-ja-test.tmx                             |     1 |      2 |    0 | en-us ja-jp |     1
        misc/neokapi-memory-seed-6lang.tmx                 |   200 |   1200 |    0 | ar de       |   200
        okapi/Paragraph_TM.tmx                             |     7 |     14 |  105 | de-de en-us |     7
        okapi/a_small_test.tmx                             |     1 |      2 |    4 | en fr       |     1
        okapi/header_with_prop_and_note.tmx                |     1 |      2 |   12 | en-us fr    |     1
        okapi/html_test.tmx                                |    11 |     22 |   30 | EN-US FR-FR |    11
        okapi/issue277.tmx                                 |     2 |      4 |    0 | DE EN       |     2
        okapi/mytm.tmx                                     |    25 |     50 |   42 | EN-US FR-FR |    25
        okapi/one_to_one1.tmx                              |     1 |      2 |    0 | EN FR       |     1
        okapi/potest.po.normal.tmx                         |    12 |     21 |   18 | en fr       |     9
        okapi/smallParagraph.tmx                           |     2 |      4 |    0 | EN-US PT-BR |     2
        okapi/tmxtest-attributes.tmx                       |     9 |     18 |    4 | EN-US FR-FR |     9
        omegat-projects/OSGeoLive_ja_copyright.tmx         |   287 |    574 |    0 | en ja       |   287
        omegat-projects/OmegaT-L10N-ar_3.1_aligned.tmx.gz  |  1194 |   2388 |    0 | AR EN       |  1194
        omegat-projects/OmegaT-L10N-de_project_save.tmx.gz | 10720 |  21440 |    0 | de en       | 10712
        omegat/auto1.tmx                                   |     2 |      4 |    0 | en fr       |     2
        omegat/empty.tmx                                   |     0 |      0 |    0 |             |     0
        omegat/en-US_en-GB_fr_sr.tmx                       |     1 |      4 |    0 | en-GB en-US |     1
        omegat/en-ca.tmx                                   |     1 |      2 |    0 | ca en-US    |     1
        omegat/enforce1.tmx                                |     1 |      2 |    0 | en fr       |     1
        omegat/mt1.tmx                                     |     1 |      2 |    0 | en fr       |     1
        omegat/project_save.tmx                            |     5 |     10 |    0 | en fr       |     5
        omegat/resegmenting.tmx                            |     1 |      2 |    0 | en fr       |     1
        omegat/segment_1.tmx                               |     1 |      2 |    0 | fr ja       |     1
        omegat/test-level1.tmx                             |     4 |     11 |    0 | be en       |     4
        omegat/test-level2.tmx                             |     4 |      8 |    7 | be en       |     4
        omegat/test-level2.tmx.gz                          |     4 |      8 |    7 | be en       |     4
        omegat/test-match-stat-en-ca.tmx                   |   259 |    518 |    0 | ca en       |   259
        omegat/test-multiple-tuv.tmx                       |     3 |     14 |    0 | EN-US DE    |     2
        omegat/test-save-tmx14.tmx                         |     4 |      8 |    4 | be-BY en-US |     4
        opentm2/BASEAPITEST004.TMX                         |    22 |     44 |    4 | en-US zh    |    22
        pontoon/valid_entries.tmx                          |     5 |     10 |    0 | en-US sl    |     5
        rus-ltc/empty_rltc.tmx                             |     1 |      2 |    0 | EN RU       |     1
        tico-19/all.ar-fr.tmx.gz                           |  3071 |   6142 |    0 | ar fr       |  3071
        tico-19/all.en-fr.tmx.gz                           |  3071 |   6142 |    0 | en fr       |  3071
        tico-19/all.en-zh.tmx.gz                           |  3071 |   6142 |    0 | en zh       |  3071
        translate5/CutOffTmxTest.tmx                       |     7 |     14 |    0 | de en       |     7
        translate5/ExportAllAsOneTmx.tmx                   |     2 |      4 |    0 | de en       |     2
        translate5/Translate2417-resource1.tmx.gz          |   688 |   1376 |  442 | de en       |   686
        zanata/default-valid-tm.tmx                        |     4 |    138 |    0 | en fr       |     4
        zanata/valid-tmx-with-metadata.tmx                 |     4 |     13 |    0 | en en-US    |     4
        """
}
