/// The formats of a single bilingual file, told apart by content and then by extension.
enum CorpusFormat {
    case tmx, tsv

    /// - Parameters:
    ///   - beginning: the first bytes, unpacked
    ///   - name: the path; a `.gz` at its end does not count
    init(beginning: [UInt8], name: String) throws(CorpusError) {
        let isUTF16 = beginning.starts(with: [0xFF, 0xFE]) || beginning.starts(with: [0xFE, 0xFF])
        // Enough for the comparisons: UTF-16 without its zero bytes.
        var text = beginning.prefix(200).drop { $0 == 0xFF || $0 == 0xFE }.filter { $0 != 0 }
        if text.starts(with: [0xEF, 0xBB, 0xBF]) { text.removeFirst(3) }
        let start = String(decoding: text.drop { $0 <= 0x20 }, as: UTF8.self)
        let file = name.lowercased()
        let stem = file.hasSuffix(".gz") ? String(file.dropLast(3)) : file
        let isMarkup = ["<?xml", "<!DOCTYPE", "<tmx"].contains { start.hasPrefix($0) }
        let isNamedMarkup = stem.hasSuffix(".tmx") || stem.hasSuffix(".xml")
        if isMarkup || isNamedMarkup {
            self = .tmx
        } else if isUTF16 {
            throw CorpusError(
                reason: .unsupportedEncoding("UTF-16"), position: FilePosition(file: name))
        } else {
            self = .tsv
        }
    }

    func read(_ source: ByteSource, into sink: PairSink) throws {
        switch self {
        case .tmx: try TMX.read(source, into: sink)
        case .tsv: try TSV.read(source, into: sink)
        }
    }
}
