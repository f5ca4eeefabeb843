package import Foundation

/// A hash and what goes with it.
package struct SpilledRecord<Payload>: BitwiseCopyable, Sendable, Comparable
where Payload: BitwiseCopyable & Comparable & Sendable {
    package let key: UInt64
    package let payload: Payload

    package init(key: UInt64, payload: Payload) {
        self.key = key
        self.payload = payload
    }

    package static func < (first: Self, second: Self) -> Bool {
        first.key == second.key ? first.payload < second.payload : first.key < second.key
    }
}

/// Any number of records, given back in groups of one key, in little memory.
///
/// What a corpus-wide question needs (which texts are there twice?) instead of a dictionary that
/// grows with the corpus. Records are parted by the top bits of their keys into 64 partitions, all
/// in one temporary file; each is read back and sorted by itself. So memory is 4 MB for what is
/// being written, then a 64th of all records: 25 MB for 100 million of 16 bytes. The first 65,536
/// records stay in memory and touch no disk.
///
/// Keys must be hashes, spread evenly over 64 bits (`StableHash`). A key that a large share of the
/// records has needs memory for that share. Appending takes 15 ns and sorting 30 ns a record within
/// this target, ten times as long from outside, where generic code is not specialized.
package final class SpilledRecords<Payload>
where Payload: BitwiseCopyable & Comparable & Sendable {
    package typealias Record = SpilledRecord<Payload>

    package private(set) var count = 0

    private let folder: URL
    /// All records, until there are too many.
    private var first: [Record] = []
    private var partitions: [Partition] = []
    private var file: TemporaryFile?

    private struct Partition {
        /// What is not yet in the file.
        var buffer: [Record] = []
        /// Which blocks of the file are this partition's.
        var blocks: [UInt32] = []
    }

    private let partitionBits = 6
    private let inMemoryMaximum = 65_536
    private let recordsPerBlock = 65_536 / MemoryLayout<Record>.stride
    private var blockSize: Int { recordsPerBlock * MemoryLayout<Record>.stride }

    /// - Parameter folder: where the temporary file goes, if one is needed
    package init(in folder: URL = FileManager.default.temporaryDirectory) {
        self.folder = folder
    }

    package func append(key: UInt64, payload: Payload) throws(TemporaryFileError) {
        count += 1
        let record = Record(key: key, payload: payload)
        if file == nil {
            first.append(record)
            if first.count > inMemoryMaximum { try beginSpilling() }
        } else {
            try spill(record)
        }
    }

    /// Hands on the records of each key that at least so many have, by key, then by payload.
    ///
    /// Can be called more than once, with records appended in between.
    /// - Throws: `TemporaryFileError`, or what `body` throws
    package func forEachGroup(
        ofAtLeast minimum: Int = 1, _ body: (ArraySlice<Record>) throws -> Void
    ) throws {
        guard let file else {
            first.withUnsafeMutableBufferPointer { sort($0, byBitsFrom: 56) }
            return try Self.forEachGroup(of: first, ofAtLeast: minimum, body)
        }
        for partition in partitions {
            let records = try read(partition, from: file)
            try Self.forEachGroup(of: records, ofAtLeast: minimum, body)
        }
    }

    private static func forEachGroup(
        of records: [Record], ofAtLeast minimum: Int, _ body: (ArraySlice<Record>) throws -> Void
    ) rethrows {
        var start = 0
        while start < records.count {
            var end = start + 1
            while end < records.count, records[end].key == records[start].key { end += 1 }
            if end - start >= minimum { try body(records[start..<end]) }
            start = end
        }
    }
}

// MARK: - The file

extension SpilledRecords {
    private func beginSpilling() throws(TemporaryFileError) {
        file = try TemporaryFile(in: folder)
        partitions = [Partition](repeating: Partition(), count: 1 << partitionBits)
        for index in partitions.indices {
            partitions[index].buffer.reserveCapacity(recordsPerBlock)
        }
        for record in first { try spill(record) }
        first = []
    }

