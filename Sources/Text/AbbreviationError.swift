/// Why a file of abbreviations could not be read, and where.
package struct AbbreviationError: Error, Equatable, CustomStringConvertible {
    package enum Reason: Error, Equatable, Sendable {
        case unreadable
        case tooLarge(bytes: Int)
        case notUTF8
        case noWord(String)
        case tooLong(String)
        case unknownNote(String)
        case tooMany
    }

    package let reason: Reason
    package let file: String
    /// Counted from 1; nil where no single line is at fault.
    package let line: Int?

    package init(_ reason: Reason, in file: String, line: Int? = nil) {
        self.reason = reason
        self.file = file
        self.line = line
    }

    package var description: String {
        "\(file)\(line.map { ":\($0)" } ?? ""): \(words)"
    }

    private var words: String {
        switch reason {
        case .unreadable:
            "cannot be read. Check the path and its permissions."
        case .tooLarge(let bytes):
            "has \(bytes) bytes, more than the \(AbbreviationRules.largestFile) of a list of "
                + "abbreviations. Check that it is the right file."
        case .notUTF8:
            "is not UTF-8. Convert it."
        case .noWord(let entry):
            "“\(entry.prefix(40))” has neither a letter nor a digit. Write one abbreviation a "
                + "line, without its last full stop."
        case .tooLong(let entry):
            "“\(entry.prefix(40))…” is longer than \(AbbreviationRules.longestWord) characters. "
                + "Write one abbreviation a line."
        case .unknownNote(let note):
            "“\(note.prefix(40))” is not known. Write #NUMERIC_ONLY# after a word that is an "
                + "abbreviation before numbers only, or a comment as “ # …”."
        case .tooMany:
            "has more than \(AbbreviationRules.mostRules) abbreviations. Keep those that your "
                + "texts have."
        }
    }
}
