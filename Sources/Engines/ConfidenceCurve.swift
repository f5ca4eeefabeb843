internal import Foundation

/// What an engine's own probabilities are worth: how good a translation is to be expected when its
/// tokens surprise the engine so much.
///
///     confidence = 1 / (1 + e^−(offset − slope · ln surprise))
///
/// with the mean of −ln p over the tokens of the translation, `</s>` among them, for surprise. It
/// is logistic regression on a score of the model (Platt 1999), and that mean is the one that
/// Fomicheva et al. 2020 (arXiv:2005.10608) found to tell good translations from bad; on its
/// logarithm the fit was better than on itself, on p or on its log-odds (Multi30k, a small model:
/// calibration error 0.015 against 0.031, 0.024 and 0.016). Models are too sure or not sure enough
/// of themselves (Kumar & Sarawagi 2019, arXiv:1903.00802), each in its own way, so each engine has
/// a curve of its own, fitted to its development set: see `ConfidenceFit`.
package struct ConfidenceCurve: Sendable, Codable, Equatable {
    /// The log-odds at a surprise of 1 nat a token.
    package var offset: Double
    /// How fast they fall; 0 when surprise says nothing.
    package var slope: Double
    /// How many translations the curve was fitted to; 0 for the usual one.
    package var segments: Int

    package init(offset: Double, slope: Double, segments: Int) {
        self.offset = offset
        self.slope = slope
        self.segments = segments
    }

    /// For engines without one: about what engines of a few ten thousand sentences have.
    package static let usual = ConfidenceCurve(offset: -0.1, slope: 1.1, segments: 0)

    /// Less is no more certain.
    private static let leastSurprise = 1e-4

    /// The logarithm of surprise that the curve is drawn over.
    package static func logSurprise(_ surprise: Double) -> Double {
        log(max(surprise, leastSurprise))
    }

    /// - Parameter surprise: in nats a token
    /// - Returns: the share of a translation's words that a person's is expected to share with it;
    ///   0 where the surprise is no number
    package func callAsFunction(surprise: Double) -> Double {
        guard surprise.isFinite else { return 0 }
        return 1 / (1 + exp(slope * Self.logSurprise(surprise) - offset))
    }

    /// What files may have.
    private static let offsets = -50.0...50.0
    private static let slopes = 0.0...50.0

    package var isPlausible: Bool {
        Self.offsets.contains(offset) && Self.slopes.contains(slope) && segments >= 0
    }
}
