import Foundation
import Tensors

/// The median and range of several runs.
struct Measurement {
    let seconds: [Double]

    var median: Double { seconds.sorted()[seconds.count / 2] }
    var mean: Double { seconds.reduce(0, +) / Double(seconds.count) }
    var range: ClosedRange<Double> { (seconds.min() ?? 0)...(seconds.max() ?? 0) }

    /// Warms up, then times `runs` calls of `body`.
    init(warmups: Int = 3, runs: Int = 20, _ body: () -> Void) {
        for _ in 0..<warmups { body() }
        let clock = ContinuousClock()
        seconds = (0..<runs).map { _ in
            clock.measure(body) / .seconds(1)
        }
    }
}

/// The rate of [2048, 512]·[512, 2048] on every worker at once: what the machine has to give.
func gemmGigaflops(precision: WeightType, workers: Workers) -> Double {
    let product = gemmProduct(precision)
    let products = 10
    let measurement = Measurement(warmups: 2, runs: 10) {
        workers.run { _ in
            for _ in 0..<products { product() }
        }
    }
    let operations = 2.0 * 2048 * 512 * 2048 * Double(products * workers.count)
    return operations / measurement.median * 1e-9
}

/// With the rounding of the left factor, as in inference.
private func gemmProduct(_ precision: WeightType) -> @Sendable () -> Void {
    var random = RandomSource(seed: 1)
    let left = Tensor((0..<2048 * 512).map { _ in random.uniform() - 0.5 }, shape: Shape(2048, 512))
    let right = Tensor(
        (0..<512 * 2048).map { _ in random.uniform() - 0.5 }, shape: Shape(512, 2048))
    guard let precision = precision.precision else {
        let packed = PackedInt8Matrix(QuantizedMatrix(right, by: .column))
        return { _ = packed.product(left, bias: nil) }
    }
    let packed = PackedMatrix(right, precision: precision)
    return { _ = packed.product(left, bias: nil) }
}

/// Prints a result as one line of JSON, or as words.
func report(_ fields: KeyValuePairs<String, any CustomStringConvertible>, asJSON: Bool) {
    if asJSON {
        let body = fields.map { key, value in
            value is String ? "\"\(key)\": \"\(value)\"" : "\"\(key)\": \(value)"
        }
        print("{" + body.joined(separator: ", ") + "}")
    } else {
        print(fields.map { "\($0.key) \($0.value)" }.joined(separator: "  "))
    }
}
