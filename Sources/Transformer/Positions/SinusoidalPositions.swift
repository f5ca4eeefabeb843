import Foundation
package import Tensors

/// Sinusoidal encodings of positions.
///
///     PE(pos, 2i) = sin(pos / 10000^(2i/D))      PE(pos, 2i+1) = cos(pos / 10000^(2i/D))
///
/// Vaswani et al. 2017, §3.5.
package enum SinusoidalPositions {
    /// - Returns: [length, dimension]
    package static func table(length: Int, dimension D: Int) -> Tensor {
        var elements = [Float](repeating: 0, count: length * D)
        for j in stride(from: 0, to: D, by: 2) {
            let angles = PositionAngles(rate: pow(10_000, -Double(j) / Double(D)), length: length)
            for position in 0..<length {
                let (sine, cosine) = angles[position]
                elements[position * D + j] = Float(sine)
                if j + 1 < D { elements[position * D + j + 1] = Float(cosine) }
            }
        }
        return Tensor(elements, shape: Shape(length, D))
    }
}
