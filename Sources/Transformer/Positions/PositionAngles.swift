import Foundation

/// Sines and cosines of angles that grow evenly with the position.
///
/// A position is a block and a place in it, whose angles are added; so a table takes two times √n
/// sines instead of n, and an engine is loaded sooner.
///
///     sin(a + b) = sin a cos b + cos a sin b      cos(a + b) = cos a cos b − sin a sin b
struct PositionAngles {
    typealias Point = (sine: Double, cosine: Double)

    private static let blockLength = 32

    private let blocks: [Point]
    private let places: [Point]

    /// - Parameter rate: radians a position
    init(rate: Double, length: Int) {
        func points(_ count: Int, apart step: Double) -> [Point] {
            (0..<count).map { (sin(Double($0) * step), cos(Double($0) * step)) }
        }
        blocks = points(
            (length + Self.blockLength - 1) / Self.blockLength,
            apart: Double(Self.blockLength) * rate)
        places = points(Self.blockLength, apart: rate)
    }

    subscript(position: Int) -> Point {
        let (a, b) = (blocks[position / Self.blockLength], places[position % Self.blockLength])
        return (
            a.sine * b.cosine + a.cosine * b.sine, a.cosine * b.cosine - a.sine * b.sine
        )
    }
}
