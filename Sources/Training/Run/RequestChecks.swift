import Corpus
import Foundation

/// What can be told before anything is read.
extension TrainingRequest {
    /// - Throws: `TrainingError` for choices that contradict each other; `CorpusError`
    func check() throws {
        if !resumes { try recipe.check() }
        let trainedOn = Set(try Self.files(corpora))
        try adaptation.check(trainedOn: trainedOn, files: Self.files)
        guard !development.isEmpty,
            let file = try Self.files(development).first(where: trainedOn.contains)
        else { return }
        throw TrainingError(
            "--dev \(file): is a --corpus too, and scores on what is trained on say nothing. "
                + "Leave --dev out, and a part is set aside, or pass other text.",
            isWrongUse: true)
    }

    /// Without symbolic links, so that one file has one name; none of standard input and pipes.
    private static func files(_ arguments: [String]) throws -> [String] {
        guard !arguments.isEmpty else { return [] }
        return try CorpusReader(paths: arguments).paths.joined().map {
            URL(fileURLWithPath: $0).standardizedFileURL.resolvingSymlinksInPath().path
        }
    }
}
