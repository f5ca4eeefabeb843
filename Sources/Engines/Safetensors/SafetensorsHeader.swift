/// How a safetensors file stores the elements of a tensor; the types that can be read.
package enum SafetensorsType: String, Sendable, CaseIterable {
    case f32 = "F32"
    case f16 = "F16"
    case bf16 = "BF16"
    case i8 = "I8"

    package var byteCount: Int {
        switch self {
        case .f32: 4
        case .f16, .bf16: 2
        case .i8: 1
        }
    }
}

/// What a safetensors file says about its tensors.
struct SafetensorsHeader: Equatable {
    struct Entry: Equatable {
        let name: String
        let type: SafetensorsType
        let shape: [Int]
        /// Counted from the end of the header.
        let bytes: Range<Int>
    }

    /// The format's own limit.
    static let largestHeader = 100_000_000
    static let mostTensors = 100_000

    private(set) var metadata: [String: String] = [:]
    /// In the order in which they lie in the file.
    private(set) var entries: [Entry] = []

    /// Where the data begins in a file: after the length, in 8 bytes, and the header.
    /// - Parameters:
    ///   - length: the file's first 8 bytes
    ///   - fileByteCount: of the whole file
    static func dataOffset(
        length: UInt64, fileByteCount: Int
    ) throws(SafetensorsFault) -> Int {
        guard length <= UInt64(largestHeader) else {
            throw .headerTooLong(bytes: length, limit: largestHeader)
        }
        guard Int(length) <= fileByteCount - 8 else {
            throw .headerCutOff(bytes: fileByteCount)
        }
        return 8 + Int(length)
    }

    /// - Parameters:
    ///   - bytes: the header alone
    ///   - dataByteCount: what the file holds after it
    init(_ bytes: [UInt8], dataByteCount: Int) throws(SafetensorsFault) {
        var scanner = HeaderScanner(bytes)
        var names: Set<String> = []
        // Written out, because a closure would have to capture the inout self.
        var entries: [Entry] = []
        var metadata: [String: String] = [:]
        try scanner.readObject { (scanner, name) throws(SafetensorsFault) in
            guard names.insert(name).inserted else { throw .duplicateName(name) }
            guard names.count <= Self.mostTensors else {
                throw .tooManyTensors(limit: Self.mostTensors)
            }
            if name == "__metadata__" {
                metadata = try Self.readMetadata(&scanner)
            } else {
                entries.append(try Self.readEntry(&scanner, name: name))
            }
        }
        try scanner.readEnd()
        self.metadata = metadata
        self.entries = entries.sorted {
            ($0.bytes.lowerBound, $0.bytes.upperBound) < ($1.bytes.lowerBound, $1.bytes.upperBound)
        }
        try Self.check(self.entries, cover: dataByteCount)
    }

    /// Every byte of the data belongs to exactly one tensor.
    private static func check(
        _ entries: [Entry], cover dataByteCount: Int
    ) throws(SafetensorsFault) {
        var end = 0
        for entry in entries {
            guard entry.bytes.upperBound <= dataByteCount else { throw .outOfRange(entry.name) }
            guard entry.bytes.lowerBound >= end else { throw .overlap(entry.name) }
            guard entry.bytes.lowerBound == end else { throw .hole(entry.name) }
            end = entry.bytes.upperBound
        }
        guard end == dataByteCount else { throw .trailingBytes(dataByteCount - end) }
    }
}

// MARK: - Parts

extension SafetensorsHeader {
    private static func readMetadata(
        _ scanner: inout HeaderScanner
    ) throws(SafetensorsFault) -> [String: String] {
        var metadata: [String: String] = [:]
        try scanner.readObject { (scanner, key) throws(SafetensorsFault) in
            let text = try scanner.readString()
            guard metadata.updateValue(text, forKey: key) == nil else {
                throw .duplicateName("__metadata__.\(key)")
            }
        }
        return metadata
    }

    private static func readEntry(
        _ scanner: inout HeaderScanner, name: String
    ) throws(SafetensorsFault) -> Entry {
        var typeName: String?
        var shape: [Int]?
        var offsets: [Int]?
        try scanner.readObject { (scanner, key) throws(SafetensorsFault) in
            switch key {
            case "dtype" where typeName == nil: typeName = try scanner.readString()
            case "shape" where shape == nil: shape = try scanner.readNumbers(atMost: 64)
            case "data_offsets" where offsets == nil:
                offsets = try scanner.readNumbers(atMost: 2)
            default: throw scanner.syntaxFault
            }
        }
        guard let typeName, let shape, let offsets, offsets.count == 2 else {
            throw scanner.syntaxFault
        }
        guard let type = SafetensorsType(rawValue: typeName) else {
            throw .unknownType(typeName, of: name)
        }
        guard shape.count <= 4 else { throw .tooManyAxes(name) }
        guard offsets[0] <= offsets[1],
            byteCount(of: shape, type) == offsets[1] - offsets[0]
        else { throw .sizeMismatch(name) }
        return Entry(name: name, type: type, shape: shape, bytes: offsets[0]..<offsets[1])
    }

    /// Nil where the product overflows.
    private static func byteCount(of shape: [Int], _ type: SafetensorsType) -> Int? {
        var count = type.byteCount
        for size in shape {
            let (product, overflow) = count.multipliedReportingOverflow(by: size)
            if overflow { return nil }
            count = product
        }
        return count
    }
}
