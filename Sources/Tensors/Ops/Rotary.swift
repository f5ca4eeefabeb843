/// Positions by turning queries and keys, so that a score hangs on how far apart they are.
///
///     [a, b] → [a cos θ − b sin θ, a sin θ + b cos θ]        θ = position · rate of the pair
///
/// Su et al. 2021, eq. 34 (arXiv:2104.09864). A pair is a column of a head and the one half a head
/// further, not its neighbour, so that whole vectors are turned; the order of a head's columns has
/// no meaning.
package enum Rotary {
    /// - Parameters:
    ///   - x: [rows, …], of whose columns the first heads·dim are turned: queries and keys
    ///   - heads: of queries and keys together
    package static func forward(_ x: Tensor, _ rotation: Rotation, heads: Int) -> Tensor {
        RotationKernel.rotate(x, rotation, heads: heads, isBackward: false)
    }

    /// The gradient of `forward`: turned back.
    package static func backward(_ dy: Tensor, _ rotation: Rotation, heads: Int) -> Tensor {
        RotationKernel.rotate(dy, rotation, heads: heads, isBackward: true)
    }
}

/// By which angles each row is turned.
package struct Rotation: Sendable {
    /// The cosines of a position's angles, then their sines; [positions, head dim].
    let table: Tensor
    /// Each row's place in its sequence.
    let positionOf: [Int32]

    package init(table: Tensor, positionOf: [Int32]) {
        self.table = table
        self.positionOf = positionOf
    }
}

extension Tape {
    /// Turns the first columns, which are so many heads of queries and keys.
    package func rotate(_ x: Variable, _ rotation: Rotation, heads: Int) -> Variable {
        record(Rotary.forward(x.value, rotation, heads: heads), from: [x]) { dy, _ in
            [Rotary.backward(dy, rotation, heads: heads)]
        }
    }
}
