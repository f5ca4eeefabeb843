import Foundation
import Testing

@testable import Corpus

@Suite struct PairSpoolTests {
    /// Pairs of all sizes, some larger than the spool's buffer.
    private let pairs = (0..<3_000).map { number in
        SegmentPair(
            source: String(repeating: "ä\(number) ", count: number % 50),
            target: number % 1_000 == 7 ? String(repeating: "long ", count: 100_000) : "ö",
            position: FilePosition(file: "f\(number / 900)", line: number % 3 == 0 ? nil : number))
    }

    @Test("pairs come back in order, any number of times")
    func passes() throws {
        let spool = try PairSpool()
        for pair in pairs { try spool.append(pair) }
        #expect(spool.count == pairs.count)
        for _ in 0..<2 {
            var read: [SegmentPair] = []
            try spool.forEach { read.append($0) }
            #expect(read == pairs)
        }
    }

    @Test("several passes go on at once, and what is appended later is not in them")
    func readers() throws {
        let spool = try PairSpool()
        for pair in pairs[..<100] { try spool.append(pair) }
        var first = try spool.reader()
        #expect(try first.next(upTo: 60) == Array(pairs[..<60]))
        for pair in pairs[100...] { try spool.append(pair) }
        var second = try spool.reader()
        #expect(try second.next(upTo: 10) == Array(pairs[..<10]))
        #expect(try first.next(upTo: 60) == Array(pairs[60..<100]))
        #expect(try first.next() == nil)
        #expect(try second.next(upTo: 9_999) == Array(pairs[10...]))
    }

    @Test("an empty spool gives nothing, empty texts come back")
    func edges() throws {
        let spool = try PairSpool()
        #expect(spool.size == 0)
        try spool.forEach { _ in Issue.record("there is no pair") }
        let pair = SegmentPair(
            source: "", target: "", position: FilePosition(file: "", line: 0))
        try spool.append(pair)
        var reader = try spool.reader()
        #expect(try reader.next() == pair)
        #expect(try reader.next() == nil)
    }

    @Test("a folder that cannot be written to is an error")
    func folder() {
        #expect(throws: TemporaryFileError.self) { _ = try PairSpool(in: URL(filePath: "/none")) }
    }
}
