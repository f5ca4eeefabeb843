import Foundation
internal import Tensors

/// The angles by which queries and keys are turned at each position.
///
///     θ(pos, i) = pos / 10000^(2i/d)        i < d/2
///
/// Su et al. 2021, §3.2.2 (arXiv:2104.09864): the rates of the sinusoidal encodings.
enum RotaryPositions {
    /// - Returns: the cosines of a position's angles, then their sines; [length, dimension]
    static func table(length: Int, headDimension d: Int) -> Tensor {
        let half = d / 2
        let rates = (0..<half).map { pow(10_000, -Double(2 * $0) / Double(d)) }
        var elements = [Float](repeating: 0, count: length * d)
        for position in 0..<length {
            for (i, rate) in rates.enumerated() {
                let angle = Double(position) * rate
                elements[position * d + i] = Float(cos(angle))
                elements[position * d + half + i] = Float(sin(angle))
            }
        }
        return Tensor(elements, shape: Shape(length, d))
    }
}
