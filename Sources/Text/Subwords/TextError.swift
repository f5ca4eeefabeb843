/// Why subwords could not be read or learned, and where.
package typealias TextError = PlacedError<TextReason>

package enum TextReason: PlacedReason {
    case tooLarge(bytes: Int, limit: Int)
    case notUTF8
    case missingHeader(found: String)
    case unknownVersion(String)
    case unknownSetting(String)
    case missingToken(String)
    case badPattern(String)
    case malformedMerge(String)
    case unknownToken(String)
    case duplicateMerge(String)
    case malformedToken(String)
    case malformedCounts(String)
    case duplicateToken(String, firstLine: Int)
    case misplacedSpecial(String)
    case missingJoiner
    case vocabularyTooSmall(Int, minimum: Int)

    package var words: String {
        let damaged = "The file is damaged: take the engine from a backup, or train it again."
        return switch self {
        case .tooLarge(let bytes, let limit):
            "has \(bytes) bytes, more than the \(limit) that subwords can take. "
                + "Check that it is the right file."
        case .notUTF8:
            "is not UTF-8. \(damaged)"
        case .missingHeader(let found):
            "begins with “\(found)” instead of “\(SubwordsHeader.version)”. "
                + "Only merges written by this program can be read."
        case .unknownVersion(let version):
            "was written in format “\(version)”, which this program does not know. "
                + "Update translate, or train the engine again."
        case .unknownSetting(let line):
            "“\(line.prefix(80))” is a setting that this program does not know. "
                + "Update translate, or train the engine again."
        case .missingToken(let token):
            "asks for the token “\(token)”, which the vocabulary does not have. "
                + "Both files must come from the same engine."
        case .badPattern(let why):
            why
        case .malformedMerge(let line):
            "“\(line)” is not two tokens with a space between. \(damaged)"
        case .unknownToken(let token):
            "merges or makes “\(token)”, which the vocabulary does not have. "
                + "Both files must come from the same engine."
        case .duplicateMerge(let line):
            "“\(line)” stands there twice. \(damaged)"
        case .malformedToken(let token):
            "“\(token)” is not a token. \(damaged)"
        case .malformedCounts(let line):
            "“\(line.prefix(80))” is not a token with two counts, divided by tabs. \(damaged)"
        case .duplicateToken(let token, let firstLine):
            "“\(token)” stands on line \(firstLine) already. \(damaged)"
        case .misplacedSpecial(let token):
            "“\(token)” was expected here. \(damaged)"
        case .missingJoiner:
            "has no token “\(TokenForm.joinerAlone.spelling)”. \(damaged)"
        case .vocabularyTooSmall(let size, let minimum):
            "a vocabulary of \(size) tokens has no room for letters. Ask for \(minimum) or more."
        }
    }
}
