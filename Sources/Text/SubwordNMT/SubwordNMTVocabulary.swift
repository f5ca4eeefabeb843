/// The subwords that segmentation may yield, as `subword-nmt get-vocab` writes them.
///
///     the 912
///     th@@ 87
package struct SubwordNMTVocabulary: Sendable {
    let subwords: Set<[UInt8]>

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
}
