/// A line's translation while it is made.
public enum SettlingTranslation: Sendable, Equatable {
    /// More of it, to be put right behind what came before: whole words, which are never taken
    /// back.
    case text(String)
    /// All that is to be said about it, at the end; its `target` is all texts together.
    case segment(TranslatedSegment)
}
