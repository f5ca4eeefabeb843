/// A number in a text, and what it says where it stands: `1,234.50` in English is 1234.5.
package struct WrittenNumber: Sendable, Equatable {
    /// Byte for byte.
    package let text: String
    /// As digits with a full stop before the tenths and no zeros that say nothing: `1234.5`.
    ///
    /// Nil for what is no amount, as a time, a date or a version.
    package let amount: String?
    /// The runs of digits between separators: 31, 01 and 2026 of `31.01.2026`.
    package let groups: [String]

    /// Whether it is an amount without tenths.
    package var isWhole: Bool { amount.map { !$0.contains(".") } ?? false }

    /// - Parameters:
    ///   - text: as `CarriedContents` has it: digits of any script, single separators among them
    ///   - decimalSign: of the language; what it leaves open is read as it can be
    package init(_ text: String, decimalSign: Unicode.Scalar) {
        self.text = text
        let parts = Parts(text)
        groups = parts.groups
        amount = parts.amount(decimalSign: decimalSign)
    }
}

extension WrittenNumber {
    /// Runs of digits in ASCII, and what stands between them.
    private struct Parts {
        private(set) var groups: [String] = []
        private(set) var separators: [Unicode.Scalar] = []

        init(_ text: String) {
            var group = ""
            for scalar in text.unicodeScalars {
                if let digit = scalar.decimalDigit {
                    group.unicodeScalars.append(digit)
                } else if !group.isEmpty {
                    groups.append(group)
                    separators.append(scalar)
                    group = ""
                }
            }
            if group.isEmpty {
                if !separators.isEmpty { separators.removeLast() }
            } else {
                groups.append(group)
            }
        }

        func amount(decimalSign: Unicode.Scalar) -> String? {
            guard let last = separators.last else {
                return groups.first.map { Self.amount($0[...], tenths: "") }
            }
            let whole = groups.dropLast()
            let isDecimal = last.canPartTenths && areThousands(whole, by: separators.dropLast())
            if separators.count == 1 {
                let mayBeThousands = areThousands(groups[...], by: separators[...])
                return last == "٫" || last == decimalSign || (!mayBeThousands && isDecimal)
                    ? Self.amount(whole.joined()[...], tenths: groups[groups.count - 1])
                    : mayBeThousands ? Self.amount(groups.joined()[...], tenths: "") : nil
            }
            if areThousands(groups[...], by: separators[...]) {
                return Self.amount(groups.joined()[...], tenths: "")
            }
            guard isDecimal, last != separators[0] else { return nil }
            return Self.amount(whole.joined()[...], tenths: groups[groups.count - 1])
        }

        /// Whether separators of one kind part thousands, or lakhs before them; nothing parted
        /// counts as well.
        private func areThousands(
            _ groups: ArraySlice<String>, by separators: ArraySlice<Unicode.Scalar>
        ) -> Bool {
            guard let separator = separators.first, let first = groups.first else { return true }
            return separator.canPartThousands && separators.allSatisfy { $0 == separator }
                && (1...3).contains(first.utf8.count) && first != "0"
                && groups.last?.utf8.count == 3
                && groups.dropFirst().allSatisfy { (2...3).contains($0.utf8.count) }
        }

        private static func amount(_ whole: Substring, tenths: String) -> String {
            var tenths = tenths[...]
            while tenths.last == "0" { tenths.removeLast() }
            let whole = String(whole).withoutLeadingZeros
            return tenths.isEmpty ? whole : "\(whole).\(tenths)"
        }
    }
}

extension String {
    /// Of a run of digits; a zero alone stays.
    package var withoutLeadingZeros: String {
        let rest = drop { $0 == "0" }
        return rest.isEmpty ? "0" : String(rest)
    }
}

extension Unicode.Scalar {
    /// The digit of ASCII that says the same; nil for what is no digit.
    fileprivate var decimalDigit: Unicode.Scalar? {
        if ("0"..."9").contains(self) { return self }
        guard value >= 0x80, properties.numericType == .decimal,
            let number = properties.numericValue, (0...9).contains(number)
        else { return nil }
        return Unicode.Scalar(UInt8(ascii: "0") + UInt8(number))
    }

    fileprivate var canPartTenths: Bool { self == "." || self == "," || self == "٫" }
    fileprivate var canPartThousands: Bool { self != ":" && self != "٫" }
}
