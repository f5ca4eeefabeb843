/// Why a list of abbreviations could not be read, and where.
package struct AbbreviationError: Error, Equatable, CustomStringConvertible {
    package enum Reason: Error, Equatable, Sendable {
        case noWord(String)
        case tooLong(String)
        case unknownNote(String)
        case tooMany
    }

    package let reason: Reason
    package let file: String
    /// Counted from 1.
    package let line: Int

    package init(_ reason: Reason, in file: String, line: Int) {
        self.reason = reason
        self.file = file
        self.line = line
    }

    package var description: String {
        "\(file):\(line): \(words)"
    }

    private var words: String {
        switch reason {
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
