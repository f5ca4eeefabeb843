/// Something wrong in a file that leaves the unit usable.
///
/// Looked for where codes and metadata are gathered; found once for each text, unit or file.
package enum CorpusFinding: String, Sendable, CaseIterable {
    case unclosedCode, unopenedCode, repeatedPairing, missingPairing
    case textWithoutLanguage, unitWithoutText, unitWithoutSource
    case invalidDate, invalidCount, shortenedMetadata, tooManyTexts
    case unknownVersion, noSourceLanguage

    package var description: String {
        switch self {
        case .unclosedCode: "with an opening code that nothing closes"
        case .unopenedCode: "with a closing code that nothing opens"
        case .repeatedPairing: "with two opening codes of one number “i”"
        case .missingPairing: "with a paired code without its number “i”"
        case .textWithoutLanguage: "text that does not name its language"
        case .unitWithoutText: "unit without a text"
        case .unitWithoutSource: "unit without the file's source language"
        case .invalidDate: "with a date that is not like 20260131T235959Z"
        case .invalidCount: "with a usage count that is no number"
        case .shortenedMetadata: "with more metadata than is read"
        case .tooManyTexts: "with more texts than are read"
        case .unknownVersion: "file of an unknown TMX version"
        case .noSourceLanguage: "file that does not name its source language"
        }
    }
}
