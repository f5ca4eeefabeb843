import Corpus
import Foundation

/// What can be told before anything is read.
extension TrainingRequest {
    /// - Throws: `TrainingError` for choices that contradict each other; `CorpusError`
    func check() throws {
        if !resumes { try recipe.check() }
        _ = try LanguagePair(source: sourceLanguage, target: targetLanguage)
        let trainedOn = Set(Self.files(corpora))
        try adaptation.check(trainedOn: trainedOn, files: Self.files)
        guard !development.isEmpty,
            let file = Self.files(development).first(where: trainedOn.contains)
        else { return }
        throw TrainingError(
            "--dev \(file): is a --corpus too, and scores on what is trained on say nothing. "
                + "Leave --dev out, and a part is set aside, or pass other text.",
            isWrongUse: true)
    }

    /// Without symbolic links, so that one file has one name, be it there or not; the two files of
    /// a pair apart.
    private static func files(_ arguments: [String]) -> [String] {
        arguments.filter { $0 != "-" }.flatMap { $0.split(separator: ",") }.map {
            URL(fileURLWithPath: String($0)).standardizedFileURL.resolvingSymlinksInPath().path
        }
    }
}
