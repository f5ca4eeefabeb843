import Corpus
import Tensors
import Transformer

// What people are told before the first step.

extension TrainingRun {
    func tell(_ corpus: PreparedCorpus) {
        let cleaning = corpus.cleaningReport.map { $0.kept < $0.units || !$0.repaired.isEmpty }
        for line in corpus.report.lines + (corpus.developmentReport?.lines ?? [])
            + (cleaning == true ? corpus.cleaningReport?.lines ?? [] : [])
        {
            observer.note(line)
        }
        observer.note(
            "\(grouped(corpus.trainingCount)) pairs to train on, "
                + "\(grouped(corpus.development.count)) to validate on"
                + (corpus.isDevelopmentCut ? " (the first of the development set)" : "")
                + (corpus.leftOutCount > 0
                    ? ", \(grouped(corpus.leftOutCount)) left out for being like one of those" : "")
        )
    }

    func tell(
        _ model: EncoderDecoder, _ data: TrainingData, _ recipe: Recipe,
        _ forecast: TrainingForecast
    ) {
        let c = model.configuration
        observer.note(
            "\(grouped(data.sourceTokens)) source and "
                + "\(grouped(data.targetTokens)) target tokens an epoch, vocabulary "
                + "\(grouped(c.targetVocabulary))")
        observer.note(
            "Transformer of \(c): "
                + "\(grouped(model.layout.weightCount)) parameters; "
                + "\(recipe.precision.rawValue) products, "
                + "workers \(group.workerWords(request.workers)), "
                + "seed \(recipe.seed)")
        observer.note("\(forecast)")
    }

    func tellWorkers(resuming saved: SavedTraining?) {
        let workers = group.workers(besides: request.workers)
        guard let before = saved?.record.workers, before != workers else { return }
        observer.note(
            "workers \(workers), and \(before) until now: from here on the engine differs, "
                + "by rounding, from the one that \(before) would make")
    }
}
