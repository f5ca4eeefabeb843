package import Tensors

/// Writes named tensors in the safetensors format, in the order given.
package enum SafetensorsWriter {
    /// The header is padded so that the elements begin at a multiple of this: readers want 8, and
    /// 64 lets this program compute with the mapped file as it is.
    static let alignment = 64

    /// Writes a file of its own, not part of an engine.
    package static func write(
        _ tensors: [(name: String, tensor: Tensor)], metadata: [String: String] = [:],
        to path: String
    ) throws(EngineError) {
        var file = try OutputFile(path, isNew: false)
        try write(tensors, metadata: metadata, to: &file)
        _ = try file.finish()
    }

    /// - Parameter type: of the elements in the file
    static func write(
        _ tensors: [(name: String, tensor: Tensor)], as type: Precision = .f32,
        metadata: [String: String] = [:], to file: inout OutputFile
    ) throws(EngineError) {
        try file.write(header(tensors, as: type, metadata: metadata))
        for (_, tensor) in tensors {
            switch type {
            case .f32:
                try tensor.withBytes { (bytes) throws(EngineError) in try file.write(bytes) }
            case .bf16:
                let halves = tensor.bfloat16.map(\.littleEndian)
                try file.write(halves.withUnsafeBytes { Array($0) })
            }
        }
    }

    /// All parameters, in the layout's order.
    static func write(
        _ set: ParameterSet, as type: Precision = .f32, metadata: [String: String] = [:],
        to file: inout OutputFile
    ) throws(EngineError) {
        try write(
            set.layout.parameters.map { ($0.name, set[$0]) }, as: type, metadata: metadata,
            to: &file)
    }

    /// The header's length and the header.
    private static func header(
        _ tensors: [(name: String, tensor: Tensor)], as type: Precision,
        metadata: [String: String]
    ) -> [UInt8] {
        let (name, width) = type == .f32 ? ("F32", 4) : ("BF16", 2)
        var parts: [String] = []
        if !metadata.isEmpty {
            let pairs = metadata.sorted { $0.key < $1.key }
                .map { "\(quoted($0.key)):\(quoted($0.value))" }
            parts.append("\"__metadata__\":{\(pairs.joined(separator: ","))}")
        }
        var offset = 0
        for (tensorName, tensor) in tensors {
            let end = offset + tensor.shape.count * width
            let sizes = tensor.shape.array.map(String.init).joined(separator: ",")
            parts.append(
                "\(quoted(tensorName)):{\"dtype\":\"\(name)\",\"shape\":[\(sizes)],"
                    + "\"data_offsets\":[\(offset),\(end)]}")
            offset = end
        }
        var json = Array("{\(parts.joined(separator: ","))}".utf8)
        let padding = (alignment - (8 + json.count) % alignment) % alignment
        json += [UInt8](repeating: UInt8(ascii: " "), count: padding)
        return withUnsafeBytes(of: UInt64(json.count).littleEndian) { Array($0) } + json
    }

    private static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\":
                quoted += "\\\(scalar)"
            case "\0"..<" ":
                let digits = String(scalar.value, radix: 16)
                quoted += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
            default:
                quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}
