import Foundation
import Testing

@testable import Alignment

@Suite struct AlignmentErrorRateTests {
    @Test("sure and possible links count as Och and Ney have it")
    func byHand() throws {
        let gold = try GoldAlignment(pharaoh: "0-0 1-1 1?2 2p2")
        let rate = try AlignmentErrorRate(
            predicted: [WordAlignment(pharaoh: "0-0 1-2 2-2 3-3")], gold: [gold])
        #expect(rate.precision == 0.75)
        #expect(rate.recall == 0.5)
        #expect(abs(rate.value - (1 - (1.0 + 3) / (4 + 2))) < 1e-12)
        #expect(rate.description == "AER = 33.3 (precision = 75.0 recall = 50.0)")
    }

    @Test("without links there is no division by zero")
    func empty() throws {
        let gold = try GoldAlignment(pharaoh: "")
        let rate = try AlignmentErrorRate(predicted: [WordAlignment(pharaoh: "")], gold: [gold])
        #expect(rate.value == 0 && rate.precision == 1 && rate.recall == 1)
    }

    @Test("texts of different length are an error")
    func unequal() {
        #expect {
            try AlignmentErrorRate(predicted: [], gold: [GoldAlignment(pharaoh: "0-0")])
        } throws: {
            "\($0)" == "alignments: 0 sentences for 1 in the gold file. "
                + "Give one line for each gold sentence; a line without links stays, empty."
        }
    }

    @Test("NAACL's format is read in any order")
    func naacl() throws {
        let gold = try GoldAlignment.naacl(
            lines: ["2 1 2 P", "1 1 1 S", "", "2 3 1", "2 1 1 S 0.5 "], sentenceCount: 3)
        #expect(gold[0].sure == [.init(source: 0, target: 0)])
        #expect(gold[1].sure == [.init(source: 2, target: 0), .init(source: 0, target: 0)])
        #expect(gold[1].possible.count == 3)
        #expect(gold[2].possible.isEmpty)
    }

    @Test(
        "what is no NAACL line is an error",
        arguments: ["1 2", "1 0 1 S", "0 1 1", "4 1 1", "1 1 1 X", "1 a 1", "1 1 1 S 0 0"])
    func malformedNAACL(line: String) {
        #expect {
            try GoldAlignment.naacl(lines: [line], sentenceCount: 3)
        } throws: {
            "\($0)" == "line 1: “\(line)” is no link. "
                + "Write sentence, source and target number and S or P, such as 1 0 2 S."
        }
    }
}

@Suite(.enabled(if: SharedGold.isPresent, "gold alignments are not beside the package"))
struct SharedGoldTests {
    @Test("two formats of one gold file agree, and it has no errors against itself")
    func bothFormats() throws {
        let lines = SharedGold.lines("de-en_bicici/de-en.wa")
        let gold = try lines.map { try GoldAlignment(pharaoh: $0) }
        let naacl = try GoldAlignment.naacl(
            lines: SharedGold.lines("de-en_bicici/de-en.ref.wa"), firstWord: 0,
            sentenceCount: gold.count)
        #expect(gold == naacl)
        #expect(gold.count == 100)
        let rate = try AlignmentErrorRate(
            predicted: lines.map { try WordAlignment(pharaoh: $0) }, gold: gold)
        #expect(rate.value == 0 && rate.precision == 1 && rate.recall == 1)
        #expect(rate.predicted == 1_233)
    }

    @Test("possible links are read")
    func possible() throws {
        let gold = try SharedGold.lines("de-en_simalign-sample/sample_eng_deu.gold").map {
            try GoldAlignment(pharaoh: String($0.drop { $0 != "\t" }))
        }
        #expect(gold.count == 5)
        #expect(gold[2].possible.count - gold[2].sure.count == 7)
    }
}

/// Gold alignments beside the package, or under `TRANSLATE_SHARED_DATA`, where there are any.
enum SharedGold {
    private static let folder: URL = {
        let named = ProcessInfo.processInfo.environment["TRANSLATE_SHARED_DATA"]
        let package = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let shared = package.deletingLastPathComponent().appending(path: "shared/data")
        return (named.map { URL(filePath: $0) } ?? shared).appending(path: "align")
    }()

    static var isPresent: Bool { !lines("de-en_bicici/de-en.wa").isEmpty }

    static func lines(_ path: String) -> [String] {
        guard let bytes = try? Data(contentsOf: folder.appending(path: path)) else { return [] }
        return bytes.split(separator: 0x0A).map { String(decoding: $0, as: UTF8.self) }
    }
}
