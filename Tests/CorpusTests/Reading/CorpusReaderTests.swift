import Foundation
import Testing

@testable import Corpus

@Suite struct CorpusReaderTests {
    private let fixture: Fixture

    init() throws { fixture = try Fixture() }

    @Test("several files are read in order and reported together")
    func severalFiles() throws {
        let memory = try fixture.tmx(Fixture.unit("A", "B") + "\n" + Fixture.unit("A", ""))
        let table = try fixture.file("x.tsv", "C\tD\nE\n")
        let (pairs, report) = try read(memory, table)
        #expect(pairs.map(\.source) == ["A", "C"])
        #expect(report.files == [memory, table])
        #expect(
            report.summary
                == "2 files: 4 units, 2 pairs; skipped 2: 1 empty target (\(memory):3), "
                + "1 without a second column (\(table):2)")
    }

    @Test("a file without the language is a warning where another has pairs")
    func setbackBecomesWarning() throws {
        let memory = try fixture.tmx(Fixture.unit("A", "B"))
        let table = try fixture.file("x.tsv", "C\tD\n")
        let report = try read(memory, table, source: "fr").report
        #expect(report.pairs == 1)
        let warning = try #require(report.warnings.first)
        #expect(warning.hasPrefix("\(memory): no text in “fr”."))
        #expect(warning.hasSuffix(" The rest is used."))
    }

    @Test("a path with a comma that exists is one file")
    func comma() throws {
        let table = try fixture.file("a,b.tsv", "A\tB\n")
        #expect(try read(table).pairs.count == 1)
        let source = try fixture.file("c,d.en", "A\n")
        let target = try fixture.file("e,f.de", "B\n")
        #expect(try read("\(source),\(target)").pairs.first?.position.file == source)
    }

    @Test("files that cannot be read are named with the reason and the remedy")
    func unreadable() throws {
        let missing = fixture.path + "/missing.tmx"
        #expect(failure(missing)?.description == "\(missing): does not exist. Check the path.")
        #expect(failure("\(missing),b")?.position.file == missing)
        #expect(
            failure(fixture.path)?.description
                == "\(fixture.path): is a folder. Name the files in it.")
        let empty = try fixture.file("empty.tmx", "")
        #expect(
            failure(empty)?.description
                == "\(empty): is empty. Pass a file with translations in it.")
        let packed = try fixture.file("empty.gz", Fixture.gzip(""))
        #expect(failure(packed)?.reason == .empty)
        let zip = try fixture.file("x.tmx", [0x50, 0x4B, 3, 4, 0, 0, 0])
        #expect(
            failure(zip)?.description
                == "\(zip): is a zip archive. Unpack it first; of compressed files, gzip "
                + "and zstd are read.")
        let error = CorpusError(
            reason: .unreadable("Permission denied"), position: FilePosition(file: "x"))
        #expect(
            error.description
                == "x: cannot be read (Permission denied). Check the file and its permissions.")
    }

    @Test("no usable pair is an error with what was skipped")
    func noUsablePair() throws {
        let path = try fixture.file("x.txt", "one\ntwo\n\tB\n")
        #expect(
            failure(path)?.description
                == "\(path): no usable pair (3 units, 0 pairs; skipped 3: 2 without a second "
                + "column (lines 1, 2), 1 empty source (line 3)). Check the file and the languages."
        )
        #expect(
            failure(try fixture.tmx(""))?.reason == .noUsablePair("0 units, 0 pairs"))
    }

    @Test("wrong arguments are errors before anything is read")
    func wrongArguments() throws {
        #expect(
            failure("-", "-")?.description
                == "--corpus: standard input can be read only once. Pass - once.")
        #expect(
            failure("x", source: "de-AT", target: "DE_at")?.description
                == "--target: “de-AT” and “DE_at” are the same language. "
                + "Pass two different ones to --source and --target.")
        #expect(
            failure("x", source: "", target: "de")?.description
                == "--source: “” is not a language code. Pass one such as en, de or pt-BR.")
        #expect(throws: CorpusError.self) {
            try CorpusReader(paths: [])
        }
    }
}

@Suite struct CorpusReportTests {
    @Test("of each reason the first five places are kept, over several files too")
    func positions() {
        var report = CorpusReport(files: ["a"])
        for line in 1...3 {
            report.countUnit()
            report.countSkip(.emptyTarget, at: FilePosition(file: "a", line: line))
        }
        var other = CorpusReport(files: ["b"])
        for line in 1...4 {
            other.countUnit()
            other.countSkip(.emptyTarget, at: FilePosition(file: "b", line: line))
        }
        report.merge(other)
        #expect(report.units == 7)
        #expect(report.skipped[.emptyTarget]?.count == 7)
        #expect(
            report.skipped[.emptyTarget]?.positions.map(\.description)
                == ["a:1", "a:2", "a:3", "b:1", "b:2"])
        #expect(report.summary.hasSuffix("(a:1, a:2, a:3, b:1, b:2, …)"))
    }
}
