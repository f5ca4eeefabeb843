/// Which source words and target words of a sentence pair belong together.
package struct WordAlignment: Sendable, Equatable, Codable {
    /// One source word and one target word, both counted from 0.
    package struct Link: Hashable, Codable, Sendable, Comparable {
        package let source: Int
        package let target: Int

        package init(source: Int, target: Int) {
            self.source = source
            self.target = target
        }

        /// By source, then by target.
        package static func < (left: Link, right: Link) -> Bool {
            (left.source, left.target) < (right.source, right.target)
        }
    }

    /// Sorted by source, then target; none twice.
    package let links: [Link]

    package init(links: some Sequence<Link>) {
        self.links = Set(links).sorted()
    }

    /// Reads a line of Pharaoh's format: `0-0 1-2 2-1`, source first; an empty line has no links.
    ///
    /// - Parameter line: for the error's text; counted from 1.
    /// - Throws: `AlignmentError` for an item that is no link.
    package init(pharaoh: String, line: Int = 1) throws(AlignmentError) {
        var links: [Link] = []
        for item in LinkScanner.items(of: pharaoh) {
            guard let (link, separator) = LinkScanner.link(item), separator == LinkScanner.sure
            else {
                throw AlignmentError(
                    .malformedLink(String(decoding: item, as: UTF8.self), line: line))
            }
            links.append(link)
        }
        self.init(links: links)
    }

    /// The links as a line of Pharaoh's format, without the line's end.
    package var pharaoh: String {
        links.map { "\($0.source)-\($0.target)" }.joined(separator: " ")
    }

    /// The same links with source and target exchanged.
    package var transposed: WordAlignment {
        WordAlignment(links: links.map { Link(source: $0.target, target: $0.source) })
    }
}

/// Reads numbers and links from ASCII without trapping on any bytes.
enum LinkScanner {
    static let sure = UInt8(ascii: "-")

    /// The parts between spaces, tabs and line ends.
    static func items(of line: some StringProtocol) -> [ArraySlice<UInt8>] {
        Array(line.utf8).split { $0 == 0x20 || (0x09...0x0D).contains($0) }
    }

    /// A number of at most nine digits: no sentence has more words.
    static func number(_ digits: ArraySlice<UInt8>) -> Int? {
        guard !digits.isEmpty, digits.count <= 9 else { return nil }
        var number = 0
        for digit in digits {
            guard (0x30...0x39).contains(digit) else { return nil }
            number = 10 * number + Int(digit - 0x30)
        }
        return number
    }

    /// Two numbers and the one byte between them.
    static func link(_ item: ArraySlice<UInt8>) -> (link: WordAlignment.Link, separator: UInt8)? {
        guard let middle = item.firstIndex(where: { !(0x30...0x39).contains($0) }),
            let source = number(item[..<middle]), let target = number(item[(middle + 1)...])
        else { return nil }
        return (WordAlignment.Link(source: source, target: target), item[middle])
    }
}
