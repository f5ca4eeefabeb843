import Foundation
import Tensors
import Testing

@testable import Training

@Suite struct RecipeTests {
    /// Every number another than usual.
    static var unusual: Recipe {
        var recipe = Recipe()
        recipe.batchTokens = 77
        recipe.batchGrowthEpochs = 3
        recipe.accumulatedBatches = 4
        recipe.schedule = Schedule(peakRate: 0.02, warmupSteps: 9)
        recipe.schedule.shape = .plateau
        recipe.schedule.cooldown = 0.3
        recipe.schedule.plateauFactor = 0.7
        recipe.schedule.plateauPatience = 2
        recipe.labelSmoothing = 0.2
        recipe.subwordDropout = 0.1
        recipe.rDrop = 5
        recipe.clipNorm = 2
        recipe.weightDecay = 0.01
        recipe.averaging.kind = .best
        recipe.averaging.decay = 0.9
        recipe.averaging.count = 3
        recipe.precision = .bf16
        recipe.seed = 8
        return recipe
    }

    @Test("a recipe comes back from a file as it was")
    func roundTrip() throws {
        let file = try JSONEncoder().encode(Self.unusual)
        #expect(try JSONDecoder().decode(Recipe.self, from: file) == Self.unusual)
    }

    @Test("a training from before there were recipes goes on as it began")
    func olderFile() throws {
        let old = try JSONDecoder().decode(
            Recipe.self,
            from: Data(#"{"batchTokens": 50, "averageDecay": 0.5, "seed": 3}"#.utf8))
        var expected = Recipe()
        expected.batchTokens = 50
        expected.averaging.decay = 0.5
        expected.seed = 3
        #expect(old == expected)
    }

    @Test("numbers of a file that no training could use are made usable")
    func strangeFile() throws {
        let recipe = try JSONDecoder().decode(
            Recipe.self,
            from: Data(
                #"""
                {"batchTokens": -1, "accumulatedBatches": 0,
                 "averaging": {"kind": "last", "decay": 0.9, "count": -5},
                 "schedule": {"peakRate": 1, "warmupSteps": 0, "plateauPatience": 0}}
                """#.utf8))
        #expect(recipe.batchTokens == 1 && recipe.accumulatedBatches == 1)
        #expect(recipe.averaging.count == 1 && recipe.schedule.warmupSteps == 1)
        #expect(recipe.schedule.plateauPatience == 1)
    }
}

@Suite struct RecipeChoicesTests {
    @Test("the choices of a recipe make it again")
    func chooseAll() {
        for kind in Averaging.Kind.allCases {
            for shape in Schedule.Shape.allCases {
                var recipe = RecipeTests.unusual
                recipe.averaging.kind = kind
                recipe.schedule.shape = shape
                var made = Recipe()
                RecipeChoices(recipe).apply(to: &made)
                #expect(RecipeChoices(made) == RecipeChoices(recipe))
                #expect(made.rate == recipe.rate)
            }
        }
    }

    @Test("every choice has a row in the table of its kind, and an option of its own")
    func everyChoice() {
        let recipe = RecipeChoices.table.map(\.option)
        #expect(recipe.count == Mirror(reflecting: RecipeChoices()).children.count)
        let model = ModelChoices().byOption.map(\.option)
        #expect(model.count == Mirror(reflecting: ModelChoices()).children.count)
        #expect(Set(recipe + model).count == recipe.count + model.count)
    }

    @Test("what makes no difference to a recipe is not among its choices")
    func onlyWhatCounts() {
        let usual = RecipeChoices(Recipe())
        #expect(usual.averageDecay != nil && usual.averageCount == nil)
        #expect(usual.cooldown != nil && usual.plateauFactor == nil)
        #expect(usual.plateauPatience == nil)
    }

    @Test("a choice that others leave without effect is refused")
    func contradictions() {
        func words(_ choose: (inout RecipeChoices) -> Void) -> String? {
            var choices = RecipeChoices()
            choose(&choices)
            do throws(TrainingError) {
                try choices.check()
                return nil
            } catch {
                #expect(error.isWrongUse)
                return error.description
            }
        }
        #expect(words { _ in } == nil)
        #expect(
            words {
                $0.averageCount = 3; $0.averaging = .best
            } == nil)
        #expect(
            words {
                $0.plateauFactor = 0.2; $0.scheduleShape = .plateau
            } == nil)
        #expect(
            words { $0.averageCount = 3 }
                == "--average-count 3: makes no difference without --average last or best. "
                + "Pass that too, or leave --average-count out.")
        #expect(
            words {
                $0.averageDecay = 0.9; $0.averaging = .last
            }?.contains("ema") == true)
        #expect(words { $0.plateauFactor = 0.2 }?.contains("--plateau-factor 0.2") == true)
        #expect(words { $0.plateauPatience = 2 }?.contains("--schedule plateau") == true)
        #expect(
            words {
                $0.cooldown = 0.1; $0.scheduleShape = .cosine
            }?.contains("--cooldown 0.1")
                == true)
    }
}

extension Recipe {
    fileprivate var rate: Float { schedule.rate(at: 50, done: 0.9, reductions: 1) }
}
