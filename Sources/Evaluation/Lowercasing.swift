extension CodePoints {
    private static let capitalSigma: UInt32 = 0x3A3
    private static let smallSigma: UInt32 = 0x3C3
    private static let finalSigma: UInt32 = 0x3C2

    /// In lower case, by Unicode's full mappings and its rule for the final sigma.
    ///
    /// `String.lowercased()` knows no final sigma; Python's `lower()`, which sacreBLEU uses, does.
    var lowercased: CodePoints {
        var result: CodePoints = []
        result.reserveCapacity(count)
        for index in 0..<count {
            let codePoint = self[index]
            if codePoint < 0x80 {
                result.append(codePoint >= 0x41 && codePoint <= 0x5A ? codePoint + 32 : codePoint)
            } else if codePoint == Self.capitalSigma {
                result.append(isFinalSigma(at: index) ? Self.finalSigma : Self.smallSigma)
            } else {
                Self.appendLowercase(of: codePoint, to: &result)
            }
        }
        return result
    }

    private static func appendLowercase(of codePoint: UInt32, to result: inout CodePoints) {
        guard let properties = Unicode.Scalar(codePoint)?.properties,
            properties.changesWhenLowercased
        else {
            result.append(codePoint)
            return
        }
        for scalar in properties.lowercaseMapping.unicodeScalars { result.append(scalar.value) }
    }

    /// Whether a letter stands before this one and none after it, case-ignorable ones aside.
    ///
    /// The Unicode Standard, section 3.13, Final_Sigma.
    private func isFinalSigma(at index: Int) -> Bool {
        let before = self[..<index].last { !Self.isCaseIgnorable($0) }
        guard let before, Self.isCased(before) else { return false }
        let after = self[(index + 1)...].first { !Self.isCaseIgnorable($0) }
        return after.map { !Self.isCased($0) } ?? true
    }

    private static func isCased(_ codePoint: UInt32) -> Bool {
        Unicode.Scalar(codePoint)?.properties.isCased ?? false
    }

    private static func isCaseIgnorable(_ codePoint: UInt32) -> Bool {
        Unicode.Scalar(codePoint)?.properties.isCaseIgnorable ?? false
    }
}
