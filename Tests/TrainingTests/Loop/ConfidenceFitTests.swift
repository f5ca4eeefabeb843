import Engines
import Foundation
import Tensors
import Testing

@testable import Training

@Suite struct ConfidenceFitTests {
    private func examples(
        _ curve: ConfidenceCurve, count: Int, noise: Float
    ) -> [ConfidenceFit.Example] {
        var random = RandomSource(seed: 4)
        return (0..<count).map { _ in
            let surprise = exp(Double(random.uniform() * 4 - 3))
            let shift = Double((random.uniform() - 0.5) * noise)
            return ConfidenceFit.Example(
                surprise: surprise, agreement: min(1, max(0, curve(surprise: surprise) + shift)))
        }
    }

    @Test("finds the curve that the translations were drawn from")
    func recovers() {
        let drawn = ConfidenceCurve(offset: 0.8, slope: 1.7, segments: 0)
        let exact = ConfidenceFit.curve(of: examples(drawn, count: 20_000, noise: 0))
        #expect(abs(exact.offset - 0.8) < 0.01 && abs(exact.slope - 1.7) < 0.01)
        #expect(exact.segments == 20_000)
        let noisy = ConfidenceFit.curve(of: examples(drawn, count: 2000, noise: 0.1))
        #expect(abs(noisy.offset - 0.8) < 0.1 && abs(noisy.slope - 1.7) < 0.2)
    }

    @Test("few translations leave the usual curve nearly as it is")
    func startsFromTheUsual() {
        let none = ConfidenceFit.curve(of: [])
        #expect(abs(none.offset - ConfidenceCurve.usual.offset) < 1e-6)
        #expect(abs(none.slope - ConfidenceCurve.usual.slope) < 1e-6)
        #expect(none.segments == 0)
    }

    @Test(
        "perfect, hopeless, senseless and broken translations give a curve too",
        arguments: [
            (0...0, 1...1), (0.1...3, 1...1), (0.1...3, 0...0), (0.5...0.5, 0.5...0.5),
            (1e300...1e300, 0...1),
        ] as [(ClosedRange<Double>, ClosedRange<Double>)])
    func survives(surprises: ClosedRange<Double>, agreements: ClosedRange<Double>) {
        let curve = ConfidenceFit.curve(
            of: (0...99).map { index in
                let share = Double(index) / 99
                func point(_ range: ClosedRange<Double>) -> Double {
                    range.lowerBound + share * (range.upperBound - range.lowerBound)
                }
                return .init(surprise: point(surprises), agreement: point(agreements))
            } + [.init(surprise: .nan, agreement: 1), .init(surprise: 1, agreement: .nan)])
        #expect(curve.isPlausible && curve.segments == 100)
    }

    @Test("surprise that goes with quality is taken to say nothing")
    func neverRises() {
        let curve = ConfidenceFit.curve(
            of: (1...500).map {
                .init(surprise: Double($0) / 100, agreement: Double($0) / 1000)
            })
        #expect(curve.slope == 0)
        #expect(abs(curve(surprise: 1) - 0.25) < 0.01)
    }
}
