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
        let rates = (0..<D).map { pow(10_000, -Double($0 / 2 * 2) / Double(D)) }
        var elements = [Float](repeating: 0, count: length * D)
        for position in 0..<length {
            for (j, rate) in rates.enumerated() {
                let angle = Double(position) * rate
                elements[position * D + j] = Float(j % 2 == 0 ? sin(angle) : cos(angle))
            }
        }
        return Tensor(elements, shape: Shape(length, D))
    }
}
