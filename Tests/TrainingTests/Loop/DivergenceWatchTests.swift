import Foundation
import Testing

@testable import Training

@Suite struct DivergenceWatchTests {
    private typealias Fault = DivergenceWatch.Fault

    @Test("a loss or a gradient that is no number is a fault at once")
    func notFinite() {
        for (loss, norm, fault) in [
            (Double.nan, Float(1), Fault.lossNotFinite), (.infinity, 1, .lossNotFinite),
            (1, .nan, .gradientNotFinite), (1, .infinity, .gradientNotFinite),
        ] {
            var watch = DivergenceWatch()
            #expect(watch.check(loss: 7, gradientNorm: 1) == nil)
            #expect(watch.check(loss: loss, gradientNorm: norm) == fault)
        }
    }

    @Test("a falling loss, noise and a spike that passes are no faults")
    func healthy() {
        var watch = DivergenceWatch()
        for step in 0..<2_000 {
            let noise = step % 2 == 0 ? 1.3 : 0.7
            let spike = (1_000..<1_030).contains(step) ? 4.0 : 1
            let loss = (2 + 5 * exp(-Double(step) / 200)) * noise * spike
            #expect(watch.check(loss: loss, gradientNorm: 1) == nil, "step \(step)")
        }
        #expect(!watch.isSuspicious)
    }

    @Test("a loss that rises and stays there is a fault after a hundred steps")
    func rising() throws {
        var watch = DivergenceWatch()
        for _ in 0..<300 { _ = watch.check(loss: 4, gradientNorm: 1) }
        #expect(!watch.isSuspicious)
        var steps = 0
        var fault: Fault?
        while fault == nil, steps < 1_000 {
            fault = watch.check(loss: 6, gradientNorm: 1)
            steps += 1
        }
        // 0.5 of the way from 4 to 6 is reached after log(0.5) / log(0.95) = 13.5 steps.
        #expect(steps == 13 + 100)
        #expect(watch.isSuspicious)
        let words = try #require(fault).description
        #expect(words.hasPrefix("the loss rose from 4.00 to 5.99"))
    }

    @Test("the rate is halved by each recovery")
    func rates() {
        var watch = DivergenceWatch()
        #expect(watch.rateFactor == 1)
        watch.recoveries = 3
        #expect(watch.rateFactor == 0.125)
    }
}
