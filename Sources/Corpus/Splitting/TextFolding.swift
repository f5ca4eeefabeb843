/// Folds texts so that those which differ only in details no translation depends on become equal.
///
/// Case, punctuation, symbols and characters without a shape of their own go; a run of digits, with
/// the punctuation in it, becomes one 0; a run of white space becomes one space, none at the ends.
/// Letters of every script stay, with their accents. A text that has nothing else than what goes,
/// such as “…”, stays as it is but for white space.
///
/// Holds the folded text of the last call, so that a loop over texts allocates nothing.
package struct TextFolding: Sendable {
    /// The folded text, in UTF-8.
    package var bytes: [UInt8] { Array(buffer[..<count]) }

    private var buffer: [UInt8] = []
    private var count = 0
    private let table = FoldedScalar.table

    package init() {}

    package mutating func fold(_ text: String) {
        var text = text
        text.withUTF8 { input in
            // Lower case has at most half as many bytes again: Ⱥ has 2, ⱥ has 3.
            let room = input.count + input.count / 2 + 4
            if buffer.count < room { buffer = [UInt8](repeating: 0, count: room) }
            count = buffer.withUnsafeMutableBufferPointer { output in
                var writer = FoldedWriter(output: output)
                writer.fold(input, table: table)
                if writer.count == 0 { writer.copy(input) }
                return writer.count
            }
        }
    }

    /// A hash of the folded text.
    package mutating func key(of text: String, hash: StableHash = StableHash()) -> UInt64 {
        fold(text)
        return withBytes { hash(UnsafeRawBufferPointer($0)) }
    }

    func withBytes<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        buffer.withUnsafeBufferPointer { body(UnsafeBufferPointer(rebasing: $0[..<count])) }
    }
}

/// Writes folded scalars one after another.
private struct FoldedWriter {
    let output: UnsafeMutableBufferPointer<UInt8>
    var count = 0
    private var isSpacePending = false
    private var endsInDigit = false

    init(output: UnsafeMutableBufferPointer<UInt8>) { self.output = output }

    mutating func fold(_ input: UnsafeBufferPointer<UInt8>, table: [UInt16]) {
        var index = 0
        while index < input.count {
            let byte = input[index]
            if byte < 0x80 {
                index += 1
                append(UInt32(table[Int(byte)]))
            } else {
                let (scalar, length) = UTF8Decoding.scalar(input, at: index)
                index += length
                append(
                    scalar < 0x1_0000 ? UInt32(table[Int(scalar)]) : FoldedScalar.folded(scalar))
            }
        }
    }

    /// The text itself, with white space evened out.
    mutating func copy(_ input: UnsafeBufferPointer<UInt8>) {
        for byte in input {
            if byte == 0x20 || (0x09...0x0D).contains(byte) {
                append(FoldedScalar.space)
            } else {
                separate()
                output[count] = byte
                count += 1
            }
        }
    }

    private mutating func append(_ scalar: UInt32) {
        switch scalar {
        case FoldedScalar.dropped: return
        case FoldedScalar.space: isSpacePending = count > 0
        case FoldedScalar.digit:
            if endsInDigit && !isSpacePending { return }
            separate()
            output[count] = UInt8(ascii: "0")
            count += 1
            endsInDigit = true
        default:
            separate()
            encode(scalar)
            endsInDigit = false
        }
    }

    private mutating func separate() {
        guard isSpacePending else { return }
        output[count] = UInt8(ascii: " ")
        count += 1
        isSpacePending = false
    }

    private mutating func encode(_ scalar: UInt32) {
        if scalar < 0x80 {
            output[count] = UInt8(truncatingIfNeeded: scalar)
            count += 1
            return
        }
        let length = scalar < 0x800 ? 2 : scalar < 0x1_0000 ? 3 : 4
        let lead: UInt8 = length == 2 ? 0xC0 : length == 3 ? 0xE0 : 0xF0
        var shift = 6 * (length - 1)
        output[count] = lead | UInt8(truncatingIfNeeded: scalar >> UInt32(shift))
        for place in 1..<length {
            shift -= 6
            output[count + place] = 0x80 | UInt8(truncatingIfNeeded: scalar >> UInt32(shift)) & 0x3F
        }
        count += length
    }
}

/// What a scalar is folded to.
private enum FoldedScalar {
    static let dropped: UInt32 = 0
    static let space: UInt32 = 0x20
    static let digit: UInt32 = 0x30

    /// The scalars of the Basic Multilingual Plane (128 KB), whose properties are slow to ask for.
    static let table: [UInt16] = (0..<0x1_0000).map { UInt16(truncatingIfNeeded: folded($0)) }

    /// Letters that are written as a lengthening stroke or an apostrophe.
    private static let punctuationLetters: Set<UInt32> = [0x0640, 0x02BC]

    static func folded(_ value: UInt32) -> UInt32 {
        guard let scalar = Unicode.Scalar(value) else { return dropped }
        let properties = scalar.properties
        if properties.isWhitespace { return space }
        if properties.isDefaultIgnorableCodePoint || punctuationLetters.contains(value) {
            return dropped
        }
        switch properties.generalCategory {
        case .decimalNumber, .otherNumber: return digit
        case .uppercaseLetter, .titlecaseLetter, .lowercaseLetter, .letterNumber:
            return lowercased(scalar)
        case .modifierLetter, .otherLetter, .nonspacingMark, .spacingMark, .enclosingMark,
            .unassigned, .privateUse:
            return value
        default: return dropped
        }
    }

    /// One scalar, the first of “i̇” for “İ”; the two small sigmas count as one.
    private static func lowercased(_ scalar: Unicode.Scalar) -> UInt32 {
        if scalar == "ς" { return Unicode.Scalar("σ").value }
        guard scalar.properties.changesWhenLowercased else { return scalar.value }
        return scalar.properties.lowercaseMapping.unicodeScalars.first?.value ?? scalar.value
    }
}

/// Reads scalars of text that is known to be valid UTF-8, without reading beyond it if it is not.
enum UTF8Decoding {
    static func scalar(
        _ bytes: UnsafeBufferPointer<UInt8>, at index: Int
    ) -> (value: UInt32, length: Int) {
        let lead = UInt32(bytes[index])
        let wanted = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
        let length = min(wanted, bytes.count - index)
        var value = wanted == 1 ? lead : lead & (0x7F >> UInt32(wanted))
        for place in 1..<max(1, length) {
            value = value << 6 | UInt32(bytes[index + place] & 0x3F)
        }
        return (value, length)
    }
}
