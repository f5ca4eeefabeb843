/// How much of a session of training is done, by the nearest of its bounds, and when it is over.
///
/// The time budget covers the last validation and saving: training stops early enough for them.
/// How long they take is known from those before, so one is made when a quarter of the time is
/// gone at the latest.
struct TrainingCourse {
    private let bounds: TrainingBounds
    private let start: ContinuousClock.Instant
    private let agree: (_ seconds: Double) -> Double
    /// What was done in earlier sessions: the rest of the schedule is spread over this one's time.
    private let doneBefore: Double
    private var timeShare: Double
    /// Of the last step, and of the last validation and saving, in seconds.
    private var stepSeconds = 0.0
    private var validationSeconds: Double?
    private var savingSeconds = 0.0

    /// Validations and steps differ in length: so much longer than the last one the next may be.
    private static let slack = 1.25

    /// - Parameters:
    ///   - start: when the time budget began to run
    ///   - agree: what processes that train together take for the time, where their clocks differ
    init(
        _ bounds: TrainingBounds, from start: ContinuousClock.Instant,
        goingOnFrom progress: TrainingProgress,
        agreeing agree: @escaping (_ seconds: Double) -> Double = { $0 }
    ) {
        self.bounds = bounds
        self.start = start
        self.agree = agree
        // A training that had reached its end begins a new course.
        doneBefore = progress.shareDone < 1 ? progress.shareDone : 0
        timeShare = doneBefore
    }

    // MARK: - What happened

    mutating func noteStep(seconds: Double) {
        stepSeconds = seconds
        guard let budget = bounds.timeBudgetSeconds else { return }
        let used = elapsedSeconds / max(budget - reserveSeconds, 1e-3)
        // The reserve changes with each validation, and the schedule must not go back.
        timeShare = max(timeShare, min(1, doneBefore + (1 - doneBefore) * used))
    }

    mutating func noteValidation(seconds: Double) { validationSeconds = seconds }

    mutating func noteSaving(seconds: Double) { savingSeconds = seconds }

    // MARK: - What is next

    /// The share that is done, 0 … 1; nil without bounds.
    func share(_ progress: TrainingProgress, batches: Int) -> Double? {
        let epochs = Double(progress.epoch) + Double(progress.batch) / Double(max(batches, 1))
        let nearest = [
            bounds.maximumSteps.map { Double(progress.step) / Double($0) },
            bounds.maximumEpochs.map { epochs / Double($0) },
            bounds.timeBudgetSeconds.map { _ in timeShare },
        ].compactMap { $0 }.max()
        return nearest.map { min($0, 1) }
    }

    func isOver(_ progress: TrainingProgress) -> Bool {
        if let limit = bounds.maximumSteps, progress.step >= limit { return true }
        if let limit = bounds.maximumEpochs, progress.epoch >= limit { return true }
        guard let left = secondsLeft else { return false }
        return left <= Self.slack * stepSeconds + reserveSeconds
    }

    func isValidationDue(_ progress: TrainingProgress) -> Bool {
        guard progress.step > 0, progress.validatedStep != progress.step else { return false }
        let interval = bounds.stepsPerValidation
        let isRegular = progress.step / interval > (progress.validatedStep ?? 0) / interval
        guard let left = secondsLeft, let budget = bounds.timeBudgetSeconds else {
            return isRegular
        }
        guard validationSeconds != nil else { return isRegular || elapsedSeconds > budget / 4 }
        // Not where it would take the time of the last one.
        return isRegular && left > 2 * reserveSeconds
    }

    /// When a validation must have ended, for saving to end in time; nil without a time budget.
    var validationDeadline: ContinuousClock.Instant? {
        bounds.timeBudgetSeconds.map { start + .seconds($0 - savingReserve) }
    }

    /// What the last validation and saving will take.
    private var reserveSeconds: Double {
        Self.slack * (validationSeconds ?? 0) + savingReserve
    }

    private var savingReserve: Double { Self.slack * savingSeconds + 0.1 }

    private var secondsLeft: Double? { bounds.timeBudgetSeconds.map { $0 - elapsedSeconds } }

    private var elapsedSeconds: Double { agree((ContinuousClock.now - start) / .seconds(1)) }
}
