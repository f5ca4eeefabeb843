/// SplitMix64: the same draws on every machine.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var bits = state
        bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
        return bits ^ (bits >> 31)
    }
}

extension SeededGenerator {
    /// A text made of up to so many fragments, and one in eight any scalar of all planes.
    mutating func text(of fragments: [String], longest: Int = 12) -> String {
        var text = ""
        for _ in 0..<Int.random(in: 0...longest, using: &self) {
            if Int.random(in: 0..<8, using: &self) == 0 {
                let value = UInt32.random(in: 0...0x10FFFF, using: &self)
                text.unicodeScalars.append(Unicode.Scalar(value) ?? "\u{FFFD}")
            } else {
                text += fragments.randomElement(using: &self) ?? ""
            }
        }
        return text
    }
}
