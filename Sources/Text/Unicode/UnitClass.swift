import CICU

/// What a code unit begins, as far as tokenization cares.
struct UnitClass: RawRepresentable, Sendable {
    let rawValue: UInt8

    enum Kind: UInt8 {
        case space, digit, letter, mark, opening, other
    }

    var kind: Kind { Kind(rawValue: rawValue & UInt8(CICU_KIND_MASK)) ?? .other }
    var isSpace: Bool { rawValue & UInt8(CICU_KIND_MASK) == UInt8(CICU_KIND_SPACE) }
    /// Of a script written without spaces between words, such as Chinese or Thai.
    var isUnspaced: Bool { rawValue & UInt8(CICU_CLASS_UNSPACED) != 0 }
    /// The second half of a surrogate pair.
    var isTrail: Bool { rawValue & UInt8(CICU_CLASS_TRAIL) != 0 }

    /// Whether a reader expects a space between two tokens of which this is the end and `next`
    /// the beginning.
    ///
    /// What is expected is left unsaid: only a space that is missing, or unexpected, costs a mark
    /// or a token of its own.
    func expectsSpace(before next: UnitClass) -> Bool {
        !(isSpace || next.isSpace || isUnspaced || next.isUnspaced)
    }
}

extension UnicodeText {
    static func classes(of units: [UInt16]) -> [UnitClass] {
        guard units.count <= longestText else {
            let half = units.count / 2
            return classes(of: Array(units[..<half])) + classes(of: Array(units[half...]))
        }
        return [UnitClass](unsafeUninitializedCapacity: units.count) { buffer, written in
            buffer.withMemoryRebound(to: UInt8.self) { bytes in
                units.withUnsafeBufferPointer {
                    cicu_classify($0.baseAddress, Int32($0.count), bytes.baseAddress)
                }
            }
            written = units.count
        }
    }
}

extension UnitClass {
    init(_ scalar: Unicode.Scalar) {
        rawValue = cicu_class(scalar.value)
    }
}
