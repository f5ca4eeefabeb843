/// The language that is translated and the one that it is translated into.
package struct LanguagePair: Sendable, Equatable {
    package let source: String
    package let target: String

    /// - Throws: `CorpusError` when one is no language code, or both are the same
    package init(source: String, target: String) throws(CorpusError) {
        for (option, code) in [("--source", source), ("--target", target)] {
            guard Self.isCode(code) else {
                throw CorpusError(
                    reason: .invalidLanguage(String(code.prefix(40))),
                    position: FilePosition(file: option))
            }
        }
        if LanguageTag.match(wanted: source, found: target) == .exact {
            throw CorpusError(
                reason: .sameLanguage(source, target), position: FilePosition(file: "--target"))
        }
        self.source = source
        self.target = target
    }

    /// Languages as a file spells them, which may be no codes.
    init(asFound source: String, _ target: String) {
        self.source = source
        self.target = target
    }

    private static func isCode(_ code: String) -> Bool {
        !code.isEmpty && code.utf8.count <= 35
            && code.unicodeScalars.allSatisfy { scalar in
                scalar.isASCII && (scalar.properties.isAlphabetic || "0"..."9" ~= scalar)
                    || scalar == "-" || scalar == "_"
            }
    }
}
