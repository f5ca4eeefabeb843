import Foundation

/// What a metric says of a translation, with all that is needed to repeat and to judge it.
package struct Score: Sendable, Equatable {
    /// What the value was made from.
    package enum Details: Sendable, Equatable {
        case bleu(BLEU.Details)
        case chrF(ChrF.Details)
        case ter(TER.Details)
    }

    /// `BLEU`, `chrF2`, `chrF2++`, `TER` …, as sacreBLEU names it.
    package let name: String
    /// In percent; higher is better, except for TER, where lower is and 100 may be exceeded.
    package let value: Double
    /// The settings, in sacreBLEU's words: two values compare only under one signature.
    package let signature: String
    package let details: Details

    package init(name: String, value: Double, signature: String, details: Details) {
        self.name = name
        self.value = value
        self.signature = signature
        self.details = details
    }

    /// The whole result in one line, as sacreBLEU prints it: `BLEU|nrefs:1|… = 31.26 61.9/…`.
    package var line: String {
        joined(title: "\(name)|\(signature)")
    }

    private func joined(title: String) -> String {
        let detail = verbose.isEmpty ? "" : " \(verbose)"
        return "\(title) = \(value.formatted(decimals: 2))\(detail)"
    }

    /// What sacreBLEU prints behind the value; empty but for BLEU.
    package var verbose: String {
        guard case .bleu(let details) = details else { return "" }
        return details.description
    }
}

extension Score: CustomStringConvertible {
    /// The result without its signature: `BLEU = 31.26 61.9/37.0/24.6/16.9 (BP = 1.000 …)`.
    package var description: String {
        joined(title: name)
    }
}

extension Double {
    /// With so many digits after the point, in no one's locale.
    func formatted(decimals: Int) -> String {
        String(format: "%.\(decimals)f", self)
    }
}

/// The settings as `key:value` pairs between bars, ending as sacreBLEU's signatures end.
///
/// The version is the one of sacreBLEU whose rules and figures these are, not of this program: a
/// signature says what a figure can be compared with, and these agree to the last printed digit.
enum Signature {
    static let version = "2.6.0"

    static func make(referenceCount: Int, settings: [(key: String, value: String)]) -> String {
        let pairs = [("nrefs", "\(referenceCount)")] + settings + [("version", version)]
        return pairs.map { "\($0.0):\($0.1)" }.joined(separator: "|")
    }

    static func yesOrNo(_ value: Bool) -> String {
        value ? "yes" : "no"
    }
}
