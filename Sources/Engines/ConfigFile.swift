import Foundation
internal import Tensors
internal import Transformer

/// Reading what `config.json` and `state.json` say, and checking it before it is used.
enum ConfigFile {
    /// What files of every format have.
    private struct Head: Decodable {
        var formatVersion: Int?
        var architecture: String?
    }

    static func description(
        from bytes: [UInt8], path: String
    ) throws(EngineError) -> EngineDescription {
        let description = try decode(EngineDescription.self, from: bytes, path: path)
        try check(description, path: path)
        return description
    }

    /// Decodes a sealed file.
    ///
    /// A file of a newer format is told apart from a damaged one, although it may be sealed in
    /// another way.
    static func decode<Value: Decodable>(
        _ type: Value.Type, from bytes: [UInt8], path: String
    ) throws(EngineError) -> Value {
        if let head = try? SealedJSON.decode(Head.self, from: bytes) {
            let known = EngineDescription.currentFormat
            if let version = head.formatVersion, version > known {
                throw EngineError(.newerFormat(version, known: known), at: path)
            }
            if let name = head.architecture, name != EngineDescription.transformer {
                throw EngineError(.otherArchitecture(name), at: path)
            }
        }
        guard SealedJSON.isSealed(bytes) else { throw EngineError(.brokenOff, at: path) }
        guard SealedJSON.isIntact(bytes) else { throw EngineError(.wrongChecksum, at: path) }
        do {
            return try SealedJSON.decode(type, from: bytes)
        } catch {
            throw EngineError(.malformed(words(for: error)), at: path)
        }
    }

    static func encode(_ value: some Encodable, path: String) throws(EngineError) -> [UInt8] {
        do {
            return try SealedJSON.encode(value)
        } catch {
            throw EngineError(.malformed("cannot be written as JSON: \(error)"), at: path)
        }
    }

    private static func words(for error: any Error) -> String {
        guard let error = error as? DecodingError else { return "is not JSON" }
        switch error {
        case .keyNotFound(let key, _):
            return "has no “\(key.stringValue)”"
        case .typeMismatch(_, let context), .valueNotFound(_, let context):
            return "has a “\(name(of: context))” that does not fit"
        case .dataCorrupted(let context):
            return "has a “\(name(of: context))” that is not known"
        @unknown default:
            return "does not fit"
        }
    }

    private static func name(of context: DecodingError.Context) -> String {
        context.codingPath.map(\.stringValue).joined(separator: ".")
    }

    // MARK: - Checks

    private static func check(
        _ description: EngineDescription, path: String
    ) throws(EngineError) {
        guard description.formatVersion >= 1 else {
            throw EngineError(
                .malformed("has formatVersion \(description.formatVersion)"), at: path)
        }
        do {
            try description.configuration.validate()
        } catch {
            throw EngineError(.malformed("describes no model: \(error)"), at: path)
        }
        for language in [description.sourceLanguage, description.targetLanguage]
        where !isLanguageTag(language) {
            throw EngineError(
                .malformed("has “\(language.prefix(40))” for a language"), at: path)
        }
        guard description.weights != .f32, description.weights != .bf16 else {
            throw EngineError(.malformed("has “weights” of another type than int8"), at: path)
        }
        guard description.confidence?.isPlausible != false else {
            throw EngineError(.malformed("has a “confidence” that does not fit"), at: path)
        }
        let (tokens, limit) = (description.text.segmentTokens, Configuration.maximumLength)
        guard (1..<limit).contains(tokens) else {
            throw EngineError(
                .malformed("has segmentTokens \(tokens), not in 1…\(limit - 1)"), at: path)
        }
    }

    /// Whether it can be handed on to libraries as a language; not whether there is one.
    private static func isLanguageTag(_ text: String) -> Bool {
        (1...35).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
                    true
                default: false
                }
            }
    }
}
