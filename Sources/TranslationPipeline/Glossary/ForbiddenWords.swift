internal import Foundation
internal import Search
internal import Text

/// Words and phrases that no translation has, as an engine would write them.
struct ForbiddenWords: Sendable {
    /// Finds them in any case; nil for none.
    let matcher: TermMatcher?
    /// Their tokens, in every case and in many ways of cutting them.
    let spellings: [[Int32]]

    /// Ways of cutting a word in one case; fewer where the words are so many that a search has no
    /// room for all.
    private static let mostSpellings = 64
    private static let mostTokens = 65_536

    /// - Throws: `SearchError` for a word that is empty or too long
    init(_ words: [String], _ subwords: SubwordModel) throws(SearchError) {
        guard !words.isEmpty else {
            matcher = nil
            spellings = []
            return
        }
        let words = words.map { $0.trimmingCharacters(in: .whitespacesAndNewlines) }
        if let empty = words.firstIndex(of: "") {
            throw SearchError(reason: .emptySequence(option: "forbidden", number: empty + 1))
        }
        do throws(ProtectionError) {
            matcher = try TermMatcher(words.map { subwords.normalize($0.lowercased()) })
        } catch {
            throw SearchError(
                reason: .outOfRange(
                    option: "longest forbidden word",
                    value: "\(words.map(\.utf16.count).max() ?? 0)",
                    range: "1…\(TermMatcher.longestTerm)"))
        }
        spellings = Self.fitting(
            subwords.spellings(ofTerms: words, atMost: Self.mostSpellings))
    }

    /// As many of each word's spellings as there is room for, those of fewer tokens first.
    private static func fitting(_ spellings: [[[Int32]]]) -> [[Int32]] {
        var count = 4 * mostSpellings
        while count > 4 {
            let some = spellings.flatMap { $0.prefix(count) }
            if some.reduce(0, { $0 + $1.count }) <= mostTokens { return some }
            count /= 2
        }
        return spellings.flatMap { $0.prefix(count) }
    }

    func stand(in translation: String) -> Bool {
        matcher.map { !$0.matches(in: translation).isEmpty } ?? false
    }
}
