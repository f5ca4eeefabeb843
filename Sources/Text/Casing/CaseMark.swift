/// What a token says about how the letters after it are written.
///
/// The raw value is what a file spells between the brackets: `｟^｠`.
enum CaseMark: String, CaseIterable, Sendable, Hashable {
    /// The next letter in upper case.
    case title = "^"
    /// The next letters in upper case, as far as nothing but letters follows.
    case upper = "^^"
    /// All letters in upper case from here on.
    case upperBegin = "^^+"
    /// As written again from here on.
    case upperEnd = "^^-"
}
