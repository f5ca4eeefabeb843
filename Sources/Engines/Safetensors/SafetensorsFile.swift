package import Tensors

/// A file of named tensors in the safetensors format, mapped and checked.
///
///     length of the header in 8 bytes, little-endian
///     header: JSON, { name: { dtype, shape, data_offsets } }, padded with spaces
///     the tensors' elements, little-endian, without gaps
///
/// https://github.com/huggingface/safetensors, “Format”. Nothing that the header says is used
/// before it was checked against the size of the file.
package struct SafetensorsFile: Sendable {
    let file: MappedFile
    let path: String
    private let header: SafetensorsHeader
    private let entries: [String: SafetensorsHeader.Entry]
    /// Where the elements begin in the file.
    private let dataOffset: Int

    package init(_ path: String) throws(EngineError) {
        try self.init(try FolderFile.map(path), path: path)
    }

    init(_ file: MappedFile, path: String) throws(EngineError) {
        self.file = file
        self.path = path
        do {
            (header, dataOffset) = try Self.header(of: file)
        } catch {
            throw EngineError(.damagedTensors(error), at: path)
        }
        entries = Dictionary(
            header.entries.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    }

    private static func header(
        of file: MappedFile
    ) throws(SafetensorsFault) -> (SafetensorsHeader, dataOffset: Int) {
        try file.withBytes { (bytes) throws(SafetensorsFault) in
            guard bytes.count >= 8 else { throw .headerCutOff(bytes: bytes.count) }
            let length = UInt64(littleEndian: bytes.loadUnaligned(as: UInt64.self))
            let offset = try SafetensorsHeader.dataOffset(
                length: length, fileByteCount: bytes.count)
            let header = try SafetensorsHeader(
                Array(bytes[8..<offset]), dataByteCount: bytes.count - offset)
            return (header, offset)
        }
    }

    package var metadata: [String: String] { header.metadata }

    /// In the order in which the tensors lie in the file.
    package var names: [String] { header.entries.map(\.name) }

    /// Whether all tensors are stored as bf16.
    package var isBFloat16: Bool {
        !header.entries.isEmpty && header.entries.allSatisfy { $0.type == .bf16 }
    }

    /// The sizes of a tensor's axes; none for a single number.
    package func shape(of name: String) throws(EngineError) -> [Int] {
        try entry(name).shape
    }

    /// Where a tensor's elements begin in the file.
    func offset(of name: String) throws(EngineError) -> Int {
        dataOffset + (try entry(name)).bytes.lowerBound
    }

    /// A tensor of floats, in place if it is stored as f32; a single number has shape [1].
    package func tensor(_ name: String) throws(EngineError) -> Tensor {
        let entry = try entry(name)
        guard entry.type != .i8 else {
            throw EngineError(.tensorType(name, found: .i8, expected: .f32), at: path)
        }
        let shape = Shape(entry.shape.isEmpty ? [1] : entry.shape)
        let offset = dataOffset + entry.bytes.lowerBound
        if entry.type == .f32, file.hasFloats(at: offset, count: shape.count) {
            return Tensor(file, at: offset, shape: shape)
        }
        let elements = file.withBytes { bytes in
            entry.type.floats(of: UnsafeRawBufferPointer(rebasing: bytes[offset...]), shape.count)
        }
        return Tensor(elements, shape: shape)
    }

    private func entry(_ name: String) throws(EngineError) -> SafetensorsHeader.Entry {
        guard let entry = entries[name] else { throw EngineError(.missingTensor(name), at: path) }
        return entry
    }
}

// MARK: - All weights of a model

extension SafetensorsFile {
    /// The tensors as one set of parameters; in place if they lie in the file as they would in
    /// memory, which they do if this program wrote them and no sizes but the last are odd.
    package func parameterSet(_ layout: ParameterLayout) throws(EngineError) -> ParameterSet {
        try check(layout)
        if let flat = flatTensor(layout) { return ParameterSet(layout, flat: flat) }
        var set = ParameterSet(zeros: layout)
        for parameter in layout.parameters {
            set[parameter] = try tensor(parameter.name)
        }
        return set
    }

    /// The file has the layout's tensors and no others, so that reading them needs no more memory
    /// than the file has bytes, times two.
    private func check(_ layout: ParameterLayout) throws(EngineError) {
        var expected: Set<String> = []
        for parameter in layout.parameters {
            expected.insert(parameter.name)
            let type = try entry(parameter.name).type
            try require(parameter.name, type == .i8 ? .f32 : type, parameter.shape.array)
        }
        try requireNoOthers(than: expected)
    }

    func require(
        _ name: String, _ type: SafetensorsType, _ shape: [Int]
    ) throws(EngineError) {
        let entry = try entry(name)
        guard entry.shape == shape else {
            throw EngineError(
                .tensorShape(name, found: entry.shape, expected: shape), at: path)
        }
        guard entry.type == type else {
            throw EngineError(.tensorType(name, found: entry.type, expected: type), at: path)
        }
    }

    func requireNoOthers(than expected: Set<String>) throws(EngineError) {
        if let extra = header.entries.first(where: { !expected.contains($0.name) }) {
            throw EngineError(.extraTensor(extra.name), at: path)
        }
    }

    func flatTensor(_ layout: ParameterLayout) -> Tensor? {
        let isInPlace = layout.parameters.allSatisfy { parameter in
            guard let entry = entries[parameter.name] else { return false }
            return entry.type == .f32
                && entry.bytes.lowerBound == parameter.offset * MemoryLayout<Float>.stride
        }
        guard isInPlace, layout.count > 0, dataOffset % SafetensorsWriter.alignment == 0,
            file.hasFloats(at: dataOffset, count: layout.count)
        else { return nil }
        return Tensor(file, at: dataOffset, shape: Shape(layout.count))
    }
}

// MARK: - Elements

extension SafetensorsType {
    /// The first `count` elements of `bytes`, which need not be aligned.
    fileprivate func floats(of bytes: UnsafeRawBufferPointer, _ count: Int) -> [Float] {
        (0..<count).map { index in
            let offset = index * byteCount
            switch self {
            case .f32:
                let bits = bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self)
                return Float(bitPattern: UInt32(littleEndian: bits))
            case .bf16:
                let bits = bytes.loadUnaligned(fromByteOffset: offset, as: UInt16.self)
                return Float(bitPattern: UInt32(UInt16(littleEndian: bits)) << 16)
            case .f16:
                let bits = bytes.loadUnaligned(fromByteOffset: offset, as: UInt16.self)
                return Self.float(halfBits: UInt16(littleEndian: bits))
            case .i8:
                preconditionFailure("whole numbers are nothing without their scales")
            }
        }
    }

    /// Float16 is missing on some platforms: IEEE 754's binary16, by its definition.
    static func float(halfBits bits: UInt16) -> Float {
        let sign: Float = bits >> 15 == 0 ? 1 : -1
        let exponent = Int(bits >> 10 & 0x1F)
        let fraction = Float(bits & 0x3FF)
        switch exponent {
        case 0: return sign * fraction * 0x1p-24
        case 31: return fraction == 0 ? sign * .infinity : .nan
        default:
            return sign * Float(sign: .plus, exponent: exponent - 25, significand: 1024 + fraction)
        }
    }
}
