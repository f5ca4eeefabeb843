/// A line to translate, and what is already known of its translation.
///
/// ```swift
/// let request = TranslationRequest("A man stands on the roof.", prefix: "Ein Mann steht au")
/// print(translator.translate([request])[0].target)
/// ```
public struct TranslationRequest: Sendable, Equatable {
    public var source: String
    /// What the translation begins with, as a translator typed it; the last word may be unfinished.
    ///
    /// White space at its end says that the last word is complete. The translation begins with it
    /// in the form that the engine gives letters (NFC unless it learned another), or has the
    /// warning `prefixNotKept`. Where a line is translated in parts, the sentences of the prefix
    /// belong to the parts in order.
    public var prefix: String

    public init(_ source: String, prefix: String = "") {
        self.source = source
        self.prefix = prefix
    }
}
