/// How text is prepared before it is cut into subwords; the header of `subwords.bpe`.
package struct TextTreatment: Sendable, Equatable, Codable {
    package var normalization: Normalization
    /// Whether words are learned in lower case, with marks for their case.
    package var marksCase: Bool
    /// What travels as one token and comes back byte for byte.
    package var protection: Protection

    package init(
        normalization: Normalization = .nfc, marksCase: Bool = false,
        protection: Protection = .none
    ) {
        self.normalization = normalization
        self.marksCase = marksCase
        self.protection = protection
    }
}
