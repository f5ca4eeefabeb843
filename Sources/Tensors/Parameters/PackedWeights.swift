/// A model's weights for inference: those that products read are laid out as oneDNN wants them.
///
/// Immutable, so that all translating tasks share one.
package struct PackedWeights: Sendable {
    package let weights: ParameterSet
    package let precision: Precision
    private let matrices: [Int: PackedMatrix]
    private let transposed: [Int: PackedMatrix]

    /// - Parameters:
    ///   - products: parameters [in, out] that stand on the right of products.
    ///   - transposedProducts: parameters [out, in] that do so transposed.
    package init(
        _ weights: ParameterSet, products: [Parameter], transposedProducts: [Parameter],
        precision: Precision = .f32
    ) {
        self.weights = weights
        self.precision = precision
        matrices = Self.pack(products, of: weights, transposing: false, precision)
        transposed = Self.pack(transposedProducts, of: weights, transposing: true, precision)
    }

    private static func pack(
        _ parameters: [Parameter], of weights: ParameterSet, transposing: Bool,
        _ precision: Precision
    ) -> [Int: PackedMatrix] {
        Dictionary(
            parameters.map {
                let matrix = PackedMatrix(
                    weights[$0], transposing: transposing, precision: precision)
                return ($0.index, matrix)
            },
            uniquingKeysWith: { first, _ in first })
    }

    func matrix(_ parameter: Parameter, transposed isTransposed: Bool) -> PackedMatrix? {
        isTransposed ? transposed[parameter.index] : matrices[parameter.index]
    }
}
