/// Remembers how words were cut.
///
/// `@unchecked Sendable`: its memory is not safe to share; a `Pool` lends it to one caller at a
/// time, and what it answers depends on the model alone.
final class SentencePieceWordMemory: @unchecked Sendable {
    /// What is remembered at most; beyond, it begins anew, so that memory stays bounded.
    private static let mostWords = 1 << 16
    private static let mostBytes = 1 << 24

    private var known = ByteTable()
    /// Where in `cuts` the pieces of each known word begin.
    private var starts: [Int] = [0]
    private var cuts: [SentencePieceModel.Cut] = []

    /// Cuts `text` word by word; a word begins with each `▁`.
    func cut(
        _ text: [UInt8], wordCut: ([UInt8]) -> [SentencePieceModel.Cut]
    ) -> [SentencePieceModel.Cut] {
        var pieces: [SentencePieceModel.Cut] = []
        pieces.reserveCapacity(text.count / 3)
        var start = 0
        while start < text.count {
            let end = wordEnd(in: text, after: start)
            let number = number(of: text, start..<end, wordCut: wordCut)
            for cut in cuts[starts[number]..<starts[number + 1]] {
                pieces.append(
                    SentencePieceModel.Cut(
                        id: cut.id,
                        range: start + cut.range.lowerBound..<start + cut.range.upperBound))
            }
            start = end
        }
        return pieces
    }

    private func wordEnd(in text: [UInt8], after start: Int) -> Int {
        let space = SentencePieceNormalizer.space
        var end = start + 1
        while end < text.count {
            if text[end] == space[0], text[end...].starts(with: space) { break }
            end += 1
        }
        return end
    }

    private func number(
        of text: [UInt8], _ word: Range<Int>, wordCut: ([UInt8]) -> [SentencePieceModel.Cut]
    ) -> Int {
        if known.count >= Self.mostWords || known.bytes.count >= Self.mostBytes {
            known = ByteTable()
            starts = [0]
            cuts.removeAll(keepingCapacity: true)
        }
        let number = known.insert(text, word)
        if number == starts.count - 1 {
            cuts += wordCut(Array(text[word]))
            starts.append(cuts.count)
        }
        return number
    }
}
