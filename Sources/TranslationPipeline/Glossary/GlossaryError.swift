/// Why a glossary cannot be used, and where.
struct GlossaryError: Error, Equatable, CustomStringConvertible {
    enum Reason: Equatable {
        case noTab
        case columns(Int)
        case noTerm
        case noTranslation(String)
        case contradiction(String, line: Int)
        case tooLong(String, limit: Int)
        case tooManyTokens(String, tokens: Int, limit: Int)
        case tooManyRows(Int)
        case noRows
        /// The engine has no tokens for a translation.
        case unwritable(String)
        case forbidden(String)
    }

    let reason: Reason
    let file: String
    /// From 1; nil for all of the file.
    let line: Int?

    init(_ reason: Reason, file: String, line: Int? = nil) {
        self.reason = reason
        self.file = file
        self.line = line
    }

    var description: String {
        "\(file)\(line.map { ":\($0)" } ?? ""): \(words)"
    }

    private var words: String {
        switch reason {
        case .noTab:
            "has no tab. Write a term, a tab, and its translations with “|” between them."
        case .columns(let count):
            "has \(count) columns. Leave two, a term and its translations."
        case .noTerm:
            "has no term before the tab. Write one, or remove the line."
        case .noTranslation(let term):
            "has an empty translation of “\(term)”. Write it, or remove it with its “|”."
        case .contradiction(let term, let line):
            "“\(term)” has other translations than in line \(line). Keep one of the lines, or put "
                + "all translations in one with “|” between them."
        case .tooLong(let term, let limit):
            "“\(term)…” has more than \(limit) characters. Take the part of it that matters."
        case .tooManyTokens(let term, let tokens, let limit):
            "the translations of “\(term)” have \(tokens) tokens together, more than \(limit). "
                + "Leave some of them out."
        case .tooManyRows(let limit):
            "has more than \(limit) rows. Leave the rarest out."
        case .noRows:
            "has no row. Write a term, a tab, and its translation on each line."
        case .unwritable(let translation):
            "“\(translation)” has characters that the engine cannot write. Spell it otherwise, or "
                + "remove the line."
        case .forbidden(let term):
            "every translation of “\(term)” has a word that is forbidden. Allow it, or remove the "
                + "line."
        }
    }
}
