/// A model's weights for inference: those that products read are laid out as products want them.
///
/// Immutable, so that all translating tasks share one.
package struct PackedWeights: Sendable {
    package let type: WeightType
    private let source: Source
    /// The right-hand sides of products, by the parameters' numbers.
    private let factors: [Int: Factor]

    /// What is read besides products.
    private enum Source: Sendable {
        case floats(ParameterSet)
        /// By the parameters' numbers.
        case quantized(tables: [Int: QuantizedMatrix], floats: [Int: Tensor])
    }

    private enum Factor: Sendable {
        case floats(PackedMatrix)
        case int8(PackedInt8Matrix)
    }

    package init(
        _ weights: ParameterSet, _ roles: MatrixRoles, precision: Precision = .f32,
        workers: Workers = Workers(count: 1)
    ) {
        type = WeightType(precision)
        source = .floats(weights)
        let transposed = Set(roles.transposedProducts.map(\.index))
        factors = Self.factors(of: roles, workers: workers) { parameter in
            .floats(
                PackedMatrix(
                    weights[parameter], transposing: transposed.contains(parameter.index),
                    precision: precision))
        }
    }

    package init(
        _ weights: QuantizedWeights, _ roles: MatrixRoles, workers: Workers = Workers(count: 1)
    ) {
        type = .int8
        // Of the matrices that products read transposed, single columns are read as well.
        let tables = Set((roles.tables + roles.transposedProducts).map(\.index))
        source = .quantized(
            tables: weights.matrices.filter { tables.contains($0.key) }, floats: weights.floats)
        factors = Self.factors(of: roles, workers: workers) { parameter in
            guard let matrix = weights.matrices[parameter.index] else {
                preconditionFailure("\(parameter.name) is not quantized")
            }
            return .int8(PackedInt8Matrix(matrix))
        }
    }

    private static func factors(
        of roles: MatrixRoles, workers: Workers, _ pack: @Sendable (Parameter) -> Factor
    ) -> [Int: Factor] {
        // The output projection, which is large, is not left for the end.
        let parameters = roles.transposedProducts + roles.products
        let factors = workers.map(over: parameters, pack)
        return Dictionary(
            zip(parameters.map(\.index), factors), uniquingKeysWith: { first, _ in first })
    }

    /// Of the factors of products that are not quantized.
    var precision: Precision { type.precision ?? .f32 }

    /// The weights of a parameter that is kept as floats.
    subscript(parameter: Parameter) -> Tensor {
        switch source {
        case .floats(let set): return set[parameter]
        case .quantized(_, let floats):
            guard let tensor = floats[parameter.index] else {
                preconditionFailure("\(parameter.name) is kept as whole numbers")
            }
            return tensor
        }
    }

    /// A table that is kept as whole numbers; nil where it is kept as floats.
    func quantizedTable(_ parameter: Parameter) -> QuantizedMatrix? {
        if case .quantized(let tables, _) = source { tables[parameter.index] } else { nil }
    }

    /// x · weight (+ bias) (then ReLU); nil for a parameter that no product reads.
    /// - Parameter x: [rows, in], rows a multiple of `PackedMatrix.rowMultiple`
    func product(_ x: Tensor, _ weight: Parameter, bias: Tensor?, relu: Bool) -> Tensor? {
        switch factors[weight.index] {
        case .floats(let matrix): matrix.product(x, bias: bias, relu: relu)
        case .int8(let matrix): matrix.product(x, bias: bias, relu: relu)
        case nil: nil
        }
    }
}
