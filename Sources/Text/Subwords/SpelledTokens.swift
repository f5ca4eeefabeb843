/// Texts as lines of tokens that people and programs read, and back.
///
/// Tokens are spelled as `vocabulary.txt` has them; a slot also has what it stands for, as in
/// `｟#1=http://example.org｠`, so that nothing is lost on the way.
extension SubwordModel {
    package func spelledTokens(of text: String) -> [String] {
        var ids = ids(of: text)
        var contents = SlotContents()
        if ids.contains(where: { slot($0) != nil }) {
            let encoded = encode(text)
            (ids, contents) = (encoded.ids, encoded.slots)
        }
        return ids.map { id in
            guard let number = slot(id), let content = contents.take(slot: number) else {
                return vocabulary.tokens[Int(id)]
            }
            return SpelledSlot.spelling(number, content)
        }
    }

    /// The text that spelled tokens stand for; a slot without content stands for its own name, so
    /// that whoever reads the text sees it.
    /// - Throws: `UnknownToken`
    package func text(ofSpelled tokens: some Sequence<Substring>) throws -> String {
        var ids: [Int32] = []
        var contents = SlotContents()
        for token in tokens {
            let (spelling, content) = SpelledSlot.divide(String(token))
            guard let id = vocabulary.id(of: spelling), content == nil || slot(id) != nil else {
                throw UnknownToken(spelling: String(token))
            }
            if let number = slot(id) {
                contents.append(content ?? spelling, word: ids.count, slot: number)
            } else if case .whole(let form) = vocabulary.entries[Int(id)] {
                contents.append(form, word: ids.count)
            }
            ids.append(id)
        }
        return decode(ids, slots: contents).text
    }

    /// A spelled token without what it stands for.
    package static func name(ofSpelled token: String) -> String {
        SpelledSlot.divide(token).spelling
    }

    private func slot(_ id: Int32) -> Int? {
        guard case .slot(let number) = vocabulary.entries[Int(id)] else { return nil }
        return number
    }
}

/// A token that a vocabulary does not have.
package struct UnknownToken: Error {
    package let spelling: String
}

/// Slots with what they stand for.
private enum SpelledSlot {
    static func spelling(_ number: Int, _ content: String) -> String {
        let slot = Token.slot(number).spelling.unicodeScalars.dropLast()
        return String(slot) + "=" + TokenForm(surface: content).spelling + String(Token.close)
    }

    /// The slot's own spelling and its content; any other token as it is.
    static func divide(_ token: String) -> (spelling: String, content: String?) {
        let scalars = token.unicodeScalars
        guard scalars.first == Token.open, scalars.last == Token.close,
            scalars.dropFirst().first == "#", let sign = scalars.firstIndex(of: "="),
            let form = TokenForm(
                spelling: String(scalars[scalars.index(after: sign)...].dropLast()))
        else { return (token, nil) }
        return (String(scalars[..<sign]) + String(Token.close), form.surface)
    }
}
