/// One named array of weights inside the flat layout that all of a model's weights share.
package struct Parameter: Sendable, Hashable {
    /// Its number in the layout, from 0.
    package let index: Int
    /// What checkpoints call it; set once where it is declared, whatever Swift calls it.
    package let name: String
    package let shape: Shape
    /// Where its elements begin in a `ParameterSet`.
    package let offset: Int

    package var range: Range<Int> { offset..<offset + shape.count }
}

/// How a parameter's weights begin.
package enum Initializer: Sendable, Hashable {
    case zeros
    case ones
    /// Uniform in ±√(6/(fanIn + fanOut)); Glorot & Bengio 2010, eq. 16.
    case xavier(fanIn: Int, fanOut: Int)
    /// Normal with mean 0.
    case normal(deviation: Float)
}

/// The names, shapes and places of all parameters of a model.
///
/// Filled while the model is declared; afterwards weights, gradients and moments are
/// `ParameterSet`s over it.
package struct ParameterLayout: Sendable {
    package private(set) var parameters: [Parameter] = []
    private(set) var initializers: [Initializer] = []
    private var names: Set<String> = []
    /// The number of floats a `ParameterSet` holds, gaps included.
    package private(set) var count = 0

    package init() {}

    package mutating func add(
        _ name: String, _ shape: Shape, _ initializer: Initializer
    ) -> Parameter {
        precondition(names.insert(name).inserted, "parameter \(name) declared twice")
        let parameter = Parameter(
            index: parameters.count, name: name, shape: shape, offset: count)
        parameters.append(parameter)
        initializers.append(initializer)
        // Every parameter begins at a cache line.
        count += (shape.count + 15) / 16 * 16
        return parameter
    }

    /// The number of weights, gaps not included.
    package var weightCount: Int { parameters.reduce(0) { $0 + $1.shape.count } }
}
