import Foundation
import Testing

@testable import Training

@Suite struct SavedTrainingTests {
    @Test("a training saved by an earlier version is read")
    func earlierVersion() throws {
        let json = """
            {"codes":"drop","corpusFingerprint":57,"optimizerStep":120,
             "options":{"averageDecay":0.999,"batchTokens":1024,"clipNorm":1,"labelSmoothing":0.1,
              "maximumSteps":120,"patience":7,"precision":"f32",
              "schedule":{"peakRate":0.5,"warmupSteps":200},"seed":3,"stepsPerValidation":20,
              "workers":1},
             "progress":{"batch":8,"bestStep":40,"epoch":7,"seconds":20.1,"step":120,
              "targetTokens":115661,"validationsSinceBest":4},
             "storedType":"f32","vocabularySize":1000}
            """
        let record = try JSONDecoder().decode(SavedTraining.Record.self, from: Data(json.utf8))
        #expect(record.recipe.seed == 3)
        #expect(record.recipe.schedule.peakRate == 0.5)
        #expect(record.bounds.patience == 7)
        #expect(record.bounds.maximumSteps == 120)
        #expect(record.progress.validatedStep == 120)
        #expect(record.progress.divergence == DivergenceWatch())
        #expect(record.progress.firstLoss == nil && record.progress.lowestLaterLoss == nil)
        #expect(record.files == nil)
        let again = try JSONDecoder().decode(
            SavedTraining.Record.self, from: JSONEncoder().encode(record))
        #expect(again.recipe == record.recipe)
        #expect(again.bounds == record.bounds)
        #expect(again.progress == record.progress)
    }
}
