/// What a token is to a writer.
enum TokenOutput: Sendable {
    case nothing
    case surface(TokenSurface)
    case whole(TokenSurface, TokenForm)
    case byte(UInt8)
    case slot(Int)
    case mark(CaseMark)

    var isMark: Bool { if case .mark = self { true } else { false } }

    init(_ token: Token) {
        self =
            switch token {
            case .special: .nothing
            case .text(let form): .surface(TokenSurface(form))
            case .whole(let form): .whole(TokenSurface(form), form)
            case .byte(let byte): .byte(byte)
            case .slot(let number): .slot(number)
            case .mark(let mark): .mark(mark)
            }
    }
}
