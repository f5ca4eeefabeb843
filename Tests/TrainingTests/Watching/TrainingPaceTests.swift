import Testing

@testable import Training

@Suite struct TrainingPaceTests {
    @Test("time left is what this session's pace gives, whatever was trained before")
    func secondsLeft() throws {
        var pace = TrainingPace()
        // 600 s were trained in an earlier session; the budget of this one is 600 s too.
        let first = Trainer.StepReport.sample(step: 100, seconds: 601, done: 1.0 / 600)
        let later = Trainer.StepReport.sample(step: 110, seconds: 660, done: 0.1)
        pace.add(first)
        #expect(pace.secondsLeft(after: first) == nil)
        pace.add(later)
        let left = try #require(pace.secondsLeft(after: later))
        #expect(abs(left - 540) < 1e-6)
    }

    @Test("a training without bounds has no end")
    func unbounded() {
        var pace = TrainingPace()
        let report = Trainer.StepReport.sample(step: 10, seconds: 10, done: nil)
        pace.add(report)
        #expect(pace.secondsLeft(after: report) == nil)
    }

    @Test("a loss that is no number does not spoil the mean")
    func notFinite() {
        var pace = TrainingPace(resumingAt: 2)
        pace.add(.sample(step: 1, seconds: 1, loss: .nan))
        #expect(pace.smoothedLoss == 2)
        pace.add(.sample(step: 2, seconds: 2, loss: 3))
        #expect(pace.smoothedLoss == 0.98 * 2 + 0.02 * 3)
    }

    @Test("after the training went back there is no rate until two steps were made")
    func goingBack() {
        var pace = TrainingPace()
        pace.add(.sample(step: 8, seconds: 8, done: 0.8))
        pace.add(.sample(step: 9, seconds: 9, done: 0.9))
        let first = Trainer.StepReport.sample(step: 2, seconds: 10, done: 0.2)
        pace.add(first)
        #expect(pace.tokensPerSecond == nil)
        #expect(pace.secondsLeft(after: first) == nil)
        let second = Trainer.StepReport.sample(step: 3, seconds: 11, done: 0.3)
        pace.add(second)
        #expect(pace.tokensPerSecond == 1_000)
        #expect(pace.secondsLeft(after: second).map { abs($0 - 7) < 1e-6 } == true)
    }

    @Test("a pause does not slow the rate")
    func pause() {
        var pace = TrainingPace()
        pace.add(.sample(step: 1, seconds: 1))
        pace.add(.sample(step: 2, seconds: 2))
        #expect(pace.tokensPerSecond == 1_000)
        pace.pause()
        #expect(pace.tokensPerSecond == nil)
        pace.add(.sample(step: 3, seconds: 63))
        pace.add(.sample(step: 4, seconds: 64))
        #expect(pace.tokensPerSecond == 1_000)
    }
}
