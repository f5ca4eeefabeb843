/// When training ends, and how often it is looked at on the way.
package struct TrainingBounds: Sendable, Codable, Equatable {
    /// Where to stop, whichever comes first; nil never stops.
    package var maximumEpochs: Int?
    package var maximumSteps: Int?
    package var timeBudgetSeconds: Double?
    /// Steps between two validations.
    package var stepsPerValidation = 500
    /// Validations without a better score before training stops.
    package var patience = 10

    package init() {}

    package var isBounded: Bool {
        maximumEpochs != nil || maximumSteps != nil || timeBudgetSeconds != nil
    }
}
