/// A model of SentencePiece with a few pieces, as the program would write it.
enum SampleSentencePiece {
    /// Unigram; what it lacks is unknown.
    static let bytes: [UInt8] = {
        var bytes: [UInt8] = []
        let pieces: [(String, Float, UInt8)] =
            [("<unk>", 0, 2), ("<s>", 0, 3), ("</s>", 0, 3)]
            + ["▁", "▁the", "▁low", "er", "a", "b", "@@", "n"].enumerated().map {
                ($1, -Float($0 + 1), 1)
            }
        for (text, score, kind) in pieces {
            let score = withUnsafeBytes(of: score.bitPattern.littleEndian) { Array($0) }
            let piece = field(1, Array(text.utf8)) + [0x15] + score + [0x18, kind]
            bytes += field(1, piece)
        }
        // The trainer's model_type: unigram.
        return bytes + field(2, [0x18, 1])
    }()

    private static func field(_ number: UInt8, _ content: [UInt8]) -> [UInt8] {
        [number << 3 | 2, UInt8(content.count)] + content
    }
}
