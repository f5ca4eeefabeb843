/// Cuts words into subwords exactly as `subword-nmt apply-bpe` (0.3.8) does.
///
/// Words are what spaces divide. A piece after which the word goes on ends with the separator, so
/// that “lower” may become `low@@ er`. Lines end with LF alone: where subword-nmt reads a file, it
/// also ends lines at U+2028, form feeds and the like, and so cuts words there.
/// A value; copies share what they remember of words seen before.
package struct SubwordNMTSegmenter: Sendable {
    private let separator: [UInt8]
    private let encoders: Pool<SubwordNMTWordEncoder>

    /// - Parameters:
    ///   - vocabulary: merges that make a subword it lacks are undone; an empty one, as in
    ///     subword-nmt, counts as none.
    ///   - glossaries: words or regular expressions for what is never cut.
    package init(
        codes: SubwordNMTCodes, vocabulary: SubwordNMTVocabulary? = nil,
        glossaries: [String] = [], separator: String = "@@"
    ) throws(SubwordNMTError) {
        guard !separator.isEmpty, !separator.contains(where: \.isWhitespace) else {
            throw SubwordNMTError(.unusableSeparator(separator), in: "--separator")
        }
        let marks = Array(separator.utf8)
        let table = SubwordNMTMerges(codes)
        let patterns = try SubwordNMTGlossaries(glossaries)
        let known = vocabulary.flatMap { $0.subwords.isEmpty ? nil : $0 }
        self.separator = marks
        encoders = Pool {
            SubwordNMTWordEncoder(
                table: table, vocabulary: known, glossaries: patterns, separator: marks)
        }
    }

    /// The line with its words cut; spaces and line ends around it are kept, runs of spaces in it
    /// become one.
    package func segment(_ line: String) -> String {
        encoders.lend { encoder in
            rewrite(line) { encoder.append($0, $1, to: &$2) }
        }
    }

    /// The line with its words cut, each merge overlooked with a probability.
    ///
    /// - Parameter dropout: the probability, from 0 to 1.
    package func segment(
        _ line: String, dropout: Double, using generator: inout some RandomNumberGenerator
    ) -> String {
        guard dropout > 0 else { return segment(line) }
        return encoders.lend { encoder in
            rewrite(line) {
                encoder.append($0, $1, to: &$2, dropout: dropout, using: &generator)
            }
        }
    }

    /// The pieces of the line.
    package func pieces(of line: String) -> [String] {
        let segmented = Array(segment(line).utf8)
        let trimmed = SubwordNMTLines.trimmed(segmented[...])
        if trimmed.isEmpty { return [] }
        return trimmed.split(separator: 0x20, omittingEmptySubsequences: false).map {
            String(decoding: $0, as: UTF8.self)
        }
    }

    private func rewrite(
        _ line: String, word: ([UInt8], Range<Int>, inout [UInt8]) -> Void
    ) -> String {
        let bytes = Array(line.utf8)
        let content = SubwordNMTLines.trimmed(bytes[...]).indices
        var output: [UInt8] = []
        output.reserveCapacity(bytes.count + bytes.count / 2)
        output += bytes[..<content.lowerBound]
        var isFirst = true
        var start = content.lowerBound
        while start < content.upperBound {
            let end = bytes[start..<content.upperBound].firstIndex(of: 0x20) ?? content.upperBound
            if end > start {
                if !isFirst { output.append(0x20) }
                isFirst = false
                word(bytes, start..<end, &output)
            }
            start = end + 1
        }
        output += bytes[content.upperBound...]
        return String(decoding: output, as: UTF8.self)
    }
}

// MARK: - Joining

extension SubwordNMTSegmenter {
    /// The line with its words whole again, as `sed -r 's/(@@ )|(@@ ?$)//g'` makes them.
    package func joined(_ line: String) -> String {
        var output: [UInt8] = []
        let bytes = Array(line.utf8)
        var place = 0
        while place < bytes.count {
            let end = place + separator.count
            guard bytes[place...].starts(with: separator),
                end >= bytes.count || bytes[end] == 0x20
            else {
                output.append(bytes[place])
                place += 1
                continue
            }
            place = end + 1
        }
        return String(decoding: output, as: UTF8.self)
    }
}
