/// Words, or patterns for them, that are never cut.
///
/// As in subword-nmt each is a regular expression; text without special characters is compared
/// byte by byte.
struct SubwordNMTGlossaries: Sendable {
    /// A part of a word; what a glossary has matched stays whole.
    typealias Part = ArraySlice<UInt8>

    /// `@unchecked Sendable`: a regular expression made from text has no closures of ours, and
    /// nothing about it changes when it matches.
    private struct Pattern: @unchecked Sendable {
        let regex: Regex<AnyRegexOutput>

        init(_ text: String, glossary: String) throws(SubwordNMTError) {
            do {
                regex = try Regex(Self.translated(text)).matchingSemantics(.unicodeScalar)
                    .wordBoundaryKind(.simple)
            } catch {
                throw SubwordNMTError(.invalidGlossary(glossary), in: "--glossaries")
            }
        }

        /// The pattern with Python's digits and letters: Swift's `\d` takes fractions for digits,
        /// and its `\w` takes accents that stand alone for letters.
        private static func translated(_ pattern: String) -> String {
            var translated = ""
            var isInClass = false
            var scalars = pattern.unicodeScalars.makeIterator()
            while let scalar = scalars.next() {
                if scalar == "[" { isInClass = true }
                if scalar == "]" { isInClass = false }
                guard scalar == "\\", let escaped = scalars.next() else {
                    translated.unicodeScalars.append(scalar)
                    continue
                }
                let word = "\\p{L}\\p{N}_"
                switch escaped {
                case "d": translated += "\\p{Nd}"
                case "D": translated += "\\P{Nd}"
                case "w": translated += isInClass ? word : "[\(word)]"
                case "W": translated += "[^\(word)]"
                default: translated += "\\\(escaped)"
                }
            }
            return translated
        }

        func matchesBeginning(of text: String) -> Bool {
            (try? regex.prefixMatch(in: text)) != nil
        }
    }

    private enum Glossary {
        case literal([UInt8])
        case pattern(anywhere: Pattern, whole: Pattern)
    }

    private let glossaries: [Glossary]
    private let whole: Pattern?

    /// - Throws: for what is no regular expression, and for those that subword-nmt takes but that
    ///   would repeat or scatter text.
    init(_ patterns: [String]) throws(SubwordNMTError) {
        var glossaries: [Glossary] = []
        for text in patterns { glossaries.append(try Self.glossary(text)) }
        self.glossaries = glossaries
        let isLiteral = glossaries.allSatisfy { if case .literal = $0 { true } else { false } }
        whole =
            isLiteral
            ? nil
            : try Pattern(
                "^(?:\(patterns.joined(separator: "|")))$",
                glossary: patterns.joined(separator: "|"))
    }

    private static func glossary(_ text: String) throws(SubwordNMTError) -> Glossary {
        guard !text.isEmpty else { throw SubwordNMTError(.emptyGlossary(""), in: "--glossaries") }
        let isPattern = text.unicodeScalars.contains {
            "\\.^$*+?{}[]|()".unicodeScalars.contains($0)
        }
        guard isPattern else { return .literal(Array(text.utf8)) }
        let anywhere = try Pattern(text, glossary: text)
        guard !hasCapture(text) else {
            throw SubwordNMTError(.capturingGlossary(text), in: "--glossaries")
        }
        guard !anywhere.matchesBeginning(of: "") else {
            throw SubwordNMTError(.emptyGlossary(text), in: "--glossaries")
        }
        return .pattern(anywhere: anywhere, whole: try Pattern("^\(text)$", glossary: text))
    }

    /// Whether an opening parenthesis stands for a group that keeps its text.
    private static func hasCapture(_ pattern: String) -> Bool {
        let scalars = Array(pattern.unicodeScalars)
        var isInClass = false
        var index = 0
        while index < scalars.count {
            let following = index + 1 < scalars.count ? scalars[index + 1] : nil
            switch scalars[index] {
            case "\\": index += 1
            case "[": isInClass = true
            case "]": isInClass = false
            case "(" where !isInClass:
                if following != "?" { return true }
                let mark = index + 2 < scalars.count ? scalars[index + 2] : nil
                let after = index + 3 < scalars.count ? scalars[index + 3] : nil
                if mark == "P" || (mark == "<" && after != "=" && after != "!") { return true }
            default: break
            }
            index += 1
        }
        return false
    }
}

// MARK: - Applying

extension SubwordNMTGlossaries {
    /// The parts of a word: what the glossaries match, and what stands between.
    func parts(of word: Part) -> [Part] {
        var parts = [word]
        for glossary in glossaries {
            parts = parts.flatMap { Self.isolate(glossary, in: $0) }
        }
        return parts
    }

    /// Whether the part is to be left whole.
    func keeps(_ part: Part) -> Bool {
        if let whole { return whole.matchesBeginning(of: String(decoding: part, as: UTF8.self)) }
        return glossaries.contains {
            if case .literal(let bytes) = $0 { part.elementsEqual(bytes) } else { false }
        }
    }

    private static func isolate(_ glossary: Glossary, in part: Part) -> [Part] {
        switch glossary {
        case .literal(let bytes):
            return split(part, at: occurrences(of: bytes, in: part))
        case .pattern(let anywhere, let whole):
            let text = String(decoding: part, as: UTF8.self)
            if whole.matchesBeginning(of: text) { return [part] }
            let ranges = text.matches(of: anywhere.regex).map { match in
                let start = text.utf8.distance(
                    from: text.startIndex, to: match.range.lowerBound)
                let count = text.utf8.distance(
                    from: match.range.lowerBound, to: match.range.upperBound)
                return part.startIndex + start..<part.startIndex + start + count
            }
            return split(part, at: ranges)
        }
    }

    private static func occurrences(of bytes: [UInt8], in part: Part) -> [Range<Int>] {
        var ranges: [Range<Int>] = []
        var start = part.startIndex
        while start + bytes.count <= part.endIndex {
            if part[start..<start + bytes.count].elementsEqual(bytes) {
                ranges.append(start..<start + bytes.count)
                start += bytes.count
            } else {
                start += 1
            }
        }
        return ranges
    }

    private static func split(_ part: Part, at ranges: [Range<Int>]) -> [Part] {
        var parts: [Part] = []
        var start = part.startIndex
        for range in ranges where !range.isEmpty {
            if start < range.lowerBound { parts.append(part[start..<range.lowerBound]) }
            parts.append(part[range])
            start = range.upperBound
        }
        if start < part.endIndex { parts.append(part[start...]) }
        return parts
    }
}
