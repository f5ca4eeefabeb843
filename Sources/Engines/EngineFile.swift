internal import Text

/// What the files of an engine's folder are called.
enum EngineFile {
    static let config = "config.json"
    static let weights = "model.safetensors"
    static let card = "CARD.md"
    /// Not every engine has one.
    static let shortlist = "shortlist.bin"
    /// A folder: what a training needs to go on.
    static let state = "state"

    /// The two files of a subword model.
    struct Subwords: Sendable {
        let merges: String
        let vocabulary: String

        static let joint = Subwords(merges: "subwords.bpe", vocabulary: "vocabulary.txt")
        static let source = Subwords(
            merges: "subwords.source.bpe", vocabulary: "vocabulary.source.txt")
        static let target = Subwords(
            merges: "subwords.target.bpe", vocabulary: "vocabulary.target.txt")
    }

    /// Everything that belongs to an engine; what else is in its folder is the user's.
    static let all: Set<String> = [
        config, weights, card, state, shortlist,
        Subwords.joint.merges, Subwords.joint.vocabulary,
        Subwords.source.merges, Subwords.source.vocabulary,
        Subwords.target.merges, Subwords.target.vocabulary,
    ]
}
