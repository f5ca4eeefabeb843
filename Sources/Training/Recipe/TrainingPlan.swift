import Tensors
import Text
package import Transformer

/// What is chosen for a corpus when the user leaves it open.
///
/// Small corpora want small models, small vocabularies and much dropout: a model that can learn
/// the pairs by heart does, and translates nothing else. `Models/README.md` has the measurements
/// on 29,000 pairs: there the tiny model is ahead of the small one at equal time, 8,000 tokens are
/// better than 4,000, case marks make no difference, and subword dropout takes more epochs than it
/// is worth.
package struct TrainingPlan: Sendable, Equatable {
    package var preset: Preset
    package var vocabularySize: Int
    package var dropout: Float
    package var recipe: Recipe
    package var bounds: TrainingBounds

    /// Passes over the corpus, at most.
    package var epochs: Int { bounds.maximumEpochs ?? 1 }

    /// - Parameter pairs: of the training set
    package init(pairs: Int) {
        // The bounds are those of `bounds`.
        switch pairs {
        case ..<5_000:
            self.init(.tiny, vocabulary: 1_000, dropout: 0.1, batch: 1_024, 200, 60, 250)
        case ..<20_000:
            self.init(.tiny, vocabulary: 2_000, dropout: 0.2, batch: 1_536, 400, 60, 250)
        case ..<50_000:
            self.init(.tiny, vocabulary: 8_000, dropout: 0.2, batch: 2_048, 400, 60, 500)
        case ..<100_000:
            self.init(.small, vocabulary: 8_000, dropout: 0.2, batch: 1_536, 400, 40, 500)
        case ..<1_000_000:
            self.init(.small, vocabulary: 8_000, dropout: 0.1, batch: 2_048, 800, 20, 1_000)
        default:
            self.init(.base, vocabulary: 16_000, dropout: 0.1, batch: 4_096, 4_000, 5, 2_000)
            recipe.schedule.shape = .inverseSquareRoot
        }
    }

    /// Where a class of corpora ends and the next begins, in pairs.
    private static let bounds = [5_000, 20_000, 50_000, 100_000, 1_000_000]

    /// Why the vocabulary has its size, for the engine's card.
    func vocabularyReason(isAskedFor: Bool, pairs: Int) -> String {
        isAskedFor ? "asked for by --vocabulary" : Self.vocabularyReason(pairs, "pairs")
    }

    /// `for 29,000 pairs, between 20,000 and 100,000 (TrainingPlan)`.
    package static func vocabularyReason(_ pairs: Int, _ noun: String) -> String {
        let lower = bounds.last { $0 <= pairs }
        let upper = bounds.first { $0 > pairs }
        let place =
            switch (lower, upper) {
            case (nil, let upper?): "less than \(grouped(upper))"
            case (let lower?, nil): "\(grouped(lower)) or more"
            case (let lower?, let upper?): "between \(grouped(lower)) and \(grouped(upper))"
            case (nil, nil): "as for any number"
            }
        return "for \(grouped(pairs)) \(noun), \(place) (TrainingPlan)"
    }

    /// The next smaller model, if there is one.
    var smaller: Preset? {
        guard let index = Preset.allCases.firstIndex(of: preset), index > 0 else { return nil }
        return Preset.allCases[index - 1]
    }

    /// The same with a model of another size.
    func sized(_ preset: Preset) -> TrainingPlan {
        var plan = self
        plan.preset = preset
        plan.recipe.schedule.peakRate = Self.rate(of: preset)
        return plan
    }

    /// What a model bears falls with its width.
    private static func rate(of preset: Preset) -> Float { 0.32 / Float(preset.width) }

    /// Fewer passes over a corpus than these serve a smaller model better.
    static let fewestEpochs = 4.0

    /// The model for the plan and the subwords.
    func configuration(for subwords: SubwordPair) -> Configuration {
        var configuration = preset.configuration(
            sourceVocabulary: subwords.source.vocabulary.count,
            targetVocabulary: subwords.target.vocabulary.count)
        configuration.dropout = dropout
        configuration.tying = subwords.isJoint ? .all : .target
        return configuration
    }

    private init(
        _ preset: Preset, vocabulary: Int, dropout: Float, batch: Int, _ warmup: Int,
        _ epochs: Int, _ stepsPerValidation: Int
    ) {
        self.preset = preset
        vocabularySize = vocabulary
        self.dropout = dropout
        recipe = Recipe()
        recipe.batchTokens = batch
        recipe.schedule = Schedule(peakRate: Self.rate(of: preset), warmupSteps: warmup)
        recipe.schedule.shape = .plateau
        recipe.precision = .fastest
        bounds = TrainingBounds()
        bounds.maximumEpochs = epochs
        bounds.stepsPerValidation = stepsPerValidation
    }
}
