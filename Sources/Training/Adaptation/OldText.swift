import Corpus
import Engines
import Foundation

/// The old text of a training that goes on from an engine: what is mixed in, and what shows
/// whether the engine forgets.
struct OldText {
    /// What is mixed in; nil when there is a development set alone.
    private(set) var corpus: PreparedCorpus?
    let development: [SegmentPair]
    /// What was read and what became of it, for people.
    let reports: [CorpusReport]
    let files: [EngineCard.DataFile]
    /// Of an epoch's target tokens.
    let share: Double
    /// Of the draws.
    let seed: UInt64

    /// Reads and cleans the old corpora as the new ones, and sets the development set aside that
    /// the engine had, if they are its own: with its seed.
    /// - Returns: nil when the user names none
    init?(
        _ request: TrainingRequest, _ adaptation: Adaptation, in folder: URL,
        watch: (_ pass: String) -> (_ pairs: Int) throws -> Void
    ) throws {
        guard request.adaptation.hasOldText else { return nil }
        var old = request
        old.corpora = request.adaptation.oldCorpora
        old.development = request.adaptation.oldDevelopment
        old.recipe.seed = adaptation.engineSeed
        share = adaptation.oldShare
        seed = request.recipe.seed ?? Recipe().seed
        if old.corpora.isEmpty {
            let set = try PreparedCorpus.developmentSet(of: old)
            development = set.pairs
            reports = [set.report]
            files = Self.marked(set.files)
        } else {
            let corpus = try PreparedCorpus(old, in: folder, watch: watch)
            self.corpus = corpus
            development = corpus.development
            reports = [corpus.report] + [corpus.developmentReport].compactMap { $0 }
            files = Self.marked(corpus.files)
        }
    }

    private static func marked(_ files: [EngineCard.DataFile]) -> [EngineCard.DataFile] {
        files.map { file in
            var file = file
            file.use = "old " + file.use
            return file
        }
    }

    /// Leaves out of each text's training part what is like the other's development set: neither
    /// set is to be learned by heart.
    mutating func keepApart(from new: inout PreparedCorpus) throws {
        try new.leaveOut(like: development)
        try corpus?.leaveOut(like: new.development)
    }
}
