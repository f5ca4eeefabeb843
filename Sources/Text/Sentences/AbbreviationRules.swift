import Foundation

/// A user's own words before a full stop that does not end a sentence.
///
/// Read from files in the form of Moses' `nonbreaking_prefix.de`: a word a line without its last
/// stop, in the very capitals it is written with; `#NUMERIC_ONLY#` after a word limits it to where
/// a number follows; a line that begins with `#`, and what follows ` # `, is a comment. Words of
/// several parts are one: `z. B` and `z.B` are the same rule.
package struct AbbreviationRules: Sendable, Equatable {
    package static let none = AbbreviationRules()

    /// The rules as they are kept, one each: `z.B`, `No #NUMERIC_ONLY#`.
    package private(set) var lines: [String] = []
    private var words: Set<String> = []
    private var wordsBeforeNumbers: Set<String> = []
    /// Words with the stops inside, up to each part after one: `dr.h` and `dr.h.c`, of `dr.h.c`.
    private(set) var beginnings: Set<String> = []

    private static let numericOnly = "#NUMERIC_ONLY#"
    /// The longest word, in UTF-16 units.
    static let longestWord = 40
    static let mostRules = 20_000

    private init() {}

    /// - Parameters:
    ///   - lines: as in a file, with or without a byte order mark.
    ///   - file: what holds them, for errors.
    package init(lines: [String], file: String) throws(AbbreviationError) {
        for (index, line) in lines.enumerated() {
            let isMarked = index == 0 && line.unicodeScalars.first == "\u{FEFF}"
            do throws(AbbreviationReason) {
                try add(isMarked ? String(line.unicodeScalars.dropFirst()) : line)
            } catch {
                throw AbbreviationError(error, in: file, line: index + 1)
            }
        }
    }

    /// Whether a stop after `word` goes with it.
    ///
    /// - Parameter word: without white space after stops inside.
    func contain(_ word: String, beforeNumber: Bool) -> Bool {
        words.contains(word) || (beforeNumber && wordsBeforeNumbers.contains(word))
    }

    // MARK: - Reading

    private mutating func add(_ line: String) throws(AbbreviationReason) {
        let trimmed = line.trimmingCharacters(in: .whitespacesAndNewlines)
        guard !trimmed.isEmpty, !trimmed.hasPrefix("#") else { return }
        let (entry, isNumeric) = try Self.parts(of: trimmed)
        let word = Self.canonical(entry)
        guard word.utf16.count <= Self.longestWord else { throw .tooLong(trimmed) }
        guard word.unicodeScalars.contains(where: Self.isLetterOrDigit) else {
            throw .noWord(trimmed)
        }
        let set = isNumeric ? \Self.wordsBeforeNumbers : \Self.words
        guard self[keyPath: set].insert(word).inserted else { return }
        guard lines.count < Self.mostRules else { throw .tooMany }
        lines.append(isNumeric ? "\(word) \(Self.numericOnly)" : word)
        beginnings.formUnion(Self.beginnings(of: word))
    }

    /// The word and whether it is limited to where a number follows.
    private static func parts(
        of line: String
    ) throws(AbbreviationReason) -> (word: String, isNumeric: Bool) {
        guard let sign = line.range(of: "#") else { return (line, false) }
        let note = line[sign.lowerBound...]
        let word = line[..<sign.lowerBound]
        if note == numericOnly || note.hasPrefix(numericOnly + " ") { return (String(word), true) }
        guard note == "#" || note.hasPrefix("# "), word.last?.isWhitespace == true else {
            throw .unknownNote(String(note))
        }
        return (String(word), false)
    }

    private static func isLetterOrDigit(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isAlphabetic || scalar.properties.numericType != nil
    }

    /// Without the last stop and without white space after stops; other white space is one space.
    static func canonical(_ entry: String) -> String {
        let parts = entry.split(separator: ".", omittingEmptySubsequences: false).map {
            $0.split { $0.isWhitespace }.joined(separator: " ")
        }
        return (parts.last == "" ? parts.dropLast() : parts[...]).joined(separator: ".")
    }

    /// Up to each part after a stop: `dr.h` and `dr.h.c` of `dr.h.c`.
    static func beginnings(of word: String) -> [String] {
        let parts = word.split(separator: ".")
        guard parts.count > 1 else { return [] }
        return (2...parts.count).map { parts.prefix($0).joined(separator: ".") }
    }
}

extension AbbreviationRules: CustomStringConvertible {
    package var description: String { "\(lines.count) abbreviations" }
}

/// Kept as its lines.
extension AbbreviationRules: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let lines = try container.decode([String].self)
        do throws(AbbreviationError) {
            try self.init(lines: lines, file: "abbreviations")
        } catch {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: error.description)
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(lines)
    }
}
