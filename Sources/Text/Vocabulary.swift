/// The tokens an engine knows, by number.
package struct Vocabulary: Sendable, Equatable {
    /// Fills up a batch; stands for nothing.
    package static let padding: Int32 = 0
    /// Stands for whatever the vocabulary lacks.
    package static let unknown: Int32 = 1
    /// Begins a sentence.
    package static let start: Int32 = 2
    /// Ends a sentence.
    package static let end: Int32 = 3
    /// How the numbers 0…3 are spelled.
    ///
    /// No text is ever encoded as one of them but `<unk>`.
    package static let specials = ["<pad>", "<unk>", "<s>", "</s>"]

    /// The largest file and the most tokens that are read, against files made to exhaust memory.
    static let largestFile = 64 << 20
    static let mostTokens = 1 << 22

    /// As `vocabulary.txt` spells them; the index is the token's number.
    package let tokens: [String]
    /// What each stands for; empty for the specials.
    let forms: [TokenForm]
    private let numbers: [String: Int32]

    package var count: Int { tokens.count }

    package func id(of token: String) -> Int32? { numbers[token] }

    /// - Parameter forms: distinct, and without the specials.
    init(_ forms: [TokenForm]) {
        tokens = Self.specials + forms.map(\.spelling)
        self.forms = Self.specials.map { _ in TokenForm(surface: "") } + forms
        numbers = Dictionary(
            zip(tokens, Int32(0)...).map { ($0, $1) }, uniquingKeysWith: { first, _ in first })
    }
}

// MARK: - File

extension Vocabulary {
    /// `vocabulary.txt`: a token a line, the first line is number 0.
    package var text: String {
        tokens.joined(separator: "\n") + "\n"
    }

    /// - Throws: for anything that `text` would not have written.
    package init(_ bytes: [UInt8], file: String) throws(TextError) {
        let lines = try TextLines.read(bytes, file: file, limit: Self.largestFile)
        if lines.count > Self.mostTokens {
            throw TextError(.tooLarge(bytes: bytes.count, limit: Self.largestFile), in: file)
        }
        for (index, special) in Self.specials.enumerated()
        where index >= lines.count || lines[index] != special {
            throw TextError(.misplacedSpecial(special), in: file, line: index + 1)
        }
        var forms: [TokenForm] = []
        var lineOfToken: [TokenForm: Int] = [:]
        for (index, token) in lines.enumerated().dropFirst(Self.specials.count) {
            guard let form = TokenForm(spelling: token) else {
                throw TextError(.malformedToken(token), in: file, line: index + 1)
            }
            if let firstLine = lineOfToken.updateValue(index + 1, forKey: form) {
                throw TextError(
                    .duplicateToken(token, firstLine: firstLine), in: file, line: index + 1)
            }
            forms.append(form)
        }
        self.init(forms)
        guard id(of: String(TokenForm.joiner)) != nil else {
            throw TextError(.missingJoiner, in: file)
        }
    }
}

/// The lines of a small text file.
enum TextLines {
    static func read(
        _ bytes: [UInt8], file: String, limit: Int
    ) throws(TextError) -> [String] {
        guard bytes.count <= limit else {
            throw TextError(.tooLarge(bytes: bytes.count, limit: limit), in: file)
        }
        var lines: [String] = []
        // Lines end with LF alone; a CR before it comes from a tool that changed the file.
        for (index, line) in bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
            .enumerated()
        {
            let letters = line.last == 0x0D ? line.dropLast() : line
            guard let text = String(validating: letters, as: UTF8.self) else {
                throw TextError(.notUTF8, in: file, line: index + 1)
            }
            lines.append(text)
        }
        if lines.last == "" { lines.removeLast() }
        return lines
    }
}
