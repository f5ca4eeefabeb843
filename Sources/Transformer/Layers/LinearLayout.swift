package import Tensors

extension ParameterLayout {
    /// Declares an affine map with Xavier weights and zero bias.
    ///
    /// - Parameter blocks: how many maps of the same inputs lie side by side in the columns; each
    ///   is initialised as if it stood alone.
    package mutating func addLinear(
        _ path: String, from inputs: Int, to outputs: Int, blocks: Int = 1
    ) -> LinearParameters {
        LinearParameters(
            weight: add(
                "\(path).weight", Shape(inputs, outputs * blocks),
                .xavier(fanIn: inputs, fanOut: outputs)),
            bias: add("\(path).bias", Shape(outputs * blocks), .zeros))
    }
}
