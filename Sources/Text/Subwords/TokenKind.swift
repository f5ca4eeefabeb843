/// What a token of a vocabulary is for.
package enum TokenKind: String, Sendable, CaseIterable {
    case special, character, subword, tag, term, slot, mark, byte
}

extension Vocabulary {
    /// - Parameter id: one of the vocabulary's
    package func kind(of id: Int32) -> TokenKind {
        switch entries[Int(id)] {
        case .special: .special
        case .text(let form): form.surface.unicodeScalars.count > 1 ? .subword : .character
        case .whole(let form): InlineTags.isTag(form.surface) ? .tag : .term
        case .slot: .slot
        case .mark: .mark
        case .byte: .byte
        }
    }
}

extension SubwordModel {
    package var mergeCount: Int { merges.merges.count }
}
