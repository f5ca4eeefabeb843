import Tensors
import Testing
import Transformer

@testable import Training

/// Trainings that go wrong, are broken off, or are over.
@Suite struct DivergenceTests {
    private let model = ToyTraining.model
    private let corpus = ToyTraining.corpus

    private func trainer(
        steps: Int, rate: Float = 1e-2, patience: Int = 1_000, resuming state: Trainer.State? = nil
    ) -> Trainer {
        var recipe = Recipe()
        recipe.batchTokens = 64
        recipe.schedule = Schedule(peakRate: rate, warmupSteps: 10)
        recipe.schedule.cooldown = 0
        var bounds = TrainingBounds()
        bounds.maximumSteps = steps
        bounds.stepsPerValidation = 5
        bounds.patience = patience
        return Trainer(
            model, corpus: corpus, recipe: recipe, bounds: bounds, workers: Workers(count: 2),
            resuming: state)
    }

    private let noScore = ValidationScore(loss: 1, bleu: 0, bleuSignature: "")

    /// What of a training is compared: all but the time.
    private func bytes(_ state: Trainer.State) -> [[Float]] {
        [
            state.weights, state.average, state.optimizer.moment1, state.optimizer.moment2,
        ].map(\.flat.elements)
    }

    private func withoutTime(_ progress: TrainingProgress) -> TrainingProgress {
        var progress = progress
        progress.seconds = 0
        return progress
    }

    // MARK: - Going back

