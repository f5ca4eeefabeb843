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
    let entries: [Token]
    /// For each token how often it occurs where the vocabulary was learned; nil where that was not
    /// counted.
    var counts: [SideCounts?]
    private let numbers: [Token: Int32]

    package var count: Int { tokens.count }

    /// - Parameter spelling: as `tokens` has it
    package func id(of spelling: String) -> Int32? {
        Self.token(spelling).flatMap { id(of: $0) }
    }

    func id(of token: Token) -> Int32? { numbers[token] }

    /// - Parameter entries: distinct, and without the specials.
    init(_ entries: [Token]) {
        let entries = Self.specials.map { .special($0) } + entries
        self.init(
            entries, tokens: entries.map(\.spelling), counts: entries.map { _ in nil },
            numbers: Dictionary(
                zip(entries, Int32(0)...).map { ($0, $1) }, uniquingKeysWith: { first, _ in first }
            ))
    }

    private init(
        _ entries: [Token], tokens: [String], counts: [SideCounts?], numbers: [Token: Int32]
    ) {
        self.entries = entries
        self.tokens = tokens
        self.counts = counts
        self.numbers = numbers
    }

    private static func token(_ spelling: String) -> Token? {
        specials.contains(spelling) ? .special(spelling) : Token(spelling: spelling)
    }

    package static func == (one: Vocabulary, other: Vocabulary) -> Bool {
        one.entries == other.entries && one.counts == other.counts
    }
}

// MARK: - File

extension Vocabulary {
    /// `vocabulary.txt`: a token a line, the first line is number 0; after a token that was counted
    /// a tab, its count on the source side, a tab and the count on the target side.
    package var text: String {
        zip(tokens, counts).map { token, counts in
            token + (counts.map { "\t\($0.source)\t\($0.target)" } ?? "") + "\n"
        }.joined()
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
        var tokens = Self.specials
        var entries = tokens.map { Token.special($0) }
        var counts = tokens.map { _ in SideCounts?.none }
        var numbers: [Token: Int32] = [:]
        numbers.reserveCapacity(lines.count)
        for (token, number) in zip(entries, Int32(0)...) { numbers[token] = number }
        for (index, line) in lines.enumerated().dropFirst(Self.specials.count) {
            let (spelling, count) = try Self.columns(of: line, file: file, line: index + 1)
            guard let token = Self.token(spelling) else {
                throw TextError(.malformedToken(spelling), in: file, line: index + 1)
            }
            if let first = numbers.updateValue(Int32(index), forKey: token) {
                throw TextError(
                    .duplicateToken(spelling, firstLine: Int(first) + 1), in: file,
                    line: index + 1)
            }
            tokens.append(spelling)
            entries.append(token)
            counts.append(count)
        }
        self.init(entries, tokens: tokens, counts: counts, numbers: numbers)
        guard id(of: .text(TokenForm.joinerAlone)) != nil else {
            throw TextError(.missingJoiner, in: file)
        }
    }

    /// The token of a line and its counts, if it has any.
    private static func columns(
        of line: String, file: String, line number: Int
    ) throws(TextError) -> (String, SideCounts?) {
        guard line.utf8.contains(0x09) else { return (line, nil) }
        let columns = line.utf8.split(separator: 0x09, omittingEmptySubsequences: false)
            .map { Substring($0) }
        let counts = columns.dropFirst().compactMap(Self.count)
        guard columns.count == 3, counts.count == 2 else {
            throw TextError(.malformedCounts(line), in: file, line: number)
        }
        return (String(columns[0]), SideCounts(source: counts[0], target: counts[1]))
    }

    /// Every number has one spelling: no sign, and no 0 before other digits.
    private static func count(_ column: Substring) -> Int? {
        guard let first = column.utf8.first, (0x31...0x39).contains(first) || column == "0" else {
            return nil
        }
        return Int(column)
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
        let pieces = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
        var lines: [String] = []
        lines.reserveCapacity(pieces.count)
        // Lines end with LF alone; a CR before it comes from a tool that changed the file.
        for (index, line) in pieces.enumerated() {
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
