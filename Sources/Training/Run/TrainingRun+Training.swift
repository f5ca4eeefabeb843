import Engines
import Evaluation
import Tensors
import Transformer

// The training itself, with all that happens around the trainer's steps.

extension TrainingRun {
    /// - Parameter beginning: where training starts. Made anew each time: a state that anyone holds
    ///   besides the trainer would be in memory twice.
    func train(
        _ model: EncoderDecoder, _ data: TrainingData, _ keeper: EngineKeeper,
        _ recipe: Recipe, _ bounds: TrainingBounds, beginning: @escaping () -> Trainer.State
    ) throws -> Outcome {
        let workers = Workers(count: request.workers)
        func validator(_ set: DevelopmentSet) throws -> Validator {
            try Validator(
                model, corpus: set.corpus, references: set.references, slots: set.slots,
                subwords: keeper.subwords.target,
                metric: BLEU(tokenization: .usual(forTarget: request.targetLanguage)),
                workers: workers)
        }
        let validation = AdaptationValidator(
            new: try validator(data.development), old: try data.oldDevelopment.map(validator))
        // What the measuring of the rate took is of other sizes.
        MemoryPool.shared.trim()
        let trainer = try trainer(
            TrainingStart(
                model: model, corpus: data.training, mixture: data.mixture,
                subwords: recipe.subwordDropout > 0 ? keeper.subwords : nil, recipe: recipe,
                bounds: bounds, state: beginning()
            ).send(to: group))
        let firstStep = trainer.progress.step
        var keeper = keeper
        var lastGood = LastGoodState(
            path: request.enginePath, beginning: beginning,
            savedStep: request.resumes ? firstStep : nil)
        if let adaptation = keeper.adaptation {
            keeper.adaptation = try measured(
                adaptation, validation,
                model.pack(trainer.weights, as: WeightType(recipe.precision)),
                until: trainer.validationDeadline)
        }
        var last: ValidationScore?
        var watch = TrainingWatch(keeper, say: observer.note)
        watch.start(keeper.startRecord(step: trainer.progress.step), isResumed: request.resumes)
        let shouldStop = observer.shouldStop
        do {
            let ending = try trainer.run(
                shouldStop: { group.any(shouldStop()) },
                onStep: {
                    watch.step($0)
                    observer.step($0)
                },
                validate: { weights in
                    // Steps and validations need memory of other sizes; neither is to keep its own.
                    MemoryPool.shared.trim()
                    defer { MemoryPool.shared.trim() }
                    let weights = model.pack(weights, as: WeightType(recipe.precision))
                    watch.validate(weights)
                    let deadline = trainer.validationDeadline
                    let score = group.share(
                        validation.score(weights, keeper.adaptation) {
                            shouldStop() || deadline.map { .now >= $0 } ?? false
                        })
                    last = score ?? last
                    return score
                },
                save: { trainer, score, isBest in
                    if let score { watch.validated(score, trainer.progress, isBest: isBest) }
                    do throws(EngineError) {
                        try keeper.save(trainer, isBest: isBest)
                    } catch {
                        throw lastGood.explain(error)
                    }
                    lastGood.savedStep = trainer.progress.step
                    watch.saved()
                    if let score { observer.validation(score, trainer.progress.step, isBest) }
                },
                recover: { setback in
                    try lastGood.recover(setback) { text, step in
                        observer.note(text)
                        watch.goBack(toStep: step, because: text)
                    }.shared(in: group)
                })
            watch.end(ending.reason, trainer.progress)
            if ending != .interrupted, request.resumes, trainer.progress.step == firstStep {
                observer.note(
                    "nothing was left to do: pass more --steps, --epochs, --time-budget or "
                        + "--patience to go on")
            }
            tellTable(trainer.progress, last: last)
            return Outcome(
                ending: ending, progress: trainer.progress, start: keeper.adaptation?.enginePath)
        } catch {
            watch.end(.failed, trainer.progress)
            throw error
        }
    }
}
