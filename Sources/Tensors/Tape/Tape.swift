/// A tensor on a tape; what a layer takes and returns.
package struct Variable: Sendable {
    package let value: Tensor
    /// Which gradient is its own; nil where none is wanted.
    let slot: Int?
    /// What the draws of dropout in each row hang on; nil for the rows' numbers.
    ///
    /// A row keeps its key from op to op, so that layers need not hand it on.
    var rowKeys: [UInt32]?
}

/// Runs a model's ops, and remembers them when their gradients will be wanted.
///
/// The mode is a property of the tape, not of the process: a tape in `.inference` records nothing
/// and drops nothing, so there is one forward pass for both.
package final class Tape {
    package enum Mode: Sendable {
        case inference
        /// Records every op; dropout draws from `random`.
        case training(dropout: Float, random: RandomSource)
    }

    package let precision: Precision
    /// Weights laid out for products with few rows; inference only.
    let packed: PackedWeights?

    /// Nil where they are packed.
    private let weights: ParameterSet?

    /// Weights as products read them; training only.
    private let products: ProductWeights?
    /// Variables as products read them, by slot: one conversion however many products.
    private var factors: [Int: Tensor] = [:]
    let isRecording: Bool
    private let dropoutRate: Float
    private var random: RandomSource
    private var operations: [Operation] = []
    private var slotCount = 0
    /// Where the last of the parameters ends that were read so far.
    private var readEnd = 0
    /// The same before the ops that are recorded next read theirs.
    private var recordedEnd = 0

    /// One op: the slots of its inputs and output, and its backward pass.
    private struct Operation {
        let inputs: [Int?]
        let output: Int
        /// Where the last of the parameters ends that earlier ops read: behind it, all gradients
        /// are final once this op's backward pass is done.
        let earlierEnd: Int
        let backward: Backward
    }

    /// From ∂loss/∂output to ∂loss/∂input, in the order of the inputs.
    ///
    /// Gradients of parameters are added to the set. An element may be nil where that input has
    /// no gradient.
    package typealias Backward = (_ dy: Tensor, _ parameters: inout ParameterSet) -> [Tensor?]

    package convenience init(weights: ParameterSet, mode: Mode, precision: Precision = .f32) {
        self.init(weights: weights, products: nil, mode: mode, precision: precision)
    }

    /// A tape for a training step, whose products read weights that were converted before.
    package convenience init(_ products: ProductWeights, mode: Mode) {
        self.init(
            weights: products.weights, products: products, mode: mode,
            precision: products.precision)
    }

    private init(
        weights: ParameterSet, products: ProductWeights?, mode: Mode, precision: Precision
    ) {
        self.weights = weights
        self.products = products
        self.precision = precision
        packed = nil
        switch mode {
        case .inference:
            isRecording = false
            dropoutRate = 0
            random = RandomSource(seed: 0)
        case .training(let dropout, let random):
            isRecording = true
            dropoutRate = dropout
            self.random = random
        }
    }

    /// A tape for inference whose products read weights in oneDNN's own layout.
    package init(inference packed: PackedWeights) {
        weights = nil
        precision = packed.precision
        self.packed = packed
        products = nil
        isRecording = false
        dropoutRate = 0
        random = RandomSource(seed: 0)
    }

    /// How keys and values that every step of decoding reads are kept: in half the memory, unless
    /// products are in f32.
    package var cachePrecision: Precision { packed?.type == .int8 ? .bf16 : precision }

    /// The weights of one parameter.
    package subscript(parameter: Parameter) -> Tensor {
        willUse(parameter)
        return plain(parameter)
    }

    private func plain(_ parameter: Parameter) -> Tensor {
        guard let tensor = weights?[parameter] ?? packed?[parameter] else {
            preconditionFailure("a tape without weights")
        }
        return tensor
    }

    /// Says that the op recorded next has a gradient for `parameter`; to read its weights from the
    /// tape says so too.
    func willUse(_ parameter: Parameter) {
        readEnd = max(readEnd, parameter.range.upperBound)
    }

    /// A parameter as products read it.
    func factor(_ parameter: Parameter) -> Tensor {
        willUse(parameter)
        return products?[parameter] ?? plain(parameter)
    }

    /// A variable as products read it.
    func factor(_ x: Variable) -> Tensor {
        guard let slot = x.slot, x.value.precision != precision else { return x.value }
        if let factor = factors[slot] { return factor }
        let factor = x.value.converted(to: precision)
        factors[slot] = factor
        return factor
    }

    /// A tensor that enters from outside and wants no gradient.
    package func constant(_ value: Tensor) -> Variable { Variable(value: value, slot: nil) }

    /// A tensor that enters from outside and whose gradient is wanted (`gradients(of:wanting:)`).
    package func input(_ value: Tensor) -> Variable {
        Variable(value: value, slot: isRecording ? newSlot() : nil)
    }

    /// Whether to leave out a layer that is left out with this probability; never in inference.
    ///
    /// Tapes that began with the same source leave out the same layers.
    package func skips(probability: Float) -> Bool {
        guard isRecording, probability > 0 else { return false }
        return random.uniform() < probability
    }

    /// Whether ops drop elements.
    package var hasDropout: Bool { dropoutRate > 0 }

    /// The draws of the next dropout, by the keys of x's rows; none in inference.
    func nextDropout(in x: Variable) -> Dropout { nextDropout(x.rowKeys) }

    func nextDropout(_ rowKeys: [UInt32]?) -> Dropout {
        guard hasDropout else { return .none }
        return Dropout(
            rate: dropoutRate, seed: UInt32(truncatingIfNeeded: random.next()), rowKeys: rowKeys)
    }

    /// Puts an op's result on the tape; its rows are those of the first input.
    func record(_ y: Tensor, from inputs: [Variable], backward: @escaping Backward) -> Variable {
        record(y, from: inputs, rowKeys: inputs.first?.rowKeys, backward: backward)
    }

    func record(
        _ y: Tensor, from inputs: [Variable], rowKeys: [UInt32]?, backward: @escaping Backward
    ) -> Variable {
        guard isRecording else { return Variable(value: y, slot: nil) }
        let output = newSlot()
        operations.append(
            Operation(
                inputs: inputs.map(\.slot), output: output, earlierEnd: recordedEnd,
                backward: backward))
        recordedEnd = readEnd
        return Variable(value: y, slot: output, rowKeys: rowKeys)
    }

    private func newSlot() -> Int {
        defer { slotCount += 1 }
        return slotCount
    }

    /// Adds ∂loss/∂weights to `parameters`, and returns ∂loss/∂input for `inputs`.
    ///
    /// Uses up the tape: each op's kept tensors are freed as soon as its backward pass is done.
    /// - Parameters:
    ///   - loss: any shape; the sum of its elements is differentiated
    ///   - onFinal: told, now and then, from which offset in the layout on nothing will be added
    ///     any more; always a smaller one, and 0 in the end. A model that declares its parameters
    ///     in the order it uses them hears of each layer as soon as it is done.
    @discardableResult
    package func addGradients(
        of loss: Variable, to parameters: inout ParameterSet, wanting inputs: [Variable] = [],
        onFinal: (_ offset: Int) -> Void = { _ in }
    ) -> [Tensor?] {
        guard let last = loss.slot else { preconditionFailure("the loss was not recorded") }
        factors = [:]
        var gradients = [Tensor?](repeating: nil, count: slotCount)
        gradients[last] = Tensor(repeating: 1, shape: loss.value.shape)
        var finalOffset = Int.max
        while let operation = operations.popLast() {
            defer {
                if operation.earlierEnd < finalOffset {
                    finalOffset = operation.earlierEnd
                    onFinal(finalOffset)
                }
            }
            guard let dy = gradients[operation.output].take() else { continue }
            let inputGradients = operation.backward(dy, &parameters)
            precondition(inputGradients.count == operation.inputs.count)
            for (slot, gradient) in zip(operation.inputs, inputGradients) {
                guard let slot, let gradient else { continue }
                Self.add(gradient, to: &gradients[slot])
            }
        }
        return inputs.map { input in input.slot.flatMap { gradients[$0] } }
    }

    private static func add(_ gradient: Tensor, to sum: inout Tensor?) {
        guard var total = sum.take() else {
            sum = gradient
            return
        }
        total = total.converted(to: .f32)
        ElementwiseKernel.add(&total, gradient.converted(to: .f32))
        sum = total
    }
}
