enum CaseMark: String, CaseIterable, Sendable, Hashable {
    case title = "^", upper = "^^", upperBegin = "^^+", upperEnd = "^^-"
}
package struct Protection: Sendable, Equatable, Codable {
    package enum Kind: String, Sendable, Codable, CaseIterable {
        case tags, placeholders, urls, emails, numbers, pattern, term
    }
    package var kinds: Set<Kind> = []
    package var patterns: [String] = []
    package var terms: [String] = []
    package static let none = Protection()
}
/// A protected span's text, and which slot stands for it.
struct ProtectedContent: Sendable, Equatable {
    let text: String
    let kind: Protection.Kind
    /// From 1; 0 for what has none.
    var number = 0
}
package struct ProtectionError: Error { package var description: String { "" } }
extension Protection { var isNone: Bool { kinds.isEmpty && patterns.isEmpty && terms.isEmpty } }
struct ProtectedSpan { let range: Range<Int>; let kind: Protection.Kind }
struct ProtectedSpanFinder: Sendable {
    init(_ p: Protection) throws(ProtectionError) {}
    func spans(in units: [UInt16]) -> [ProtectedSpan] {
        InlineTags.ranges(in: units).map { ProtectedSpan(range: $0, kind: .tags) }
    }
}
enum SlotNumbering {
    static func number(_ c: [ProtectedContent], like: [ProtectedContent]?) -> [ProtectedContent?] {
        c
    }
}
enum Casing {
    static func mark(_ pieces: [Piece], of letters: inout [UInt16], classes: [UnitClass]) -> [Piece]
    { pieces }
}
struct CaseRestorer {
    mutating func apply(_ mark: CaseMark) {}
    mutating func restore(_ units: [UInt16], first: UnitClass, isJoined: Bool) -> [UInt16] { units }
}
