@testable import Tensors

extension GradientCase {
    /// One line or more for every op that has a gradient.
    static let all =
        linear + activation + embedding + norm + rmsNorm + residual + rotation + attention + loss
        + rDrop + composed

    // MARK: - Linear

    private static let linear = [
        linear("plain"),
        linear("without bias", bias: false),
        linear("ReLU", relu: true),
        linear("ReLU without bias", bias: false, relu: true),
        linear("weight transposed", transposed: true),
        linear("weight transposed, ReLU", transposed: true, relu: true),
    ]

    private static func linear(
        _ variant: String, bias hasBias: Bool = true, transposed: Bool = false, relu: Bool = false
    ) -> GradientCase {
        GradientCase("Linear", variant, inputs: [Shape(7, 5)], hasKinks: relu) { layout in
            let parameters = layout.addLinear(from: 5, to: 9, bias: hasBias, transposed: transposed)
            return { tape, inputs in tape.linear(inputs[0], parameters, relu: relu) }
        }
    }

    // MARK: - Activations

    private static let activation = [
        GradientCase("GELU", "plain", inputs: [Shape(7, 5)]) { _ in
            { tape, inputs in tape.gelu(inputs[0]) }
        },
        GradientCase("SwiGLU", "plain", inputs: [Shape(4, 10)]) { _ in
            { tape, inputs in tape.swiglu(inputs[0]) }
        },
    ]

    // MARK: - Embedding

    private static let embedding = [
        embedding("plain"), embedding("dropout", dropout: 0.3),
        GradientCase("Embedding", "no positions", inputs: []) { layout in
            let table = layout.add("table", Shape(6, 5), .zeros)
            return { tape, _ in
                tape.embedding(
                    ids: [3, 0, 5], positionOf: [0, 1, 2], table: table, positions: .none,
                    scale: 2.5)
            }
        },
        learnedPositions("learned positions"),
        learnedPositions("learned positions, dropout", dropout: 0.3),
    ]

    private static func learnedPositions(_ variant: String, dropout: Float = 0) -> GradientCase {
        GradientCase("Embedding", variant, inputs: [], dropout: dropout) { layout in
            let table = layout.add("table", Shape(6, 5), .zeros)
            let positions = layout.add("positions", Shape(4, 5), .zeros)
            return { tape, _ in
                tape.embedding(
                    ids: [3, 0, 5, 3, 3, 1, 4, 0], positionOf: [0, 1, 2, 3, 0, 1, 0, 0],
                    table: table, positions: .learned(positions), scale: 2.5,
                    rowKeys: [9, 8, 7, 6, 5, 4, 3, 2])
            }
        }
    }

    /// Words and positions come more than once; one word never.
    private static func embedding(_ variant: String, dropout: Float = 0) -> GradientCase {
        GradientCase("Embedding", variant, inputs: [], dropout: dropout) { layout in
            let table = layout.add("table", Shape(6, 5), .zeros)
            return { tape, _ in
                tape.embedding(
                    ids: [3, 0, 5, 3, 3, 1, 4, 0], positionOf: [0, 1, 2, 3, 0, 1, 0, 0],
                    table: table, positions: .fixed(.random(4, 5, seed: 1)), scale: 2.5)
            }
        }
    }

    // MARK: - AddNorm

    private static let norm = [
        addNorm("sum of two"), addNorm("sum of two, dropout", dropout: 0.3),
        GradientCase("AddNorm", "one input", inputs: [Shape(4, 7)]) { layout in
            let parameters = NormParameters(dimension: 7, in: &layout, at: "norm")
            return { tape, inputs in tape.norm(inputs[0], parameters) }
        },
    ]

    private static func addNorm(_ variant: String, dropout: Float = 0) -> GradientCase {
        let inputs = [Shape(4, 7), Shape(4, 7)]
        return GradientCase("AddNorm", variant, inputs: inputs, dropout: dropout) { layout in
            let parameters = NormParameters(dimension: 7, in: &layout, at: "norm")
            return { tape, inputs in tape.addNorm(inputs[0], inputs[1], parameters) }
        }
    }

    // MARK: - AddRMSNorm

    private static let rmsNorm = [
        addRMSNorm("sum of two"), addRMSNorm("sum of two, dropout", dropout: 0.3),
        GradientCase("AddRMSNorm", "one input", inputs: [Shape(4, 7)]) { layout in
            let parameters = NormParameters(
                dimension: 7, in: &layout, at: "norm", hasBeta: false)
            return { tape, inputs in tape.norm(inputs[0], parameters) }
        },
    ]

