import Tensors
import Testing

@testable import Transformer

/// The whole model against PyTorch's; relative tolerances, see `expectClose`.
///
/// Both sides are exact up to rounding: theirs is in double precision, ours in single, and a few
/// layers of sums of some dozen terms stay well within 1e-4.
@Suite struct EncoderDecoderTests {
    private static let tolerance: Float = 1e-4

    init() { useOneThread() }

    @Test("logits are PyTorch's", arguments: Fixture.names, [1, 64])
    func logits(name: String, multiple: Int) throws {
        let fixture = try Fixture(name)
        let tape = Tape(weights: fixture.weights, mode: .inference)
        let logits = Self.logits(of: fixture, fixture.batch(roundedTo: multiple), on: tape)
        expectClose(logits, fixture.logits, within: Self.tolerance, "logits")
    }

    @Test("logits with weights laid out for inference are PyTorch's", arguments: Fixture.names)
    func packedLogits(name: String) throws {
        let fixture = try Fixture(name)
        let tape = Tape(inference: fixture.model.pack(fixture.weights))
        let batch = fixture.batch(roundedTo: PackedMatrix.rowMultiple)
        expectClose(
            Self.logits(of: fixture, batch, on: tape), fixture.logits, within: Self.tolerance,
            "logits")
    }

    @Test(
        "loss and every parameter's gradient are PyTorch's", arguments: Fixture.names, [1, 64])
    func gradients(name: String, multiple: Int) throws {
        let fixture = try Fixture(name)
        let (loss, gradients) = Self.lossAndGradients(
            of: fixture, fixture.batch(roundedTo: multiple))
        Self.expectPyTorch(fixture, loss, gradients)
    }

    @Test("the gradients of two shards of a batch add up to its own", arguments: Fixture.names)
    func shards(name: String) throws {
        let fixture = try Fixture(name)
        let workers = Workers(count: 2)
        let results = workers.map { worker in
            let range = worker == 0 ? 0..<1 : 1..<fixture.sentences.count
            return Self.lossAndGradients(of: fixture, fixture.batch(range, roundedTo: 64))
        }
        var sum = results[0].gradients
        let norm = ParameterKernel.sum(
            into: &sum, results.dropFirst().map(\.gradients), workers: workers)
        Self.expectPyTorch(fixture, results.reduce(0) { $0 + $1.loss }, sum)
        let squares = fixture.gradients.flat.elements.reduce(0) { $0 + $1 * $1 }
        expectClose([norm], [squares.squareRoot()], within: Self.tolerance, "norm")
    }

    @Test(
        "gradients with bf16 products are near PyTorch's",
        .enabled(if: Matmul.hasFastBFloat16, "the processor has no bf16 products"),
        arguments: Fixture.names)
    func halfPrecision(name: String) throws {
        let fixture = try Fixture(name)
        let (loss, gradients) = Self.lossAndGradients(
            of: fixture, fixture.batch(roundedTo: 64), precision: .bf16)
        // bf16 has 8 bits, and errors of a few of its steps of 2⁻⁸ move a ReLU's input over 0:
        // then one term of an element's sum comes or goes.
        expectClose([loss], [fixture.loss], within: 0.01, "loss")
        expectClose(
            gradients.flat.elements, fixture.gradients.flat.elements, within: 0.1, "gradients")
    }

    // MARK: - Running the model

    private static func logits(
        of fixture: Fixture, _ batch: PackedPairs, on tape: Tape
    ) -> [Float] {
        let memory = fixture.model.encode(batch.sourceIDs, batch.source, on: tape)
        let hidden = fixture.model.decode(batch, memory: memory, on: tape).output
        return rows(batch.target.used, of: fixture.model.logits(hidden, on: tape).value)
    }

    private static func lossAndGradients(
        of fixture: Fixture, _ batch: PackedPairs, precision: Precision = .f32
    ) -> (loss: Float, gradients: ParameterSet) {
        let tape = Tape(
            weights: fixture.weights, mode: .training(dropout: 0, random: RandomSource(seed: 1)),
            precision: precision)
        let loss = fixture.model.loss(
            of: batch, smoothing: fixture.smoothing, scale: 1 / Float(fixture.targetTokens),
            on: tape)
        var gradients = ParameterSet(zeros: fixture.model.layout)
        tape.addGradients(of: loss, to: &gradients)
        return (loss.value[0], gradients)
    }

    private static func expectPyTorch(
        _ fixture: Fixture, _ loss: Float, _ gradients: ParameterSet,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        expectClose(
            [loss], [fixture.loss], within: tolerance, "loss", sourceLocation: sourceLocation)
        for parameter in fixture.model.layout.parameters {
            expectClose(
                gradients[parameter].elements, fixture.gradients[parameter].elements,
                within: tolerance, parameter.name, sourceLocation: sourceLocation)
        }
    }
}
