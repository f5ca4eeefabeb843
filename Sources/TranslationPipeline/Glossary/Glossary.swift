internal import Foundation
internal import Text

/// Terms of the source language, and what must stand for them in translations.
///
/// A term that stands in a line as whole words is required in its translation, in one of its forms
/// and once, however often the line has it; in a line that is translated in parts, once for each
/// part that has it. A term without capitals is found in any case, and its forms without capitals
/// count in any case; what has capitals counts as it is written. Of terms that overlap the
/// earliest counts, then the longest. What a translation lacks all the same has the warning
/// `unmetTerm`.
public struct Glossary: Sendable, Equatable {
    /// A term and its translations.
    public struct Row: Sendable, Equatable {
        public let source: String
        /// One of these must stand in the translation: inflected forms, for example.
        public let targets: [String]
        /// In the file, from 1.
        public let line: Int
    }

    public private(set) var rows: [Row] = []
    /// How errors call it.
    let file: String

    /// More are not read.
    static let mostRows = TermMatcher.mostTerms

    /// Reads lines of two columns with a tab between: a term, and its translations with `|` between
    /// them.
    ///
    /// White space around each and empty lines count for nothing, nor does a row that is there
    /// twice.
    /// - Parameter file: how errors call the lines
    /// - Throws: an error that names the line that is no row, or contradicts another
    public init(lines: some Sequence<String>, file: String = "glossary") throws {
        self.file = file
        var known: [String: Row] = [:]
        for (line, number) in zip(lines, 1...) {
            guard let row = try Self.row(line, number, file: file) else { continue }
            if let earlier = known[row.source] {
                guard Set(earlier.targets) == Set(row.targets) else {
                    throw GlossaryError(
                        .contradiction(row.source, line: earlier.line), file: file, line: number)
                }
                continue
            }
            known[row.source] = row
            rows.append(row)
            guard rows.count <= Self.mostRows else {
                throw GlossaryError(.tooManyRows(Self.mostRows), file: file, line: number)
            }
        }
        guard !rows.isEmpty else { throw GlossaryError(.noRows, file: file) }
    }

    private static func row(
        _ line: String, _ number: Int, file: String
    ) throws(GlossaryError) -> Row? {
        guard !trimmed(line).isEmpty else { return nil }
        let cells = line.unicodeScalars.split(separator: "\t", omittingEmptySubsequences: false)
            .map { trimmed(String($0)) }
        guard cells.count > 1 else { throw GlossaryError(.noTab, file: file, line: number) }
        guard cells.count == 2 else {
            throw GlossaryError(.columns(cells.count), file: file, line: number)
        }
        guard !cells[0].isEmpty else { throw GlossaryError(.noTerm, file: file, line: number) }
        let targets = cells[1].unicodeScalars.split(
            separator: "|", omittingEmptySubsequences: false
        ).map { trimmed(String($0)) }
        guard !targets.contains("") else {
            throw GlossaryError(.noTranslation(cells[0]), file: file, line: number)
        }
        for term in [cells[0]] + targets where term.utf16.count > TermMatcher.longestTerm {
            throw GlossaryError(
                .tooLong(String(term.prefix(20)), limit: TermMatcher.longestTerm), file: file,
                line: number)
        }
        return Row(source: cells[0], targets: targets, line: number)
    }

    private static let space = CharacterSet.whitespacesAndNewlines.union(
        CharacterSet(charactersIn: "\u{FEFF}"))

    private static func trimmed(_ text: String) -> String {
        text.trimmingCharacters(in: space)
    }
}
