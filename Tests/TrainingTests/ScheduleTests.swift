import Testing

@testable import Training

@Suite struct ScheduleTests {
    private let schedule = Schedule(peakRate: 0.01, warmupSteps: 100)

    @Test("rises linearly to the peak, then falls with the inverse square root")
    func followsTheFormula() {
        #expect(schedule.rate(at: 1) == 0.0001)
        #expect(schedule.rate(at: 50) == 0.005)
        #expect(schedule.rate(at: 100) == 0.01)
        #expect(schedule.rate(at: 400) == 0.005)
    }
}
