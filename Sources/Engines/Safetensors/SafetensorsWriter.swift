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
        try write(
            tensors.map { Entry($0.name, $0.tensor, as: .f32) }, metadata: metadata, to: &file)
        _ = try file.finish()
    }

    /// A tensor and how the file has it.
    struct Entry {
        enum Elements {
            case floats(Tensor, as: Precision)
            case int8(QuantizedMatrix)
        }

        let name: String
        let elements: Elements

        init(_ name: String, _ tensor: Tensor, as precision: Precision) {
            self.name = name
            elements = .floats(tensor, as: precision)
        }

        init(_ name: String, _ matrix: QuantizedMatrix) {
            self.name = name
            elements = .int8(matrix)
        }

        var type: SafetensorsType {
            switch elements {
            case .floats(_, as: .f32): .f32
            case .floats(_, as: .bf16): .bf16
            case .int8: .i8
            }
        }

        var shape: Shape {
            switch elements {
            case .floats(let tensor, _): tensor.shape
            case .int8(let matrix): matrix.shape
            }
        }
    }

    static func write(
        _ entries: [Entry], metadata: [String: String] = [:], to file: inout OutputFile
    ) throws(EngineError) {
        try file.write(header(entries, metadata: metadata))
        for entry in entries {
            switch entry.elements {
            case .floats(let tensor, as: .f32):
                try tensor.withBytes { (bytes) throws(EngineError) in try file.write(bytes) }
            case .floats(let tensor, as: .bf16):
                let halves = tensor.bfloat16.map(\.littleEndian)
                try file.write(halves.withUnsafeBytes { Array($0) })
            case .int8(let matrix):
                try matrix.withBytes { (bytes) throws(EngineError) in try file.write(bytes) }
            }
        }
    }

    /// All parameters, in the layout's order.
    /// - Parameter type: of the elements in the file
    static func write(
        _ set: ParameterSet, as type: Precision = .f32, metadata: [String: String] = [:],
        to file: inout OutputFile
    ) throws(EngineError) {
        try write(
            set.layout.parameters.map { Entry($0.name, set[$0], as: type) }, metadata: metadata,
            to: &file)
    }

    /// All parameters: floats first, so that they begin at multiples of 4, then whole numbers.
    static func write(
        _ weights: QuantizedWeights, metadata: [String: String] = [:], to file: inout OutputFile
    ) throws(EngineError) {
        var (floats, integers): ([Entry], [Entry]) = ([], [])
        for parameter in weights.layout.parameters {
            if let matrix = weights.matrices[parameter.index] {
                floats.append(
                    Entry(SafetensorsFile.scaleName(of: parameter), matrix.scales, as: .f32))
                integers.append(Entry(parameter.name, matrix))
            } else if let tensor = weights.floats[parameter.index] {
                floats.append(Entry(parameter.name, tensor, as: .f32))
            }
        }
        try write(floats + integers, metadata: metadata, to: &file)
    }

    /// The header's length and the header.
    private static func header(_ entries: [Entry], metadata: [String: String]) -> [UInt8] {
        var parts: [String] = []
        if !metadata.isEmpty {
            let pairs = metadata.sorted { $0.key < $1.key }
                .map { "\(quoted($0.key)):\(quoted($0.value))" }
            parts.append("\"__metadata__\":{\(pairs.joined(separator: ","))}")
        }
        var offset = 0
        for entry in entries {
            let end = offset + entry.shape.count * entry.type.byteCount
            let sizes = entry.shape.array.map(String.init).joined(separator: ",")
            parts.append(
                "\(quoted(entry.name)):{\"dtype\":\"\(entry.type.rawValue)\",\"shape\":[\(sizes)],"
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
