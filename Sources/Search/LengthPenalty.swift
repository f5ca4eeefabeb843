import Foundation

/// What a log-probability is divided by, so that long hypotheses are not worse for being long.
///
///     lp(Y) = ((5 + |Y|) / 6)^α
///
/// Wu et al. 2016, eq. 14 (arXiv:1609.08144). |Y| counts tokens without `</s>`.
struct LengthPenalty {
    /// α: 0 compares plain log-probabilities, 1 nearly their mean.
    let exponent: Float

    func divisor(length: Int) -> Float {
        pow(Float(5 + length) / 6, exponent)
    }
}
