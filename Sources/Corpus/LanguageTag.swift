/// How the language codes of files and of the command line are compared.
///
/// Case does not count and `_` is `-`. A code also stands for every narrower one (`en` for
/// `en-US`) and, failing better, a narrower one is content with its wider (`en-US` with `en`);
/// siblings (`pt-BR`, `pt-PT`) never match.
package enum LanguageTag {
    /// How well a language found in a file answers the one that is wanted; greater is better.
    package enum Match: Int, Sendable, Comparable {
        case none, wider, narrower, exact

        package static func < (one: Match, other: Match) -> Bool { one.rawValue < other.rawValue }
    }

    package static func matches(_ wanted: String, _ found: String) -> Bool {
        match(wanted: wanted, found: found) != .none
    }

    package static func match(wanted: String, found: String) -> Match {
        let wanted = canonical(wanted)
        let found = canonical(found)
        guard !wanted.isEmpty, !found.isEmpty else { return .none }
        if wanted == found { return .exact }
        if found.starts(with: wanted + [hyphen]) { return .narrower }
        if wanted.starts(with: found + [hyphen]) { return .wider }
        return .none
    }

    private static let hyphen = UInt8(ascii: "-")

    /// Lower-case ASCII, `-` between subtags, no blanks around.
    private static func canonical(_ code: String) -> [UInt8] {
        code.utf8.lazy.filter { $0 > UInt8(ascii: " ") }.map { byte in
            switch byte {
            case UInt8(ascii: "_"): hyphen
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte + 32
            default: byte
            }
        }
    }
}
