import Foundation
import Testing

@testable import Engines

@Suite struct ConfidenceCurveTests {
    @Test("the log-odds fall in proportion to the logarithm of the surprise")
    func followsTheEquation() {
        let curve = ConfidenceCurve(offset: 0.5, slope: 2, segments: 10)
        #expect(abs(curve(surprise: 1) - 1 / (1 + exp(-0.5))) < 1e-12)
        #expect(abs(curve(surprise: 0.25) - 1 / (1 + exp(-0.5 + 2 * log(0.25)))) < 1e-12)
    }

    @Test("less surprise is more confidence, within 0 and 1, whatever comes")
    func isMonotonous() {
        let surprises = [-1, 0, 1e-9, 0.01, 0.3, 1, 10, 1e300]
        let confidences = surprises.map { ConfidenceCurve.usual(surprise: $0) }
        #expect(confidences == confidences.sorted(by: >))
        #expect(confidences.allSatisfy { (0...1).contains($0) })
        #expect(confidences[0] > 0.99 && confidences[7] < 0.01)
        #expect(ConfidenceCurve.usual(surprise: .nan) == 0)
        #expect(ConfidenceCurve.usual(surprise: .infinity) == 0)
    }

    @Test("an engine keeps its curve, and one without has none")
    func isSaved() throws {
        let folder = try TemporaryFolder()
        var engine = try SampleEngine.make()
        try engine.save(to: folder.path("without"), card: "")
        #expect(try Engine.load(from: folder.path("without")).description.confidence == nil)
        engine.description.confidence = ConfidenceCurve(offset: -0.25, slope: 1.5, segments: 7)
        try engine.save(to: folder.path("with"), card: "")
        #expect(
            try Engine.load(from: folder.path("with")).description.confidence
                == engine.description.confidence)
    }
}
