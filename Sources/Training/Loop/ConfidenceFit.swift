package import Engines
internal import Foundation

/// Fits a `ConfidenceCurve` to translations whose references are known.
///
/// Minimises the cross-entropy
///
///     −Σ y ln c(s) + (1 − y) ln(1 − c(s))
///
/// over offset and slope ≥ 0, by Newton's method; y is a share of words, no class, which leaves the
/// function convex and its minimum where the mean of c is that of y. A few pairs that lie on the
/// usual curve are added, so that a handful of translations, or perfect ones, give a curve as well.
package enum ConfidenceFit {
    /// A translation of the development set.
    package struct Example: Sendable, Equatable {
        /// The mean of −ln p over its tokens.
        package let surprise: Double
        /// With the reference: `WordAgreement`, 0 … 1.
        package let agreement: Double

        package init(surprise: Double, agreement: Double) {
            self.surprise = surprise
            self.agreement = agreement
        }
    }

    /// From sure to lost.
    private static let usualSurprises = [0.125, 0.35, 1, 2.8]
    private static let iterations = 50

    /// - Parameter examples: those that are no numbers, of a broken model, are left out
    package static func curve(of examples: [Example]) -> ConfidenceCurve {
        let usable = examples.filter { $0.surprise.isFinite && (0...1).contains($0.agreement) }
        let usual = usualSurprises.map {
            Example(surprise: $0, agreement: ConfidenceCurve.usual(surprise: $0))
        }
        let points = (usable + usual).map {
            (x: -ConfidenceCurve.logSurprise($0.surprise), y: $0.agreement)
        }
        var (offset, slope) = minimum(of: points)
        if slope < 0 { (offset, slope) = minimum(of: points.map { (x: 0, y: $0.y) }) }
        return ConfidenceCurve(offset: offset, slope: slope, segments: usable.count)
    }

    /// The offset and slope of the log-odds over x; the slope is 0 where all x are 0.
    private static func minimum(of points: [(x: Double, y: Double)]) -> (Double, Double) {
        var (a, b) = (0.0, 0.0)
        var loss = loss(of: points, a, b)
        for _ in 0..<iterations {
            let step = newtonStep(of: points, a, b)
            var share = 1.0
            // A whole step may lead too far where the curve is flat.
            while share > 1e-6 {
                let next = Self.loss(of: points, a + share * step.0, b + share * step.1)
                if next <= loss {
                    (a, b, loss) = (a + share * step.0, b + share * step.1, next)
                    break
                }
                share /= 2
            }
            if abs(step.0) + abs(step.1) < 1e-9 || share <= 1e-6 { break }
        }
        return (a, b)
    }

    private static func loss(
        of points: [(x: Double, y: Double)], _ a: Double, _ b: Double
    ) -> Double {
        points.reduce(0) { sum, point in
            let z = a + b * point.x
            return sum + max(z, 0) + log1p(exp(-abs(z))) - point.y * z
        }
    }

    /// −H⁻¹ g, with a trace of the unit matrix in H, which is singular where all x are one.
    private static func newtonStep(
        of points: [(x: Double, y: Double)], _ a: Double, _ b: Double
    ) -> (Double, Double) {
        var (ga, gb, haa, hab, hbb) = (0.0, 0.0, 1e-9, 0.0, 1e-9)
        for point in points {
            let c = 1 / (1 + exp(-(a + b * point.x)))
            let curvature = c * (1 - c)
            ga += c - point.y
            gb += (c - point.y) * point.x
            haa += curvature
            hab += curvature * point.x
            hbb += curvature * point.x * point.x
        }
        let determinant = haa * hbb - hab * hab
        guard determinant > 0 else { return (0, 0) }
        return ((hab * gb - hbb * ga) / determinant, (hab * ga - haa * gb) / determinant)
    }
}
