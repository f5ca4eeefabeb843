internal import CICU

extension WrittenNumber {
    /// What a language writes before tenths, as CLDR has it; a full stop where nobody knows.
    ///
    /// It may be a region's: `,` for `de`, `.` for `de-CH`.
    package static func decimalSign(of language: String) -> Unicode.Scalar {
        let sign = language.withCString { cicu_language_decimal_sign($0) }
        return Unicode.Scalar(sign).flatMap { $0.value == 0 ? nil : $0 } ?? "."
    }
}
