/// What can be told together with what comes after it.
protocol Joinable {
    /// - Parameter share: of the later one in the two, 0 to 1
    func joined(with later: Self, share: Double) -> Self
}

/// A series that keeps to a number of points however long it gets: when they are too many,
/// neighbours are joined two by two, and what comes later is joined as many at a time.
struct ThinnedSeries<Point: Joinable> {
    private(set) var points: [Point] = []
    private let limit: Int
    /// Values that a point stands for, and that the last one stands for so far.
    private var stride = 1
    private var lastCount = 0

    init(limit: Int = 1_000) {
        precondition(limit >= 2, "a series of \(limit) points")
        self.limit = limit
    }

    mutating func append(_ point: Point) {
        if points.count == limit, lastCount == stride { halve() }
        if lastCount < stride, let last = points.popLast() {
            lastCount += 1
            points.append(last.joined(with: point, share: 1 / Double(lastCount)))
        } else {
            points.append(point)
            lastCount = 1
        }
    }

    private mutating func halve() {
        lastCount = points.count % 2 == 0 ? 2 * stride : stride
        points = Swift.stride(from: 0, to: points.count, by: 2).map { first in
            first + 1 < points.count
                ? points[first].joined(with: points[first + 1], share: 0.5) : points[first]
        }
        stride *= 2
    }
}

extension MetricsRecord.Step: Joinable {
    func joined(with later: Self, share: Double) -> Self {
        var joined = later
        joined.loss = loss.combined(with: later.loss) { $0 + share * ($1 - $0) }
        joined.gradientNorm = gradientNorm.combined(with: later.gradientNorm, by: max)
        if tokensPerSecond.value != nil {
            joined.tokensPerSecond = tokensPerSecond.combined(with: later.tokensPerSecond) {
                $0 + share * ($1 - $0)
            }
        }
        return joined
    }
}

extension MetricsRecord.Validation: Joinable {
    /// The better one.
    func joined(with later: Self, share: Double) -> Self {
        (bleu.value ?? 0) > (later.bleu.value ?? 0) ? self : later
    }
}

extension JSONNumber {
    /// Not finite where one of the two is not.
    fileprivate func combined(
        with other: JSONNumber, by combine: (Double, Double) -> Double
    ) -> JSONNumber {
        JSONNumber(value.flatMap { one in other.value.map { combine(one, $0) } })
    }
}
