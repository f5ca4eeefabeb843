import Foundation
import Tensors
import Transformer

/// What a training's log and report say of its beginning and its end.
extension TrainingWatch {
    init(_ keeper: EngineKeeper, say: @escaping (String) -> Void) {
        let (request, data, recipe) = (keeper.request, keeper.data, keeper.recipe)
        let translator = SampleTranslator(
            keeper.model,
            development: zip(data.development.sources, data.development.references).map(
                SampleTranslator.Sentence.init),
            lengths: (0..<data.development.count).map(data.development.corpus.sourceLength),
            subwords: keeper.subwords, seed: recipe.seed)
        let plan = TrainingReport.Plan(
            name: URL(fileURLWithPath: request.enginePath).lastPathComponent,
            sourceLanguage: request.sourceLanguage, targetLanguage: request.targetLanguage,
            settings: keeper.settings, command: request.commandLine,
            sentences: translator.sentences, engineScores: keeper.adaptation?.engineScores)
        self.init(plan, in: request.enginePath, translator: translator, say: say)
    }
}

extension EngineKeeper {
    /// - Parameter step: that the training goes on from
    func startRecord(step: Int) -> MetricsRecord.Start {
        let scores = adaptation?.engineScores
        return MetricsRecord.Start(
            step: step, time: ISO8601DateFormatter().string(from: Date()),
            pairs: data.training.count, developmentPairs: data.development.count,
            sourceTokens: data.sourceTokens, targetTokens: data.targetTokens,
            parameters: model.layout.weightCount, command: request.commandLine,
            settings: Dictionary(settings.map { ($0.name, $0.setting) }) { $1 },
            engineBLEU: scores.map { JSONNumber($0.new.bleu) },
            engineOldBLEU: scores?.old.map { JSONNumber($0.bleu) })
    }
}

extension Trainer.Ending {
    var reason: MetricsRecord.End.Reason {
        switch self {
        case .finished: .finished
        case .converged: .converged
        case .interrupted: .interrupted
        }
    }
}
