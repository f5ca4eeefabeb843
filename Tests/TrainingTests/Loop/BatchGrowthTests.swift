import Tensors
import Testing

@testable import Training

@Suite struct BatchGrowthTests {
    private func growth(_ epochs: Int, available: Int?) -> BatchGrowth {
        var recipe = Recipe()
        recipe.batchTokens = 100
        recipe.batchGrowthEpochs = epochs
        return BatchGrowth(recipe) { available }
    }

    @Test("batches double every so many epochs, and never without being asked")
    func everyFewEpochs() {
        let every = growth(3, available: nil)
        #expect(
            (1...7).map { every.isDue(epoch: $0, batches: 500) }
                == [false, false, true, false, false, true, false])
        #expect(!growth(0, available: nil).isDue(epoch: 3, batches: 500))
        #expect([0, 1, 3].map(every.batchTokens) == [100, 200, 800])
    }

    @Test("an epoch keeps 16 batches")
    func fewBatches() {
        #expect(growth(1, available: nil).isDue(epoch: 1, batches: 32))
        #expect(!growth(1, available: nil).isDue(epoch: 1, batches: 31))
    }

    @Test("they stay where twice the measured memory is not to be had")
    func memory() {
        let (plenty, little) = (growth(1, available: 1 << 40), growth(1, available: 0))
        // What steps take, held by the pool.
        let step = Tensor(uninitialized: Shape(1 << 20))
        #expect(plenty.isDue(epoch: 1, batches: 99))
        #expect(!little.isDue(epoch: 1, batches: 99))
        withExtendedLifetime(step) {}
    }

    @Test("available memory is read where the system tells it")
    func availableMemory() throws {
        #if os(Linux)
            let bytes = try #require(AvailableMemory.bytes())
            #expect(bytes > 1 << 20)
        #endif
    }
}