    @Test("a poisoned state gives way to the last good one, and the rate is halved from there on")
    func poisoned() throws {
        var good: Trainer.State?
        let first = trainer(steps: 10)
        _ = try first.run(
            shouldStop: { false }, onStep: { _ in }, validate: { _ in noScore },
            save: { trainer, _, _ in good = trainer.state })
        var bad = try #require(good)
        var values = bad.weights.flat.elements
        values[3] = .nan
        bad.weights = ParameterSet(
            model.layout, flat: Tensor(values, shape: Shape(values.count)))
        bad.optimizer = Adam(
            moment1: bad.weights, moment2: bad.weights, step: bad.optimizer.step)
        let second = trainer(steps: 20, resuming: bad)
        var setbacks: [Trainer.Setback] = []
        var rates: [Float] = []
        _ = try second.run(
            shouldStop: { false }, onStep: { rates.append($0.rate) },
            validate: { _ in noScore }, save: { _, _, _ in },
            recover: { setback in
                setbacks.append(setback)
                return try #require(good)
            })
        #expect(
            setbacks == [
                Trainer.Setback(fault: .lossNotFinite, step: 10, count: 1, rateFactor: 0.5)
            ])
        let schedule = second.recipe.schedule
        let halves = (11...20).map { schedule.rate(at: $0, done: Double($0 - 1) / 20) / 2 }
        #expect(rates == halves)
        #expect(second.progress.step == 20)
        let isFinite = bytes(second.state).joined().allSatisfy(\.isFinite)
        #expect(isFinite)
    }

    @Test("a score that is no number is a setback, and nothing is saved")
    func poisonedScore() throws {
        var states: [Int] = []
        var scores = 0
        let trainer = trainer(steps: 10)
        _ = try trainer.run(
            shouldStop: { false }, onStep: { _ in },
            validate: { _ in
                scores += 1
                return ValidationScore(
                    loss: scores == 2 ? .nan : 1, bleu: 0, bleuSignature: "")
            }, save: { trainer, _, _ in states.append(trainer.progress.step) },
            recover: { setback in
                #expect(setback.step == 10)
                return Trainer.State(beginning: model, seed: 1)
            })
        #expect(states == [5, 5, 10])
        #expect(trainer.progress.divergence.recoveries == 1)
    }

    @Test("too high a rate is noticed, and made up for exactly after an interruption too")
    func rateTooHigh() throws {
        struct Killed: Error {}
        /// Trains until a save is the last one; nil for no such save.
        func run(dyingAfter lastSave: Int?, resuming saved: Trainer.State? = nil) throws -> (
            last: Trainer.State, setbacks: [Trainer.Setback]
        ) {
            var last = saved ?? Trainer.State(beginning: model, seed: 1)
            var setbacks: [Trainer.Setback] = []
            let trainer = trainer(steps: 400, rate: 3, resuming: saved)
            do {
                _ = try trainer.run(
                    shouldStop: { false }, onStep: { _ in }, validate: { _ in noScore },
                    save: { trainer, _, _ in
                        last = trainer.state
                        if trainer.progress.step == lastSave { throw Killed() }
                    },
                    recover: { setback in
                        setbacks.append(setback)
                        guard setback.count <= 3 else { throw setback }
                        return last
                    })
            } catch is Killed {
            } catch is Trainer.Setback {}
            return (last, setbacks)
        }
        let whole = try run(dyingAfter: nil)
        #expect(!whole.setbacks.isEmpty)
        let begun = try run(dyingAfter: 15)
        let resumed = try run(dyingAfter: nil, resuming: begun.last)
        #expect(begun.setbacks + resumed.setbacks == whole.setbacks)
        #expect(bytes(resumed.last) == bytes(whole.last))
        #expect(withoutTime(resumed.last.progress) == withoutTime(whole.last.progress))
    }

    // MARK: - Giving up

    @Test("after three setbacks training is given up, with what to do")
    func givesUp() throws {
        let place = LastGoodState(
            path: "mine", beginning: { Trainer.State(beginning: model, seed: 1) },
            savedStep: nil)
        func setback(_ count: Int) -> Trainer.Setback {
            Trainer.Setback(
                fault: .gradientNotFinite, step: 1_234, count: count,
                rateFactor: count == 1 ? 0.5 : 0.125)
        }
        var notes: [String] = []
        _ = try place.recover(setback(1)) { text, _ in notes.append(text) }
        #expect(
            notes == [
                "step 1,234: the gradient is not finite. Going back to step 0, and on with the "
                    + "learning rate times 0.5."
            ])
        let advice = "Train a new engine with a lower --rate or a longer --warmup."
        let fault =
            "step 1,234: the gradient is not finite, although the learning rate was halved 3 times."
        #expect(
            throws: TrainingError("\(fault) Nothing was written. \(advice)")
        ) { try place.recover(setback(4)) { _, _ in } }
        var saved = place
        saved.savedStep = 1_000
        #expect(
            throws: TrainingError("\(fault) mine is as it was at step 1,000. \(advice)")
        ) { try saved.recover(setback(4)) { _, _ in } }
    }

    // MARK: - Validation

    @Test("a validation that was broken off is made up for, and counts once")
    func brokenOffValidation() throws {
        let whole = trainer(steps: 13)
        _ = try whole.run(
            shouldStop: { false }, onStep: { _ in }, validate: { _ in noScore },
            save: { _, _, _ in })
        let first = trainer(steps: 13)
        let ending = try first.run(
            // The second time, in the midst of the validation.
            shouldStop: { first.progress.step == 10 }, onStep: { _ in },
            validate: { _ in first.progress.step == 10 ? nil : noScore }, save: { _, _, _ in })
        #expect(ending == .interrupted)
        #expect(first.progress.step == 10)
        let second = trainer(steps: 13, resuming: first.state)
        var validated: [Int] = []
        _ = try second.run(
            shouldStop: { false }, onStep: { _ in },
            validate: { _ in
                validated.append(second.progress.step)
                return noScore
            }, save: { _, _, _ in })
        #expect(validated == [10, 13])
        #expect(bytes(second.state) == bytes(whole.state))
        #expect(withoutTime(second.progress) == withoutTime(whole.progress))
    }

    @Test("a training that is over stays so when it is resumed")
    func over() throws {
        for (steps, patience, wanted) in [
            (13, 1_000, Trainer.Ending.finished), (1_000, 2, .converged),
        ] {
            let first = trainer(steps: steps, patience: patience)
            let ending = try first.run(
                shouldStop: { false }, onStep: { _ in }, validate: { _ in noScore },
                save: { _, _, _ in })
            #expect(ending == wanted)
            let second = trainer(steps: steps, patience: patience, resuming: first.state)
            let again = try second.run(
                shouldStop: { false }, onStep: { _ in Issue.record("a step") },
                validate: { _ in
                    Issue.record("a validation")
                    return noScore
                }, save: { _, _, _ in Issue.record("a save") })
            #expect(again == wanted)
            #expect(second.progress == first.progress)
        }
    }
}
