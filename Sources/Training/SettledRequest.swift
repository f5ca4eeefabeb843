import Corpus
import Engines
import Text
import Transformer

/// What a training that goes on takes from the one that was saved.
extension SavedTraining {
    /// The request with everything that the saved training has settled; what is given once more
    /// must be the same.
    /// - Throws: `TrainingError` that names the option which differs
    func settle(_ request: TrainingRequest) throws(TrainingError) -> TrainingRequest {
        let description = engine.description
        var settled = request
        settled.sourceLanguage = try settle(
            "--source", request.sourceLanguage, description.sourceLanguage)
        settled.targetLanguage = try settle(
            "--target", request.targetLanguage, description.targetLanguage)
        settled.preset = Preset(
            rawValue: try settle(
                "--preset", request.preset?.rawValue, description.training.preset))
        settled.storedType = try settle("--store", request.storedType, record.storedType)
        settled.cleaning = try settle("--cleaning", request.cleaning, record.cleaning ?? .none)
        settled.codes = try settle("--codes", request.codes, record.codes ?? .dropped)
        settled.text = try settle(request.text)
        settled.abbreviations = try settle(
            "--abbreviations", request.abbreviations, description.text.abbreviations ?? .none)
        try settleModel(&settled)
        try settleOptimization(&settled)
        return settled
    }

    private func settle(_ text: TextChoices) throws(TrainingError) -> TextChoices {
        let begun = TextChoices(record.usedTreatment, record.usedSubwordOptions)
        for (given, settled) in zip(text.byOption, begun.byOption) {
            guard let words = given.words, let begun = settled.words, words != begun else {
                continue
            }
            throw TrainingError(
                "\(given.option) \(words.prefix(100)): the training in \(path) has "
                    + "\(begun.prefix(100)). Leave \(given.option) out, or train another engine.",
                isWrongUse: true)
        }
        return begun
    }

    private func settleModel(_ request: inout TrainingRequest) throws(TrainingError) {
        let configuration = engine.description.configuration
        let isJoint = engine.description.text.kind == .joint
        if request.hasSeparateVocabularies, isJoint {
            throw TrainingError(
                "--separate-vocabularies: the training in \(path) has a joint one. "
                    + "Leave it out, or train another engine.", isWrongUse: true)
        }
        request.hasSeparateVocabularies = !isJoint
        request.vocabularySize = try settle(
            "--vocabulary", request.vocabularySize, record.vocabularySize)
        request.vocabularyThreshold = try settle(
            "--vocabulary-threshold", request.vocabularyThreshold, engine.sourceSubwords.threshold)
        request.tying = try settle("--tying", request.tying, configuration.tying)
        request.normalization = try settle(
            "--normalization", request.normalization, configuration.normalization)
        request.dropout = try settle("--dropout", request.dropout, configuration.dropout)
    }

    private func settleOptimization(_ request: inout TrainingRequest) throws(TrainingError) {
        let options = record.options
        request.batchTokens = try settle(
            "--batch-tokens", request.batchTokens, options.batchTokens)
        request.peakRate = try settle("--rate", request.peakRate, options.schedule.peakRate)
        request.warmupSteps = try settle(
            "--warmup", request.warmupSteps, options.schedule.warmupSteps)
        request.labelSmoothing = try settle(
            "--label-smoothing", request.labelSmoothing, options.labelSmoothing)
        request.subwordDropout = try settle(
            "--subword-dropout", request.subwordDropout, options.subwordDropout ?? 0)
        request.precision = try settle("--precision", request.precision, options.precision)
        request.seed = try settle("--seed", request.seed, options.seed)
    }

    private func settle<Value: Equatable>(
        _ option: String, _ given: Value?, _ settled: Value
    ) throws(TrainingError) -> Value {
        guard let given, given != settled else { return settled }
        throw TrainingError(
            "\(option) \(given): the training in \(path) has \(settled). "
                + "Leave \(option) out, or train another engine.", isWrongUse: true)
    }
}
