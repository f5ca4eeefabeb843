/// The bytes of characters that the vocabulary lacks.
enum ByteFallback {
    /// What leads and continues a character beyond ASCII in UTF-8.
    private static let beyondASCII: [ClosedRange<UInt8>] = [0x80...0xBF, 0xC2...0xF4]

    static let mostTokens = 128 + beyondASCII.reduce(0) { $0 + $1.count }

    /// All that can be needed besides the characters that have tokens of their own.
    static func bytes(besides forms: [TokenForm]) -> [UInt8] {
        let covered = Set(forms.filter(\.isBare).map(\.surface))
        let ascii = (0..<UInt8(128)).filter { !covered.contains(String(Unicode.Scalar($0))) }
        return ascii + beyondASCII.flatMap { Array($0) }
    }
}
