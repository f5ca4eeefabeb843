package import Tensors
package import Transformer

extension Trainer {
    /// All that changes while training.
    package struct State: Sendable {
        package var weights: ParameterSet
        /// What is validated and kept; of the moving average, also how it goes on.
        package var average: ParameterSet
        package var optimizer: Adam
        package var progress: TrainingProgress
        /// The weights that an average of validations is the mean of; described in `progress`.
        package var averagedWeights: [ParameterSet]

        package init(
            weights: ParameterSet, average: ParameterSet, optimizer: Adam,
            progress: TrainingProgress, averagedWeights: [ParameterSet] = []
        ) {
            precondition(averagedWeights.count == progress.averaged.count)
            self.weights = weights
            self.average = average
            self.optimizer = optimizer
            self.progress = progress
            self.averagedWeights = averagedWeights
        }

        var snapshots: [WeightAverage.Snapshot] {
            zip(averagedWeights, progress.averaged).map {
                WeightAverage.Snapshot(weights: $0, note: $1)
            }
        }

        /// Weights that were trained before, with an optimiser that knows nothing of them.
        package init(goingOnFrom weights: ParameterSet) {
            self.init(
                weights: weights, average: weights, optimizer: Adam(weights.layout),
                progress: TrainingProgress())
        }

        /// Fresh weights from a seed.
        package init(beginning model: EncoderDecoder, seed: UInt64) {
            var random = RandomSource(seed: seed)
            let weights = ParameterSet(model.layout, random: &random)
            self.init(
                weights: weights, average: weights, optimizer: Adam(model.layout),
                progress: TrainingProgress())
        }
    }
}

// MARK: - What is told of a training

extension Trainer {
    /// Why a training ended.
    package enum Ending: Sendable, Equatable {
        /// The wanted epochs, steps or minutes are done.
        case finished
        /// No better score for `patience` validations.
        case converged
        /// The user asked to stop.
        case interrupted
    }

    /// What is told after every step.
    package struct StepReport: Sendable {
        package let progress: TrainingProgress
        /// Of the step's batch.
        package let loss: Double
        package let targetTokens: Int
        package let epochFraction: Double
        package let rate: Float
        /// Length of the gradient, before it is clipped.
        package let gradientNorm: Float
        /// How much of the training is done, by the nearest of its bounds; nil without bounds.
        package let fractionDone: Double?
    }
}