    private static func addRMSNorm(_ variant: String, dropout: Float = 0) -> GradientCase {
        let inputs = [Shape(4, 7), Shape(4, 7)]
        return GradientCase("AddRMSNorm", variant, inputs: inputs, dropout: dropout) { layout in
            let parameters = NormParameters(
                dimension: 7, in: &layout, at: "norm", hasBeta: false)
            return { tape, inputs in tape.addNorm(inputs[0], inputs[1], parameters) }
        }
    }

    // MARK: - ResidualAdd

    private static let residual = [
        residualAdd("plain"), residualAdd("dropout", dropout: 0.3),
        GradientCase("ResidualAdd", "of one variable twice", inputs: [Shape(3, 6)], dropout: 0.3) {
            _ in
            { tape, inputs in tape.residualAdd(inputs[0], inputs[0]) }
        },
    ]

    private static func residualAdd(_ variant: String, dropout: Float = 0) -> GradientCase {
        let inputs = [Shape(3, 6), Shape(3, 6)]
        return GradientCase("ResidualAdd", variant, inputs: inputs, dropout: dropout) { _ in
            { tape, inputs in tape.residualAdd(inputs[0], inputs[1]) }
        }
    }

    // MARK: - CrossEntropy

    private static let loss = [
        crossEntropy("plain"),
        crossEntropy("smoothing", smoothing: 0.1),
        crossEntropy("smoothing, weight transposed", smoothing: 0.1, transposed: true),
        crossEntropy("without bias", bias: false),
        crossEntropy("rows without target", smoothing: 0.1, targetCount: 4),
    ]

    private static func crossEntropy(
        _ variant: String, smoothing: Float = 0, bias: Bool = true, transposed: Bool = false,
        targetCount: Int = 6
    ) -> GradientCase {
        GradientCase("CrossEntropy", variant, inputs: [Shape(6, 5)]) { layout in
            let projection = layout.addLinear(from: 5, to: 11, bias: bias, transposed: transposed)
            let targets = Array([0, 10, 3, 3, 7, 1].prefix(targetCount)) as [Int32]
            return { tape, inputs in
                tape.projectedCrossEntropy(
                    inputs[0], projection, targets: targets, smoothing: smoothing, scale: 0.75)
            }
        }
    }

    // MARK: - RegularizedDropout

    private static let rDrop = [
        rDrop("plain"), rDrop("smoothing", smoothing: 0.1),
        rDrop("without divergence, rows of no sequence", alpha: 0, rows: 11),
    ]

    private static func rDrop(
        _ variant: String, smoothing: Float = 0, alpha: Float = 3, rows: Int = 8
    ) -> GradientCase {
        GradientCase("RegularizedDropout", variant, inputs: [Shape(rows, 5)]) { layout in
            let projection = layout.addLinear(from: 5, to: 11)
            return { tape, inputs in
                tape.projectedRegularizedDropout(
                    inputs[0], projection, targets: [10, 3, 3, 7, 10, 3, 3, 7],
                    smoothing: smoothing, alpha: alpha, scale: 0.75)
            }
        }
    }

    // MARK: - Several ops

    /// What the tape itself does: gradients of a variable and of a weight used twice add up.
    private static let composed = [
        GradientCase("Linear", "a variable and a weight used twice", inputs: [Shape(4, 6)]) {
            layout in
            let first = layout.addLinear("first", from: 6, to: 6)
            let norm = NormParameters(dimension: 6, in: &layout, at: "norm")
            return { tape, inputs in
                let hidden = tape.linear(inputs[0], first)
                let again = tape.linear(hidden, first)
                return tape.residualAdd(tape.addNorm(inputs[0], again, norm), hidden)
            }
        },
        GradientCase("CrossEntropy", "an embedding table as projection", inputs: []) { layout in
            let table = layout.add("table", Shape(7, 5), .zeros)
            let projection = LinearParameters(weight: table, bias: nil, isTransposed: true)
            return { tape, _ in
                let x = tape.embedding(
                    ids: [1, 6, 2, 1], positionOf: [0, 1, 2, 0], table: table,
                    positions: .fixed(.random(3, 5, seed: 1)), scale: 1.5)
                return tape.projectedCrossEntropy(
                    x, projection, targets: [6, 2, 1, 0], smoothing: 0.1, scale: 0.5)
            }
        },
    ]
}

extension ParameterLayout {
    fileprivate mutating func addLinear(
        _ name: String = "linear", from inner: Int, to outer: Int, bias: Bool = true,
        transposed: Bool = false
    ) -> LinearParameters {
        let shape = transposed ? Shape(outer, inner) : Shape(inner, outer)
        let weight = add("\(name).weight", shape, .zeros)
        return LinearParameters(
            weight: weight, bias: bias ? add("\(name).bias", Shape(outer), .zeros) : nil,
            isTransposed: transposed)
    }
}
