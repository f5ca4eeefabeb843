/// Makes of a text what a model was trained on: characters replaced, spaces as `▁`.
///
/// Does what `Normalizer::Normalize` of sentencepiece/src/normalizer.cc does, byte for byte.
struct SentencePieceNormalizer: Sendable {
    static let space = Array("\u{2581}".utf8)
    private static let malformed = Array("\u{FFFD}".utf8)

    private let map: CharacterMap?
    private let addsDummyPrefix: Bool
    private let removesExtraSpaces: Bool
    private let space: [UInt8]
    private let putsSpaceLast: Bool
    private let userSymbols: ByteTrie?

    /// - Parameters:
    ///   - putsSpaceLast: whether `▁` ends words instead of beginning them.
    ///   - userSymbols: what is taken as it is.
    init(
        _ settings: SentencePieceFile.Normalization, map: CharacterMap?,
        putsSpaceLast: Bool = false, userSymbols: ByteTrie? = nil
    ) {
        self.map = map
        addsDummyPrefix = settings.addsDummyPrefix
        removesExtraSpaces = settings.removesExtraSpaces
        space = settings.escapesSpaces ? Self.space : [0x20]
        self.putsSpaceLast = putsSpaceLast
        self.userSymbols = userSymbols
    }

    func normalize(_ text: [UInt8]) -> [UInt8] {
        var start = 0
        if removesExtraSpaces { start = firstOtherThanSpace(in: text) }
        guard start < text.count else { return [] }
        var normalized: [UInt8] = []
        normalized.reserveCapacity(text.count + text.count / 2)
        if addsDummyPrefix, !putsSpaceLast { normalized += space }
        var isAfterSpace = removesExtraSpaces
        while start < text.count {
            let (part, byteCount) = part(of: text, at: start)
            let kept = isAfterSpace ? part.drop { $0 == 0x20 } : part
            if let last = kept.last {
                append(kept, to: &normalized)
                isAfterSpace = last == 0x20 && removesExtraSpaces
            }
            start += byteCount
        }
        if removesExtraSpaces { dropSpaces(endOf: &normalized) }
        if addsDummyPrefix, putsSpaceLast { normalized += space }
        return normalized
    }

    private func firstOtherThanSpace(in text: [UInt8]) -> Int {
        var start = 0
        while start < text.count {
            let (part, byteCount) = part(of: text, at: start)
            guard part.count == 1, part.first == 0x20 else { break }
            start += byteCount
        }
        return start
    }

    private func append(_ part: ArraySlice<UInt8>, to normalized: inout [UInt8]) {
        for byte in part {
            if byte == 0x20 { normalized += space } else { normalized.append(byte) }
        }
    }

    private func dropSpaces(endOf normalized: inout [UInt8]) {
        while normalized.count >= space.count, normalized.suffix(space.count).elementsEqual(space) {
            normalized.removeLast(space.count)
        }
    }

    /// What stands for the beginning of the text at `start`, and how many bytes that is.
    private func part(of text: [UInt8], at start: Int) -> (ArraySlice<UInt8>, byteCount: Int) {
        if let userSymbols {
            let byteCount = userSymbols.longestMatch(in: text, at: start)
            if byteCount > 0 { return (text[start..<start + byteCount], byteCount) }
        }
        if let map, let rule = map.longestRule(in: text, at: start) {
            return (map.replacement(rule.value), rule.byteCount)
        }
        let width = UTF8Letters.width(text[start])
        let isWhole =
            start + width <= text.count
            && (width > 1 || text[start] < 0x80)
            && text[start + 1..<start + width].allSatisfy { $0 & 0xC0 == 0x80 }
        // A rule of a damaged map may have stopped within a character.
        return isWhole ? (text[start..<start + width], width) : (Self.malformed[...], 1)
    }
}