    private func spill(_ record: Record) throws(TemporaryFileError) {
        let index = Int(record.key >> UInt64(64 - partitionBits))
        partitions[index].buffer.append(record)
        if partitions[index].buffer.count == recordsPerBlock { try writeBlock(of: index) }
    }

    private func writeBlock(of index: Int) throws(TemporaryFileError) {
        guard let file else { return }
        let block = UInt32(file.size / blockSize)
        try partitions[index].buffer.withUnsafeBufferPointer { records throws(TemporaryFileError) in
            try file.append(UnsafeRawBufferPointer(records))
        }
        partitions[index].blocks.append(block)
        partitions[index].buffer.removeAll(keepingCapacity: true)
    }

    /// All records of a partition, sorted.
    private func read(_ partition: Partition, from file: TemporaryFile) throws -> [Record] {
        let (blockSize, perBlock) = (self.blockSize, recordsPerBlock)
        let total = partition.blocks.count * perBlock + partition.buffer.count
        return try [Record](unsafeUninitializedCapacity: total) { records, initializedCount in
            let bytes = UnsafeMutableRawBufferPointer(records)
            for (place, block) in partition.blocks.enumerated() {
                let room = UnsafeMutableRawBufferPointer(
                    rebasing: bytes[(place * blockSize)..<((place + 1) * blockSize)])
                let count = try file.read(at: Int(block) * blockSize, into: room)
                guard count == blockSize else { throw file.endError() }
            }
            for (place, record) in partition.buffer.enumerated() {
                records.initializeElement(at: partition.blocks.count * perBlock + place, to: record)
            }
            initializedCount = total
            let all = UnsafeMutableBufferPointer(rebasing: records[..<total])
            sort(all, byBitsFrom: 64 - partitionBits - 8)
        }
    }
}

// MARK: - Sorting

extension SpilledRecords {
    /// Sorts by the bits of the key below `shift + 8`, eight at a time from the top, in place.
    ///
    /// American flag sort (McIlroy, Bostic and McIlroy 1993): three times as fast as comparing, for
    /// keys that are hashes.
    private func sort(_ records: UnsafeMutableBufferPointer<Record>, byBitsFrom shift: Int) {
        if records.count <= 32 { return Self.insertionSort(records) }
        withUnsafeTemporaryAllocation(of: Int.self, capacity: 512) { places in
            places.initialize(repeating: 0)
            let next = UnsafeMutableBufferPointer(rebasing: places[..<256])
            let end = UnsafeMutableBufferPointer(rebasing: places[256...])
            Self.distribute(records, shift: UInt64(shift), next: next, end: end)
            var start = 0
            for digit in 0..<256 where end[digit] > start {
                var part = UnsafeMutableBufferPointer(rebasing: records[start..<end[digit]])
                start = end[digit]
                if shift == 0 {
                    part.sort { $0.payload < $1.payload }
                } else {
                    sort(part, byBitsFrom: max(0, shift - 8))
                }
            }
        }
    }

    /// Brings records with the same eight bits together; `end` becomes where those of each end.
    private static func distribute(
        _ records: UnsafeMutableBufferPointer<Record>, shift: UInt64,
        next: UnsafeMutableBufferPointer<Int>, end: UnsafeMutableBufferPointer<Int>
    ) {
        for record in records { end[Int(record.key >> shift & 0xFF)] += 1 }
        var start = 0
        for digit in 0..<256 {
            next[digit] = start
            start += end[digit]
            end[digit] = start
        }
        for digit in 0..<256 {
            while next[digit] < end[digit] {
                let home = Int(records[next[digit]].key >> shift & 0xFF)
                if home != digit { records.swapAt(next[digit], next[home]) }
                next[home] += 1
            }
        }
    }

    private static func insertionSort(_ records: UnsafeMutableBufferPointer<Record>) {
        for index in records.indices.dropFirst() {
            let record = records[index]
            var place = index
            while place > 0, record < records[place - 1] {
                records[place] = records[place - 1]
                place -= 1
            }
            records[place] = record
        }
    }
}
