/// One float for every weight of a model: its weights, their gradients, or an optimiser's moments.
///
/// All lie in one flat array, so that an optimiser, an all-reduce or a checkpoint is a loop that
/// knows no layers.
package struct ParameterSet: Sendable {
    package let layout: ParameterLayout
    private var values: Tensor

    /// All zero.
    package init(zeros layout: ParameterLayout) {
        self.layout = layout
        values = .zeros(Shape(max(layout.count, 1)))
    }

    /// Takes all floats in the layout's order as they are, gaps (which must be zero) included.
    package init(_ layout: ParameterLayout, flat: Tensor) {
        flat.requireShape(max(layout.count, 1), name: "flat")
        self.layout = layout
        values = flat
    }

    /// Weights as each parameter's initializer says.
    package init(_ layout: ParameterLayout, random: inout RandomSource) {
        self.init(zeros: layout)
        for (parameter, initializer) in zip(layout.parameters, layout.initializers) {
            self[parameter] = initializer.draw(parameter.shape, random: &random)
        }
    }

    package subscript(parameter: Parameter) -> Tensor {
        get { values.rows(parameter.range).reshaped(parameter.shape) }
        set {
            precondition(newValue.shape == parameter.shape, "\(parameter.name): \(newValue.shape)")
            CopyKernel.copy(newValue, into: &values, at: parameter.offset)
        }
    }

    /// All floats in the layout's order, gaps (always zero) included.
    package var flat: Tensor {
        _read { yield values }
        _modify { yield &values }
    }
}

extension Initializer {
    func draw(_ shape: Shape, random: inout RandomSource) -> Tensor {
        switch self {
        case .zeros:
            return .zeros(shape)
        case .ones:
            return Tensor(repeating: 1, shape: shape)
        case .xavier(let fanIn, let fanOut):
            let limit = (6 / Float(fanIn + fanOut)).squareRoot()
            let draws = (0..<shape.count).map { _ in (2 * random.uniform() - 1) * limit }
            return Tensor(draws, shape: shape)
        case .normal(let deviation):
            return Tensor((0..<shape.count).map { _ in random.normal() * deviation }, shape: shape)
        }
    }
}
