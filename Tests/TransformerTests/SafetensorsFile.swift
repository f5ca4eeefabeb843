import Foundation
import Testing

/// What `Scripts/make-transformer-fixtures.py` wrote, read without the product's own reader.
///
/// Eight bytes, little-endian: the header's length; the header, JSON; then all elements.
struct SafetensorsFile {
    let metadata: [String: String]
    private let entries: [String: Entry]
    private let elements: Data

    private struct Entry: Decodable {
        let dtype: String
        let shape: [Int]
        let data_offsets: [Int]
    }

    /// The header's values: tensors, but for one.
    private enum Header: Decodable {
        case tensor(Entry)
        case metadata([String: String])

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let entry = try? container.decode(Entry.self) {
                self = .tensor(entry)
            } else {
                self = .metadata(try container.decode([String: String].self))
            }
        }
    }

    init(_ url: URL) throws {
        let bytes = try Data(contentsOf: url)
        let headerLength = bytes.prefix(8).reversed().reduce(0) { $0 << 8 | Int($1) }
        let header = try JSONDecoder().decode(
            [String: Header].self, from: bytes.dropFirst(8).prefix(headerLength))
        entries = header.compactMapValues { value in
            if case .tensor(let entry) = value { entry } else { nil }
        }
        if case .metadata(let strings) = header["__metadata__"] {
            metadata = strings
        } else {
            metadata = [:]
        }
        elements = bytes.dropFirst(8 + headerLength)
    }

    var names: Set<String> { Set(entries.keys) }

    func shape(_ name: String) throws -> [Int] { try #require(entries[name], "\(name)").shape }

    func floats(_ name: String) throws -> [Float] {
        try words(name, dtype: "F32", of: UInt32.self).map { Float(bitPattern: $0) }
    }

    func integers(_ name: String) throws -> [Int] {
        try words(name, dtype: "I64", of: Int64.self).map { Int($0) }
    }

    private func words<Word: FixedWidthInteger>(
        _ name: String, dtype: String, of _: Word.Type
    ) throws -> [Word] {
        let entry = try #require(entries[name], "\(name)")
        try #require(entry.dtype == dtype)
        let count = (entry.data_offsets[1] - entry.data_offsets[0]) / MemoryLayout<Word>.size
        let start = entry.data_offsets[0]
        return elements.withUnsafeBytes { bytes in
            (0..<count).map {
                Word(
                    littleEndian: bytes.loadUnaligned(
                        fromByteOffset: start + $0 * MemoryLayout<Word>.size, as: Word.self))
            }
        }
    }
}
