/// The subwords that segmentation may yield, as `subword-nmt get-vocab` writes them.
///
///     the 912
///     th@@ 87
package struct SubwordNMTVocabulary: Sendable {
    package let subwords: Set<[UInt8]>

    /// - Parameter threshold: subwords that were counted less often are taken for unknown.
    package init(
        _ bytes: [UInt8], file: String, threshold: Int? = nil
    ) throws(SubwordNMTError) {
        var subwords: Set<[UInt8]> = []
        for (index, line) in try SubwordNMTLines.read(bytes, file: file).enumerated() {
            let parts = line.utf8.split(separator: 0x20, omittingEmptySubsequences: false)
            guard parts.count == 2, let count = Int(Substring(parts[1])) else {
                throw SubwordNMTError(
                    .malformedCount(String(line.prefix(100))), in: file, line: index + 1)
            }
            if count >= threshold ?? .min { subwords.insert(Array(parts[0])) }
        }
        self.subwords = subwords
    }

    /// Whether any subword that the codes make is one of these; of codes without merges nothing
    /// is known.
    package func fits(_ codes: SubwordNMTCodes, separator: String = "@@") -> Bool {
        let marks = Array(separator.utf8)
        let wordEnd = Array(SubwordNMTCodes.wordEnd.utf8)
        return codes.merges.isEmpty
            || codes.merges.contains { merge in
                let made = Array(merge.left.utf8) + Array(merge.right.utf8)
                let endsWord = made.reversed().starts(with: wordEnd.reversed())
                return subwords.contains(
                    endsWord ? Array(made.dropLast(wordEnd.count)) : made + marks)
            }
    }
}
