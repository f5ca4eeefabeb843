/// Why a list of abbreviations could not be read, and where.
package typealias AbbreviationError = PlacedError<AbbreviationReason>

package enum AbbreviationReason: PlacedReason, Error {
    case noWord(String)
    case tooLong(String)
    case unknownNote(String)
    case tooMany

    package var words: String {
        switch self {
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
