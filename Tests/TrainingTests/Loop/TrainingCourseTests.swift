import Testing

@testable import Training

@Suite struct TrainingCourseTests {
    private func bounds(steps: Int? = nil, epochs: Int? = nil, seconds: Double? = nil)
        -> TrainingBounds
    {
        var bounds = TrainingBounds()
        bounds.maximumSteps = steps
        bounds.maximumEpochs = epochs
        bounds.timeBudgetSeconds = seconds
        bounds.stepsPerValidation = 10
        return bounds
    }

    private func progress(step: Int = 1, epoch: Int = 0, batch: Int = 0) -> TrainingProgress {
        var progress = TrainingProgress()
        progress.step = step
        progress.epoch = epoch
        progress.batch = batch
        return progress
    }

    /// A course that began so many seconds ago.
    private func course(
        _ bounds: TrainingBounds, secondsAgo: Double = 0,
        goingOnFrom before: TrainingProgress = TrainingProgress()
    ) -> TrainingCourse {
        TrainingCourse(bounds, from: .now - .seconds(secondsAgo), goingOnFrom: before)
    }

    @Test("the share is that of the nearest bound, exactly, whatever was done before")
    func share() {
        var finished = progress()
        finished.shareDone = 1
        let both = course(bounds(steps: 100, epochs: 4), goingOnFrom: finished)
        #expect(both.share(progress(step: 50), batches: 8) == 0.5)
        #expect(both.share(progress(step: 50, epoch: 2, batch: 4), batches: 8) == 0.625)
        #expect(both.share(progress(step: 500), batches: 8) == 1)
        #expect(course(bounds()).share(progress(), batches: 8) == nil)
    }

    @Test("training is over at a bound")
    func isOver() {
        let course = course(bounds(steps: 100, epochs: 4))
        #expect(!course.isOver(progress(step: 99, epoch: 3)))
        #expect(course.isOver(progress(step: 100)))
        #expect(course.isOver(progress(epoch: 4)))
    }

    @Test("of a time budget the share is that of the time, without what the end will take")
    func timeShare() throws {
        var half = course(bounds(seconds: 1000), secondsAgo: 450)
        half.noteStep(seconds: 1)
        #expect(abs(try #require(half.share(progress(), batches: 1)) - 0.45) < 1e-3)
        half.noteValidation(seconds: 72)
        half.noteSaving(seconds: 8)
        half.noteStep(seconds: 1)
        #expect(abs(try #require(half.share(progress(), batches: 1)) - 0.5) < 1e-3)
        half.noteValidation(seconds: 0)
        half.noteStep(seconds: 1)
        #expect(abs(try #require(half.share(progress(), batches: 1)) - 0.5) < 1e-3)
    }

    @Test("a resumed training spreads the rest of the schedule over its time")
    func resumedTimeShare() throws {
        var before = progress()
        before.shareDone = 0.6
        var resumed = course(bounds(seconds: 1000), secondsAgo: 500, goingOnFrom: before)
        #expect(resumed.share(progress(), batches: 1) == 0.6)
        resumed.noteStep(seconds: 1)
        #expect(abs(try #require(resumed.share(progress(), batches: 1)) - 0.8) < 1e-3)
        before.shareDone = 1
        #expect(
            course(bounds(seconds: 1000), goingOnFrom: before).share(progress(), batches: 1) == 0)
    }

    @Test("training is over while there is time for a step, validating and saving")
    func room() {
        var course = course(bounds(seconds: 1000), secondsAgo: 900)
        #expect(!course.isOver(progress()))
        course.noteValidation(seconds: 70)
        #expect(!course.isOver(progress()))
        course.noteSaving(seconds: 8)
        #expect(!course.isOver(progress()))
        course.noteStep(seconds: 4)
        #expect(course.isOver(progress()))
    }

    @Test("validations are due every so many steps, and once for each")
    func validations() {
        let course = course(bounds(steps: 100))
        #expect(!course.isValidationDue(progress(step: 0)))
        #expect(!course.isValidationDue(progress(step: 9)))
        var due = progress(step: 10)
        #expect(course.isValidationDue(due))
        due.validatedStep = 10
        #expect(!course.isValidationDue(due))
        // One that was put off is made up for.
        due.step = 23
        #expect(course.isValidationDue(due))
        due.validatedStep = 23
        #expect(!course.isValidationDue(due))
        due.step = 29
        #expect(!course.isValidationDue(due))
    }

    @Test(
        "with a time budget one is due when a quarter is gone, and none that the end has no room for"
    )
    func validationsInTime() {
        #expect(!course(bounds(seconds: 100), secondsAgo: 20).isValidationDue(progress(step: 3)))
        var late = course(bounds(seconds: 100), secondsAgo: 30)
        #expect(late.isValidationDue(progress(step: 3)))
        late.noteValidation(seconds: 10)
        #expect(!late.isValidationDue(progress(step: 3)))
        #expect(late.isValidationDue(progress(step: 10)))
        late.noteValidation(seconds: 30)
        #expect(!late.isValidationDue(progress(step: 10)))
    }

    @Test("a validation must end in time for saving")
    func deadline() throws {
        #expect(course(bounds(steps: 3)).validationDeadline == nil)
        var course = course(bounds(seconds: 100))
        course.noteSaving(seconds: 8)
        let left = try #require(course.validationDeadline) - .now
        #expect(abs(left / .seconds(1) - 89.9) < 0.5)
    }
}
