/// The beginning of a text as tokens; its last word may be unfinished.
package struct TextBeginning: Sendable, Equatable {
    /// What is sure of it, without `<s>`.
    package fileprivate(set) var ids: [Int32] = []
    /// What may come next: the ways to write the last word and what may follow in it.
    ///
    /// One of these comes; anything where there are none.
    package fileprivate(set) var endings: [[Int32]] = []
    /// What each `<unk>` stands for, by its place in `ids`.
    package fileprivate(set) var unknown: [Int: String] = [:]

    package init() {}

    fileprivate static let mostEndings = 4_096
}

extension SubwordModel {
    /// The tokens that a text begins with if it begins so.
    ///
    /// The last word, or the last sign, may go on: it is left to `endings`. A space at the end says
    /// that it does not; then what follows begins a word, or nothing follows (`</s>`).
    /// - Parameters:
    ///   - source: of which text this is the translation, to number slots alike
    ///   - isWhole: whether nothing follows
    package func beginning(
        _ text: String, translating source: SourceSpans? = nil, isWhole: Bool = false
    ) -> TextBeginning {
        let prepared = preparation.prepare(text, isTraced: false, source: source?.contents)
        var beginning = TextBeginning()
        guard let last = prepared.pieces.last else { return beginning }
        if isWhole {
            beginning.append(prepared, of: self)
            beginning.endings = [[Vocabulary.end]]
            return beginning
        }
        beginning.endings = endings(of: last, in: prepared.letters)
        guard !beginning.endings.isEmpty else {
            beginning.append(prepared, of: self)
            return beginning
        }
        beginning.append(prepared.withoutLastPiece, of: self)
        if let mark = last.mark, let id = vocabulary.id(of: .mark(mark)) {
            beginning.ids.append(id)
        }
        return beginning
    }

    private func endings(of last: Piece, in letters: [UInt16]) -> [[Int32]] {
        if isUnsaid(last, in: letters) {
            return wordBeginnings(after: letters.unitClass(before: last.range.lowerBound))
        }
        guard last.kind != .space, last.kind != .protected else { return [] }
        return Spellings(
            of: Array(letters[last.range]), joinsLeft: last.joinsLeft,
            in: TokensByBeginning(outputs)
        ).open(atMost: TextBeginning.mostEndings)
    }

    /// Whether a space at the end would be left unsaid if a word followed.
    private func isUnsaid(_ last: Piece, in units: [UInt16]) -> Bool {
        guard last.kind == .space, last.range.count == 1, units[last.range.lowerBound] == 0x20,
            let before = units.unitClass(before: last.range.lowerBound)
        else { return false }
        return !before.isSpace && !before.isUnspaced
    }

    /// All tokens before which a space stands, and the end of the text.
    private func wordBeginnings(after last: UnitClass?) -> [[Int32]] {
        guard let last else { return [] }
        let ids = zip(outputs, Int32(0)...).filter { output, _ in
            switch output {
            case .surface(let surface), .whole(let surface, _):
                !surface.joinsLeft && surface.first.map { last.expectsSpace(before: $0) } == true
            case .mark(let mark): mark != .upperEnd
            case .byte(let byte): byte & 0xC0 != 0x80
            case .slot(let number): number > 0
            case .nothing: false
            }
        }
        return (ids.map(\.1) + [Vocabulary.end]).map { [$0] }
    }
}

extension TextBeginning {
    fileprivate mutating func append(_ prepared: PreparedText, of subwords: SubwordModel) {
        // The encoder is lent to a closure, which must not hold what is being changed.
        let (ids, unknown) = subwords.encoders.lend { encoder in
            var ids: [Int32] = []
            var unknown: [Int: String] = [:]
            encoder.append(prepared, to: &ids) { piece, first, ids in
                for place in first..<ids.count where ids[place] == Vocabulary.unknown {
                    unknown[place] = prepared.text.string(piece.range)
                }
            }
            return (ids, unknown)
        }
        self.ids = ids
        self.unknown = unknown
    }
}

extension PreparedText {
    /// The same without its last piece, which is no protected span.
    fileprivate var withoutLastPiece: PreparedText {
        PreparedText(
            text: text, letters: letters, words: words, pieces: pieces.dropLast(), spans: spans)
    }
}
