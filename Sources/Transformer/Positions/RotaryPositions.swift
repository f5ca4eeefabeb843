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
        var elements = [Float](repeating: 0, count: length * d)
        for i in 0..<half {
            let angles = PositionAngles(
                rate: pow(10_000, -Double(2 * i) / Double(d)), length: length)
            for position in 0..<length {
                let (sine, cosine) = angles[position]
                elements[position * d + i] = Float(cosine)
                elements[position * d + half + i] = Float(sine)
            }
        }
        return Tensor(elements, shape: Shape(length, d))
    }
}
