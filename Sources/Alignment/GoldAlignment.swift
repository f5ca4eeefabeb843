/// What people say of a sentence pair: the links that must be there, and those that may.
package struct GoldAlignment: Sendable, Equatable {
    package let sure: Set<WordAlignment.Link>
    /// The sure ones among them.
    package let possible: Set<WordAlignment.Link>

    package init(
        sure: some Sequence<WordAlignment.Link>, possible: some Sequence<WordAlignment.Link>
    ) {
        self.sure = Set(sure)
        self.possible = self.sure.union(possible)
    }

    /// Reads a line of links: `i-j` is sure, `i?j` or `ipj` possible; both counted from 0.
    ///
    /// - Parameter line: for the error's text; counted from 1.
    /// - Throws: `AlignmentError` for an item that is no link.
    package init(pharaoh: String, line: Int = 1) throws(AlignmentError) {
        var sure: [WordAlignment.Link] = []
        var possible: [WordAlignment.Link] = []
        for item in LinkScanner.items(of: pharaoh) {
            switch LinkScanner.link(item) {
            case (let link, LinkScanner.sure)?: sure.append(link)
            case (let link, UInt8(ascii: "?"))?, (let link, UInt8(ascii: "p"))?:
                possible.append(link)
            default:
                throw AlignmentError(
                    .malformedLink(String(decoding: item, as: UTF8.self), line: line))
            }
        }
        self.init(sure: sure, possible: possible)
    }

    /// Reads NAACL's format, a link a line: sentence, source, target, and `S` or `P`.
    ///
    /// Without a letter a link is sure; a fifth field, a confidence, is passed over.
    /// - Parameters:
    ///   - lines: sentences are numbered from 1, in any order.
    ///   - firstWord: the number of a sentence's first word: 1 in NAACL's own files, often 0.
    ///   - sentenceCount: of the text; sentences that no line names have no links.
    /// - Throws: `AlignmentError` for a line that is no link or names a sentence beyond the text.
    package static func naacl(
        lines: [String], firstWord: Int = 1, sentenceCount: Int
    ) throws(AlignmentError) -> [GoldAlignment] {
        var sure = [[WordAlignment.Link]](repeating: [], count: sentenceCount)
        var possible = sure
        for (index, line) in lines.enumerated() {
            let fields = LinkScanner.items(of: line)
            if fields.isEmpty { continue }
            guard let entry = naaclEntry(fields, firstWord: firstWord),
                entry.sentence >= 1, entry.sentence <= sentenceCount
            else { throw AlignmentError(.malformedNAACL(line, line: index + 1)) }
            if entry.isSure {
                sure[entry.sentence - 1].append(entry.link)
            } else {
                possible[entry.sentence - 1].append(entry.link)
            }
        }
        return zip(sure, possible).map { GoldAlignment(sure: $0, possible: $1) }
    }

    private static func naaclEntry(
        _ fields: [ArraySlice<UInt8>], firstWord: Int
    ) -> (sentence: Int, link: WordAlignment.Link, isSure: Bool)? {
        guard (3...5).contains(fields.count), let sentence = LinkScanner.number(fields[0]),
            let source = LinkScanner.number(fields[1]), let target = LinkScanner.number(fields[2]),
            source >= firstWord, target >= firstWord
        else { return nil }
        let letter = fields.count > 3 ? Array(fields[3]) : Array("S".utf8)
        guard letter == Array("S".utf8) || letter == Array("P".utf8) else { return nil }
        let link = WordAlignment.Link(source: source - firstWord, target: target - firstWord)
        return (sentence, link, letter == Array("S".utf8))
    }
}
