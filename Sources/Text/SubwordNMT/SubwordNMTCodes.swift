/// Merges as subword-nmt writes them, in the order of learning.
///
///     #version: 0.2
///     t h
///     th e</w>
///
/// Sennrich, Haddow & Birch 2016 (arXiv:1508.07909); `</w>` is the end of a word.
package struct SubwordNMTCodes: Sendable {
    package enum Version: String, Sendable {
        /// `</w>` is a symbol of its own; files without a version line.
        case endIsSymbol = "0.1"
        /// `</w>` is a part of a word's last letter.
        case endIsGlued = "0.2"
    }

    package struct Merge: Sendable {
        package let left: String
        package let right: String

        package init(left: String, right: String) {
            self.left = left
            self.right = right
        }
    }

    package static let wordEnd = "</w>"
    private static let header = "#version:"

    package let version: Version
    package let merges: [Merge]

    /// - Parameter merges: of parts that are neither empty nor have spaces or line ends.
    package init(version: Version = .endIsGlued, merges: [Merge]) {
        self.version = version
        self.merges = merges
    }

    /// The first `count` merges alone, as `subword-nmt apply-bpe --merges` takes them.
    package func prefix(_ count: Int) -> SubwordNMTCodes {
        SubwordNMTCodes(version: version, merges: Array(merges.prefix(max(0, count))))
    }
}

// MARK: - File

extension SubwordNMTCodes {
    /// Reads codes as subword-nmt does; empty lines at the end do no harm.
    package init(_ bytes: [UInt8], file: String) throws(SubwordNMTError) {
        let lines = try SubwordNMTLines.read(bytes, file: file)
        let hasHeader = lines.first?.hasPrefix(Self.header) ?? false
        version = hasHeader ? try Self.version(lines[0], file: file) : .endIsSymbol
        var merges: [Merge] = []
        merges.reserveCapacity(lines.count)
        for (index, line) in lines.enumerated().dropFirst(hasHeader ? 1 : 0) {
            let parts = line.utf8.split(separator: 0x20, omittingEmptySubsequences: false)
            guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else {
                throw SubwordNMTError(
                    .malformedMerge(String(line.prefix(100))), in: file, line: index + 1)
            }
            merges.append(
                Merge(left: String(Substring(parts[0])), right: String(Substring(parts[1]))))
        }
        self.merges = merges
    }

    /// A version may go on with `.0`, as in `0.2.0`.
    private static func version(
        _ line: String, file: String
    ) throws(SubwordNMTError) -> Version {
        let found = line.dropFirst(header.count).drop { $0.isWhitespace }
        var number = found
        while number.hasSuffix(".0") { number = number.dropLast(2) }
        guard let version = Version(rawValue: String(number)) else {
            throw SubwordNMTError(.unknownVersion(String(found.prefix(60))), in: file, line: 1)
        }
        return version
    }

    /// What subword-nmt reads as the same codes.
    package var text: String {
        var text = "\(Self.header) \(version.rawValue)\n"
        for merge in merges { text += "\(merge.left) \(merge.right)\n" }
        return text
    }
}
