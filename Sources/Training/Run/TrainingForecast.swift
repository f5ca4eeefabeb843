package import Tensors
package import Transformer

/// How long a training takes on this machine.
package struct TrainingForecast: Sendable, Equatable {
    /// Of the training set, with one `</s>` a sentence.
    package let targetTokens: Int
    /// Target tokens trained on a second.
    package let tokensPerSecond: Double
    package let bounds: TrainingBounds
    /// Steps of an epoch.
    package let stepsPerEpoch: Int

    package init(
        targetTokens: Int, tokensPerSecond: Double, bounds: TrainingBounds, stepsPerEpoch: Int
    ) {
        self.targetTokens = targetTokens
        self.tokensPerSecond = tokensPerSecond
        self.bounds = bounds
        self.stepsPerEpoch = max(1, stepsPerEpoch)
    }

    package var secondsPerEpoch: Double { Double(targetTokens) / max(tokensPerSecond, 1e-9) }

    /// Of training, without validation, to the nearest bound; nil without bounds.
    package var seconds: Double? {
        [
            bounds.maximumEpochs.map { Double($0) * secondsPerEpoch },
            bounds.maximumSteps.map { Double($0) / Double(stepsPerEpoch) * secondsPerEpoch },
            bounds.timeBudgetSeconds,
        ].compactMap { $0 }.min()
    }

    /// Epochs in that time.
    package var epochs: Double? { seconds.map { $0 / max(secondsPerEpoch, 1e-9) } }
}

extension TrainingForecast: CustomStringConvertible {
    /// `6,230 target tokens/s: an epoch takes 1 min 13 s, 40 epochs 49 min at most`.
    package var description: String {
        let rate =
            "\(grouped(Int(tokensPerSecond))) target tokens/s: an epoch takes "
            + duration(secondsPerEpoch)
        guard let seconds, let epochs else { return rate }
        if seconds == bounds.timeBudgetSeconds {
            return rate + ", the \(duration(max(0, seconds))) left of the time budget are "
                + "\(roundedEpochs) epochs"
        }
        if let steps = bounds.maximumSteps,
            bounds.maximumEpochs.map({ Double($0) > epochs }) ?? true
        {
            return rate + ", \(grouped(steps)) steps \(duration(seconds))"
        }
        return rate + ", \(roundedEpochs) epochs \(duration(seconds)) at most; less when it "
            + "stops getting better"
    }

    /// Epochs in the time, as people say it.
    var roundedEpochs: String {
        let epochs = min(epochs ?? 0, 1e9)
        return epochs < 10 ? "\((epochs * 10).rounded() / 10)" : grouped(Int(epochs.rounded()))
    }
}

// MARK: - Measuring

extension TrainingForecast {
    /// Steps that warm caches and do not count.
    private static let warmUpSteps = 2
    /// Enough for a median of batches; small models make them in a moment.
    private static let measuredSteps = 20

    /// Target tokens a second of some steps of a training that is then thrown away.
    /// - Parameter seconds: to measure for, at most
    package static func measure(
        _ model: EncoderDecoder, _ corpus: EncodedCorpus, _ recipe: Recipe, workers: Workers,
        seconds: Double = 2.5
    ) throws -> Double {
        var bounds = TrainingBounds()
        bounds.stepsPerValidation = .max
        let trainer = Trainer(
            model, corpus: corpus, recipe: recipe, bounds: bounds, workers: workers)
        var warm = TrainingProgress()
        let clock = ContinuousClock()
        let start = clock.now
        _ = try trainer.run(
            shouldStop: {
                let measured = trainer.progress.step - warmUpSteps
                return measured >= measuredSteps
                    || measured > 0 && (clock.now - start) / .seconds(1) > seconds
            },
            onStep: { if $0.progress.step == warmUpSteps { warm = $0.progress } },
            validate: { _ in ValidationScore(loss: 0, bleu: 0, bleuSignature: "") },
            save: { _, _, _ in })
        let tokens = Double(trainer.progress.targetTokens - warm.targetTokens)
        return tokens / max(trainer.progress.seconds - warm.seconds, 1e-6)
    }
}
