extension SubwordModel {
    /// The text that `ids` stand for.
    ///
    /// Specials stand for nothing; a number that the vocabulary does not have is taken for `<unk>`.
    /// - Parameters:
    ///   - slots: the protected spans of the source. A slot or a tag that it has no more of stands
    ///     for nothing; a term, which belongs to the text, is written all the same. Without them
    ///     slots stand for nothing, and tags for themselves.
    ///   - unknown: what to write for `<unk>`, given its position in `ids`.
    package func decode(
        _ ids: [Int32], slots: SlotContents? = nil,
        unknown: (Int) -> String = { _ in "\u{FFFD}" }
    ) -> DecodedText {
        var writer = TokenWriter(tokenCount: ids.count)
        var left = slots ?? SlotContents()
        for (position, id) in ids.enumerated() {
            guard id != Vocabulary.unknown, outputs.indices.contains(Int(id)) else {
                writer.write(
                    TokenSurface(TokenForm(surface: unknown(position))), isAsWritten: true)
                continue
            }
            switch outputs[Int(id)] {
            case .nothing: writer.skip()
            case .surface(let surface): writer.write(surface)
            case .whole(let surface, let form):
                if left.take(form) || slots == nil || !InlineTags.isTag(form.surface) {
                    writer.write(protected: surface)
                } else {
                    writer.skip()
                }
            case .byte(let byte): writer.write(byte)
            case .mark(let mark): writer.write(mark)
            case .slot(let number):
                guard let text = left.take(slot: number) else {
                    writer.skip()
                    continue
                }
                writer.write(protected: TokenSurface(TokenForm(surface: text)))
            }
        }
        var decoded = writer.decoded { preparation.wordEnds(in: $0) }
        decoded.missingWords = left.words
        return decoded
    }
}
