@testable import Text

/// A text as marked pieces, and pieces as a text again.
struct CaseText {
    /// Of the shared data: odd lines, and those of newspapers.
    static let realFiles = [
        "unicode/blns.txt", "unicode/WordBreakTest-15.0.0.txt",
        "metrics/wmt21_de-en/newstest2021.de-en.src.de",
        "metrics/wmt21_de-en/newstest2021.de-en.ref.A.en",
    ]

    enum Token {
        case mark(CaseMark)
        case text(TokenForm)
        case fixed(TokenForm)

        var spelling: String {
            switch self {
            case .mark(let mark): "｟\(mark.rawValue)｠"
            case .text(let form), .fixed(let form): form.spelling
            }
        }
    }

    let units: [UInt16]
    let letters: [UInt16]
    let pieces: [Piece]
    private let classes: [UnitClass]

    init(_ text: String) {
        units = UnicodeText(text, isTraced: false).units
        let tokenized = TokenizedText(units, ends: BreakIterator(.word).ends(in: units))
        var letters = units
        pieces = Casing.mark(tokenized.pieces, of: &letters, classes: tokenized.classes)
        self.letters = letters
        classes = tokenized.classes
    }

    /// The pieces as tokens, each cut by `isCut`, which is asked about every joint of letters.
    func tokens(isCut: () -> Bool = { false }) -> [Token] {
        pieces.flatMap { piece -> [Token] in
            var symbols: [PieceSymbol] = []
            PieceSymbol.forEach(
                in: letters, piece.range, classes, joinsLeft: piece.joinsLeft,
                joinsRight: piece.joinsRight
            ) { symbols.append($0) }
            var forms: [TokenForm] = []
            for symbol in symbols {
                if let last = forms.last, !isCut() {
                    forms[forms.count - 1] = last.followed(by: symbol.form)
                } else {
                    forms.append(symbol.form)
                }
            }
            return (piece.mark.map { [.mark($0)] } ?? []) + forms.map { .text($0) }
                + (piece.endsRegion ? [.mark(.upperEnd)] : [])
        }
    }

    /// The tokens put together, spaces as everywhere and letters as the marks have them.
    static func written(_ tokens: [Token]) -> String {
        var text: [UInt16] = []
        var restorer = CaseRestorer()
        var lastClass: UnitClass?
        var isJoined = false
        for token in tokens {
            switch token {
            case .mark(let mark):
                restorer.apply(mark)
                continue
            case .text(let form), .fixed(let form):
                let surface = TokenSurface(form)
                isJoined = isJoined || surface.joinsLeft
                guard let first = surface.first, let last = surface.last else { continue }
                let hasSpace = !isJoined && lastClass?.expectsSpace(before: first) == true
                if hasSpace { text.append(0x20) }
                if case .fixed = token {
                    restorer.passOver()
                    text += surface.units
                } else {
                    text += restorer.restore(
                        surface.units, first: first, last: last, isJoined: !hasSpace)
                }
                lastClass = last
                isJoined = surface.joinsRight
            }
        }
        return String(decoding: text, as: UTF16.self)
    }

    /// Tokens as they are spelled, with spaces between; those that begin with `<` are fixed.
    static func tokens(spelled line: String) -> [Token] {
        line.split(separator: " ").compactMap { word in
            let inner = word.dropFirst().dropLast()
            if word.first == "｟", word.last == "｠", let mark = CaseMark(rawValue: String(inner)) {
                return .mark(mark)
            }
            guard let form = TokenForm(spelling: word) else { return nil }
            return form.surface.hasPrefix("<") ? .fixed(form) : .text(form)
        }
    }
}
