import Foundation
import Testing

@testable import Training

@Suite struct ScheduleTests {
    private func schedule(
        _ shape: Schedule.Shape = .inverseSquareRoot, cooldown: Float = 0
    ) -> Schedule {
        var schedule = Schedule(peakRate: 0.01, warmupSteps: 100)
        schedule.shape = shape
        schedule.cooldown = cooldown
        return schedule
    }

    @Test("every shape rises linearly to the peak", arguments: Schedule.Shape.allCases)
    func rises(shape: Schedule.Shape) {
        #expect(schedule(shape).rate(at: 1) == 0.0001)
        #expect(schedule(shape).rate(at: 50) == 0.005)
        #expect(schedule(shape).rate(at: 100) == 0.01)
    }

    @Test("the inverse square root falls by it, wherever training ends")
    func inverseSquareRoot() {
        #expect(schedule().rate(at: 400) == 0.005)
        #expect(schedule().rate(at: 400, done: 0.99) == 0.005)
    }

    @Test("a cosine falls to 0 with the share that is done")
    func cosine() {
        let cosine = schedule(.cosine)
        #expect(cosine.rate(at: 1_000, done: 0) == 0.01)
        #expect(abs(cosine.rate(at: 1_000, done: 0.5) - 0.005) < 1e-8)
        #expect(abs(cosine.rate(at: 1_000, done: 0.75) - 0.01 * 0.1464466) < 1e-8)
        #expect(cosine.rate(at: 1_000, done: 1) == 0)
        #expect(cosine.rate(at: 1_000, done: 1.5) == 0)
    }

    @Test("a plateau stays until it is lowered")
    func plateau() {
        let plateau = schedule(.plateau)
        #expect(plateau.rate(at: 9_999, done: 0.9) == 0.01)
        #expect(plateau.rate(at: 9_999, reductions: 2) == 0.0025)
    }

    @Test(
        "the cool-down is linear, to 0 at the end",
        arguments: [Schedule.Shape.inverseSquareRoot, .plateau])
    func cooldown(shape: Schedule.Shape) {
        let cooling = schedule(shape, cooldown: 0.2)
        let full = cooling.rate(at: 400)
        #expect(cooling.rate(at: 400, done: 0.8) == full)
        #expect(abs(cooling.rate(at: 400, done: 0.9) - full / 2) < 1e-8)
        #expect(cooling.rate(at: 400, done: 1) == 0)
        #expect(cooling.rate(at: 400, done: 1.1) == 0)
    }

    @Test("the rate is lowered each time the patience is used up, by a plateau alone")
    func reductions() {
        func reductions(_ schedule: Schedule) -> [Int] {
            var count = 0
            return (0...7).map { validations in
                count = schedule.reductions(count, validationsSinceBest: validations)
                return count
            }
        }
        #expect(reductions(schedule(.plateau)) == [0, 0, 0, 1, 1, 1, 2, 2])
        #expect(reductions(schedule()) == [0, 0, 0, 0, 0, 0, 0, 0])
    }

    @Test("a schedule from before there was a choice has no cool-down")
    func olderFile() throws {
        let old = try JSONDecoder().decode(
            Schedule.self, from: Data(#"{"peakRate": 0.002, "warmupSteps": 7}"#.utf8))
        var expected = Schedule(peakRate: 0.002, warmupSteps: 7)
        expected.cooldown = 0
        #expect(old == expected)
    }
}
