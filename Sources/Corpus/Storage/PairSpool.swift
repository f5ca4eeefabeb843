package import Foundation

/// Pairs kept in a temporary file, to be read any number of times in the order they came in.
///
/// So that what can be read only once (standard input, a pipe) or is slow to read again can be
/// passed over twice in little memory. The file has no name and goes with the process.
package final class PairSpool {
    package private(set) var count = 0

    private let file: TemporaryFile
    /// What is not yet in the file.
    private var buffer: [UInt8] = []
    /// The names of the files the pairs are from; each pair has the index of its own.
    private var names: [String] = []
    private var numbers: [String: Int] = [:]

    private static let bufferSize = 1 << 18

    /// - Parameter folder: where the temporary file goes
    package init(
        in folder: URL = FileManager.default.temporaryDirectory
    ) throws(TemporaryFileError) {
        file = try TemporaryFile(in: folder)
        buffer.reserveCapacity(Self.bufferSize)
    }

    /// The bytes of the file when all is written.
    package var size: Int { file.size + buffer.count }

    package func append(_ pair: SegmentPair) throws(TemporaryFileError) {
        append(number: number(of: pair.position.file))
        append(number: pair.position.line.map { max(0, $0) + 1 } ?? 0)
        append(number: pair.source.utf8.count)
        append(number: pair.target.utf8.count)
        buffer.append(contentsOf: pair.source.utf8)
        buffer.append(contentsOf: pair.target.utf8)
        count += 1
        if buffer.count >= Self.bufferSize { try flush() }
    }

    /// The pairs from the first on; a pair appended later is not among them.
    package func reader() throws(TemporaryFileError) -> Reader {
        try flush()
        return Reader(file: file, end: file.size, names: names)
    }

    /// - Throws: `TemporaryFileError`, or what `body` throws
    package func forEach(_ body: (SegmentPair) throws -> Void) throws {
        var reader = try reader()
        while let pair = try reader.next() { try body(pair) }
    }

    private func number(of name: String) -> Int {
        if names.last == name { return names.count - 1 }
        if let number = numbers[name] { return number }
        names.append(name)
        numbers[name] = names.count - 1
        return names.count - 1
    }

    /// Seven bits a byte, the lowest first; the top bit says that more follow.
    private func append(number: Int) {
        var rest = UInt64(number)
        while rest >= 0x80 {
            buffer.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        buffer.append(UInt8(truncatingIfNeeded: rest))
    }

    private func flush() throws(TemporaryFileError) {
        try buffer.withUnsafeBufferPointer { bytes throws(TemporaryFileError) in
            try file.append(UnsafeRawBufferPointer(bytes))
        }
        buffer.removeAll(keepingCapacity: true)
    }
}

extension PairSpool {
    /// One pass over the pairs; several may go on at once.
    package struct Reader {
        private let file: TemporaryFile
        private let end: Int
        private let names: [String]
        private var offset = 0
        private var buffer = [UInt8](repeating: 0, count: PairSpool.bufferSize)
        /// What was read and is not yet used: `buffer[unused]`.
        private var unused = 0..<0

        /// The most bytes that the four numbers before a pair can take.
        private static let headerMaximum = 40

        init(file: TemporaryFile, end: Int, names: [String]) {
            self.file = file
            self.end = end
            self.names = names
        }

        package mutating func next() throws(TemporaryFileError) -> SegmentPair? {
            if unused.count < Self.headerMaximum {
                try fill(atLeast: min(Self.headerMaximum, unused.count + end - offset))
                if unused.isEmpty { return nil }
            }
            let number = try nextNumber()
            let line = try nextNumber()
            let sourceSize = try nextNumber()
            let targetSize = try nextNumber()
            guard names.indices.contains(number),
                sourceSize + targetSize <= unused.count + end - offset
            else { throw file.endError() }
            let position = FilePosition(file: names[number], line: line == 0 ? nil : line - 1)
            try fill(atLeast: sourceSize + targetSize)
            return SegmentPair(
                source: nextText(sourceSize), target: nextText(targetSize), position: position)
        }

        /// At most so many pairs; none at the end.
        package mutating func next(upTo count: Int) throws(TemporaryFileError) -> [SegmentPair] {
            var pairs: [SegmentPair] = []
            while pairs.count < count, let pair = try next() { pairs.append(pair) }
            return pairs
        }

        private mutating func nextText(_ size: Int) -> String {
            let range = unused.lowerBound..<(unused.lowerBound + size)
            unused = range.upperBound..<unused.upperBound
            return buffer.withUnsafeBufferPointer { buffer in
                String(decoding: UnsafeBufferPointer(rebasing: buffer[range]), as: UTF8.self)
            }
        }

        private mutating func nextNumber() throws(TemporaryFileError) -> Int {
            var number: UInt64 = 0
            var shift: UInt64 = 0
            while shift < 63, !unused.isEmpty {
                let byte = buffer[unused.lowerBound]
                unused = (unused.lowerBound + 1)..<unused.upperBound
                number |= UInt64(byte & 0x7F) << shift
                if byte < 0x80 { return Int(number) }
                shift += 7
            }
            throw file.endError()
        }

        /// Makes so many bytes unused, and as many more as there is room for.
        private mutating func fill(atLeast wanted: Int) throws(TemporaryFileError) {
            if unused.count >= wanted { return }
            if buffer.count < wanted {
                buffer += [UInt8](repeating: 0, count: wanted - buffer.count)
            }
            let (kept, offset) = (unused, self.offset)
            let room = min(buffer.count - kept.count, end - offset)
            let count = try buffer.withUnsafeMutableBufferPointer {
                bytes throws(TemporaryFileError) in
                _ = bytes.update(fromContentsOf: bytes[kept])
                let free = bytes[kept.count..<(kept.count + room)]
                return try file.read(
                    at: offset,
                    into: UnsafeMutableRawBufferPointer(UnsafeMutableBufferPointer(rebasing: free)))
            }
            self.offset += count
            unused = 0..<(kept.count + count)
            if unused.count < wanted { throw file.endError() }
        }
    }
}
