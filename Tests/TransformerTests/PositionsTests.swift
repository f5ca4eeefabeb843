import Foundation
import Tensors
import Testing

@testable import Transformer

@Suite struct PositionsTests {
    @Test("sines and cosines alternate, at the paper's rates")
    func byHand() {
        // D = 4: the angles are position / 1 and position / 100.
        let table = SinusoidalPositions.table(length: 3, dimension: 4)
        let expected: [Float] = [
            0, 1, 0, 1,
            0.841_470_98, 0.540_302_31, 0.009_999_833, 0.999_950_00,
            0.909_297_43, -0.416_146_84, 0.019_998_667, 0.999_800_01,
        ]
        #expect(table.dimensions2 == (3, 4))
        expectClose(table.elements, expected, within: 1e-7, "positions")
    }

    @Test("a far position is as exact as a near one")
    func farPosition() {
        let (position, D) = (1023, 256)
        let table = SinusoidalPositions.table(length: position + 1, dimension: D)
        for i in 0..<D / 2 {
            let angle = Double(position) / pow(10_000, Double(2 * i) / Double(D))
            let (sine, cosine) = (table[position * D + 2 * i], table[position * D + 2 * i + 1])
            // The nearest float, or where that is a close call its neighbour.
            #expect(abs(sine - Float(sin(angle))) <= sine.ulp, "sine of pair \(i)")
            #expect(abs(cosine - Float(cos(angle))) <= cosine.ulp, "cosine of pair \(i)")
        }
    }

    @Test("rotary angles turn a head's pairs at the paper's rates")
    func rotaryByHand() {
        // d = 4: the angles are position / 1 and position / 100; cosines first.
        let table = RotaryPositions.table(length: 3, headDimension: 4)
        let expected: [Float] = [
            1, 1, 0, 0,
            0.540_302_31, 0.999_950_00, 0.841_470_98, 0.009_999_833,
            -0.416_146_84, 0.999_800_01, 0.909_297_43, 0.019_998_667,
        ]
        #expect(table.dimensions2 == (3, 4))
        expectClose(table.elements, expected, within: 1e-7, "angles")
    }

    @Test(
        "slopes are the paper's, and its authors' where heads are no power of 2",
        arguments: [
            (1, [0x1p-8]), (2, [0x1p-4, 0x1p-8]), (3, [0x1p-4, 0x1p-8, 0x1p-2]),
            (4, [0x1p-2, 0x1p-4, 0x1p-6, 0x1p-8]),
            (6, [0x1p-2, 0x1p-4, 0x1p-6, 0x1p-8, 0x1p-1, 0x1p-3]),
            (8, (1...8).map { Float(sign: .plus, exponent: -$0, significand: 1) }),
        ] as [(Int, [Float])])
    func slopes(heads: Int, expected: [Float]) {
        #expect(DistanceSlopes.of(heads: heads) == expected)
    }
}
