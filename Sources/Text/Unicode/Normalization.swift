/// Which of the ways to write one and the same text is taken, before it is cut.
///
/// Normalizing twice is normalizing once. A row of more than 1,024 marks on one letter, which no
/// language writes, stays as it is.
package enum Normalization: String, Sendable, Codable, CaseIterable {
    /// Text stays as it is.
    case none
    /// Composed characters (NFC): nothing that a reader could see changes.
    case nfc
    /// Compatibility characters too (NFKC): `ﬁ` is `fi`, `Ａ` is `A`, `²` is `2`, `…` is `...`.
    case nfkc
    /// NFC, and one sign for quotation marks, dashes and spaces that mean the same.
    ///
    /// What authors of a translation memory write now so, now so, and what nobody sees:
    ///
    ///     “ ” „ ‟ « »          "      ‘ ’ ‚ ‛ ‹ › ´             '
    ///     U+2010, U+2011       -      spaces of other widths    one space
    ///     U+2012               –      runs of spaces            one space
    ///     U+2015               —      U+00AD, 200B, 2060, FEFF  nothing
    ///                                 U+061C, 200E–F, 202A–E, 2066–9  nothing
    ///
    /// The last are soft hyphens, zero-width spaces and joints, byte order marks, and marks of
    /// writing direction. A zero-width joiner or non-joiner goes too, unless it stands beside a
    /// script that is shaped by it, such as Arabic or Devanagari, or between two emoji.
    ///
    /// The quotation marks are those of Moses' `normalize-punctuation.perl`. Unlike there, nothing
    /// moves and no meaning is lost: `–` and `—` stay two signs, since ranges, minus and parentheses
    /// are told apart by them; `…` stays, since systems that show text count it as one; `` ` ``
    /// stays, since it marks code; `ʼ` and `ʻ` stay, since they are letters; 「」 and full-width
    /// signs stay, since Chinese and Japanese write no others. Tabs and line ends are layout, and
    /// a space at either end may be meant: they stay.
    case translation
}

extension Normalization {
    package func normalize(_ text: String) -> String {
        UnicodeText(text, by: self, isTraced: false).string
    }
}
