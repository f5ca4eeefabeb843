import Testing
import Transformer

@testable import Training

@Suite struct ModelChoicesTests {
    private let small = Preset.small.configuration(sourceVocabulary: 99, targetVocabulary: 99)

    @Test("what is not chosen stays, and the feed-forward layers follow the dimension")
    func applied() {
        var configuration = small
        ModelChoices().apply(to: &configuration)
        #expect(configuration == small)
        var choices = ModelChoices()
        choices.dimension = 320
        choices.decoderLayers = 1
        choices.positions = .rotary
        choices.apply(to: &configuration)
        #expect(configuration.modelDimension == 320)
        #expect(configuration.feedForwardDimension == 1280)
        #expect((configuration.encoderLayers, configuration.decoderLayers) == (3, 1))
        #expect(configuration.positions == .rotary && configuration.norm == .layer)
        choices.feedForward = 100
        choices.apply(to: &configuration)
        #expect(configuration.feedForwardDimension == 100)
    }

    @Test("the choices of a model make the same model again, and leave nothing open")
    func complete() {
        var made = small
        (made.encoderLayers, made.heads, made.feedForwardDimension) = (7, 8, 500)
        (made.norm, made.activation, made.layerDropout) = (.rms, .swiglu, 0.1)
        let choices = ModelChoices(.small, made)
        #expect(choices.byOption.allSatisfy { $0.words != nil })
        var again = small
        choices.apply(to: &again)
        #expect(again == made)
        for (one, other) in zip(choices.byOption, ModelChoices(.small, small).byOption) {
            let differs = [
                "--encoder-layers", "--heads", "--feed-forward", "--norm", "--activation",
                "--layer-dropout",
            ].contains(one.option)
            #expect((one.words != other.words) == differs, "\(one.option)")
        }
    }

    @Test("choices that make no model are told by their options")
    func contradictions() {
        var choices = ModelChoices()
        choices.dimension = 250
        #expect(throws: Never.self, "the number of heads is not known yet") {
            try choices.check()
        }
        choices.preset = .small
        #expect(
            throws: TrainingError(
                "--dimension 250 with --heads 4: the dimension must be even and divide into the "
                    + "heads. Pass another of the two.", isWrongUse: true)
        ) { try choices.check() }
        (choices.preset, choices.heads, choices.positions) = (nil, 50, .rotary)
        #expect(
            throws: TrainingError(
                "--positions rotary with --dimension 250 and --heads 50: a head has 5 columns, "
                    + "and pairs of them are turned. Pass --heads that leave an even number.",
                isWrongUse: true)
        ) { try choices.check() }
        choices.positions = .alibi
        #expect(throws: Never.self) { try choices.check() }
        choices.layerDropout = 1
        #expect(
            throws: TrainingError(
                "no such model: layerDropout 1.0 is not in 0 ..< 1", isWrongUse: true)
        ) { try choices.check() }
    }

    @Test("a model that the memory cannot hold is refused before it is made")
    func memory() throws {
        try ModelChoices.check(weightCount: 1_000_000, workers: 1, memory: 24_000_000)
        #expect(
            throws: TrainingError(
                "a model of 1,000,000,000 parameters takes 28 GB to train with 2 workers, and "
                    + "this machine has 8 GB. Pass a smaller --preset, --dimension, --vocabulary "
                    + "or number of layers.")
        ) {
            try ModelChoices.check(
                weightCount: 1_000_000_000, workers: 2, memory: 8_000_000_000)
        }
    }
}
