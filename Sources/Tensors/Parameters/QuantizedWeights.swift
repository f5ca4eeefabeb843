/// Which matrices of a model products read, and which are tables that rows are taken from.
///
/// A table may be a transposed factor as well: embeddings tied to the output projection.
package struct MatrixRoles: Sendable {
    /// [in, out], on the right of products.
    package let products: [Parameter]
    /// [out, in], on the right of products, transposed.
    package let transposedProducts: [Parameter]
    /// [vocabulary, dim], whose rows are taken one by one.
    package let tables: [Parameter]

    package init(
        products: [Parameter], transposedProducts: [Parameter], tables: [Parameter] = []
    ) {
        self.products = products
        self.transposedProducts = transposedProducts
        self.tables = tables
    }

    /// What has a scale of its own in a parameter, where it is quantized; by its number.
    package var channels: [Int: QuantizedMatrix.Channel] {
        var channels: [Int: QuantizedMatrix.Channel] = [:]
        for parameter in products { channels[parameter.index] = .column }
        for parameter in transposedProducts + tables { channels[parameter.index] = .row }
        return channels
    }
}

/// A model's weights with all matrices quantized; biases and the like are floats.
///
/// In a quarter of the memory, for inference alone.
package struct QuantizedWeights: Sendable {
    package let layout: ParameterLayout
    /// By the parameters' numbers; each parameter is in one of the two.
    package let matrices: [Int: QuantizedMatrix]
    package let floats: [Int: Tensor]

    package init(_ weights: ParameterSet, _ roles: MatrixRoles) {
        let channels = roles.channels
        var matrices: [Int: QuantizedMatrix] = [:]
        var floats: [Int: Tensor] = [:]
        for parameter in weights.layout.parameters {
            if let channel = channels[parameter.index] {
                matrices[parameter.index] = QuantizedMatrix(weights[parameter], by: channel)
            } else {
                floats[parameter.index] = weights[parameter]
            }
        }
        self.init(layout: weights.layout, matrices: matrices, floats: floats)
    }

    package init(
        layout: ParameterLayout, matrices: [Int: QuantizedMatrix], floats: [Int: Tensor]
    ) {
        for parameter in layout.parameters {
            let shape = matrices[parameter.index]?.shape ?? floats[parameter.index]?.shape
            precondition(
                shape == parameter.shape, "\(parameter.name): \(shape.map { "\($0)" } ?? "none")")
        }
        self.layout = layout
        self.matrices = matrices
        self.floats = floats
    }

    /// All weights as floats.
    package var dequantized: ParameterSet {
        var set = ParameterSet(zeros: layout)
        for parameter in layout.parameters {
            if let matrix = matrices[parameter.index] {
                set[parameter] = matrix.dequantized
            } else if let tensor = floats[parameter.index] {
                set[parameter] = tensor
            }
        }
        return set
    }
}
