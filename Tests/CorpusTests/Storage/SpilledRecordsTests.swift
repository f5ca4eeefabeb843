import Foundation
import Testing

@testable import Corpus

@Suite struct SpilledRecordsTests {
    private let hash = StableHash()

    /// Records whose keys come up one to three times, in no order.
    private func records(_ count: Int) -> [SpilledRecord<UInt64>] {
        var random = SplitMix(state: UInt64(count))
        return (0..<count).map { number in
            let key = StableHash.combined(UInt64.random(in: 0..<UInt64(count), using: &random), 1)
            return SpilledRecord(key: key, payload: UInt64(count - number))
        }
    }

    @Test(
        "groups come by key and payload, in memory and from the file",
        arguments: [0, 1, 2, 31, 33, 1_000, 65_536, 65_537, 400_000])
    func groups(count: Int) throws {
        let expected = records(count)
        let spilled = SpilledRecords<UInt64>()
        for record in expected { try spilled.append(key: record.key, payload: record.payload) }
        #expect(spilled.count == count)
        var given: [SpilledRecord<UInt64>] = []
        try spilled.forEachGroup { group in
            #expect(Set(group.map(\.key)).count == 1)
            #expect(given.last?.key != group.first?.key)
            given += group
        }
        #expect(given == expected.sorted())
    }

    @Test("groups that are too small are passed over, and the rest can be asked for again")
    func minimum() throws {
        let spilled = SpilledRecords<UInt64>()
        for number in 0..<UInt64(200_000) {
            try spilled.append(key: hash("\(number / 2 * 2 % 199_998)"), payload: number)
        }
        for _ in 0..<2 {
            var sizes: [Int: Int] = [:]
            try spilled.forEachGroup(ofAtLeast: 3) { sizes[$0.count, default: 0] += 1 }
            #expect(sizes == [4: 1])
        }
        try spilled.append(key: hash("0"), payload: 1)
        var sizes: [Int] = []
        try spilled.forEachGroup(ofAtLeast: 3) { sizes.append($0.count) }
        #expect(sizes == [5])
    }

    @Test("a payload may be a structure, and all records may have one key")
    func structures() throws {
        struct Place: BitwiseCopyable, Comparable, Sendable {
            var file: UInt32
            var line: UInt64
            static func < (first: Self, second: Self) -> Bool {
                (first.file, first.line) < (second.file, second.line)
            }
        }
        let spilled = SpilledRecords<Place>()
        for line in (0..<UInt64(100_000)).reversed() {
            try spilled.append(key: 42, payload: Place(file: UInt32(line % 2), line: line))
        }
        var groups = 0
        try spilled.forEachGroup { group in
            groups += 1
            #expect(group.count == 100_000)
            #expect(group.first?.payload == Place(file: 0, line: 0))
            #expect(group.last?.payload == Place(file: 1, line: 99_999))
        }
        #expect(groups == 1)
    }

    @Test("an error of the receiver ends the pass")
    func receiverError() throws {
        struct Stop: Error {}
        let spilled = SpilledRecords<UInt64>()
        for number in 0..<UInt64(10) { try spilled.append(key: number, payload: 0) }
        #expect(throws: Stop.self) { try spilled.forEachGroup { _ in throw Stop() } }
    }

    @Test("no file is made for few records, and one that cannot be made is an error")
    func folder() throws {
        let missing = FileManager.default.temporaryDirectory.appending(path: "none-\(UUID())")
        let spilled = SpilledRecords<UInt64>(in: missing)
        for number in 0..<UInt64(65_536) { try spilled.append(key: number, payload: 0) }
        let error = #expect(throws: TemporaryFileError.self) {
            try spilled.append(key: 1, payload: 0)
        }
        #expect(error?.action == .make)
        #expect(error?.folder == missing.path)
    }
}
