enum CaseMark: String, CaseIterable, Sendable, Hashable {
    case title = "^", upper = "^^", upperBegin = "^^+", upperEnd = "^^-"
}
package enum Normalization: String, Sendable, Codable, CaseIterable {
    case none, nfc, nfkc, translation
}
extension UnicodeText {
    init(_ text: String, by: Normalization, isTraced: Bool) {
        self = isTraced ? UnicodeText(tracing: text) : UnicodeText(normalizing: text)
    }
    static func normalizing(
        _ raw: UnicodeText, by: Normalization, except: [Range<Int>], isTraced: Bool
    ) -> (UnicodeText, [Range<Int>]) { (raw, except) }
}
enum Casing {
    static func mark(_ pieces: [Piece], of letters: inout [UInt16], classes: [UnitClass]) -> [Piece]
    { pieces }
}
struct CaseRestorer {
    mutating func apply(_ mark: CaseMark) {}
    mutating func restore(_ units: [UInt16], first: UnitClass, isJoined: Bool) -> [UInt16] { units }
}
