import ArgumentParser
import Foundation
import TranslationPipeline

/// Words that translations must have, and words that they must not.
struct WordingOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            """
            Terms and what must stand for them: on each line a term of the source, a tab, and its \
            translations with | between inflected forms. A term that stands in a line as whole \
            words, in any case if it has no capitals, is required once in its translation; what \
            is missing all the same is a warning. Wants a --beam of 2 or more.
            """, valueName: "file"))
    var glossary: String?

    @Option(
        help: ArgumentHelp(
            """
            A word or phrase that no translation has, in any case; may stand several times. Longer \
            words that the engine writes by way of it are not written either.
            """, valueName: "word"))
    var forbid: [String] = []

    @Option(
        help: ArgumentHelp("More of them, a line each.", valueName: "file"))
    var forbidFile: String?

    private static let longestWord = 256

    func validate() throws {
        for word in forbid { try Self.check(word, "--forbid") }
    }

    private static func check(_ word: String, _ place: String) throws {
        guard !Self.trimmed(word).isEmpty else {
            throw ValidationError("\(place) “\(word)”: has no word. Write one.")
        }
        guard word.utf16.count <= longestWord else {
            throw ValidationError(
                "\(place) “\(word.prefix(20))…”: has more than \(longestWord) characters. Take "
                    + "the part of it that matters.")
        }
    }

    private static func trimmed(_ text: String) -> String {
        text.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// - Throws: an error that names the file and the line
    func readGlossary() throws -> Glossary? {
        try glossary.map { try Glossary(lines: TextFile.lines(of: $0), file: $0) }
    }

    /// - Throws: an error that names the file
    func forbiddenWords() throws -> [String] {
        guard let forbidFile else { return forbid }
        let lines = try TextFile.lines(of: forbidFile)
        for (line, number) in zip(lines, 1...) where !Self.trimmed(line).isEmpty {
            try Self.check(line, "\(forbidFile):\(number):")
        }
        let words = lines.map(Self.trimmed).filter { !$0.isEmpty }
        guard !words.isEmpty else {
            throw TextFile.Failure(description: "\(forbidFile): has no word. Write one a line.")
        }
        return forbid + words
    }
}
