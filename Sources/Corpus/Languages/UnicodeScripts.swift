/// The script of every character, and how much of a text is in the scripts of its language.
///
/// Making one takes milliseconds and a quarter of a megabyte; using it allocates nothing. It reads
/// a string's bytes through a pointer, the only way there is at the speed of the readers.
package struct UnicodeScripts: Sendable {
    /// Every script's number is smaller.
    static let numberOfScripts = 256
    /// Scalars above have no script of their own.
    private static let numberOfScalars = 0x4_0000

    /// By scalar; 0 for what all scripts share.
    private let scripts: [UInt8]
    private let latin: Int

    package init() {
        scripts = UnicodeData.scripts(ofFirst: Self.numberOfScalars)
        latin = Int(scripts[0x41])
    }

    /// The script that a character belongs to, or nil for what texts of all scripts share.
    package func script(of scalar: Unicode.Scalar) -> Script? {
        let number = number(ofScriptOf: scalar.value)
        return number == 0 ? nil : Script(rawValue: UInt8(number))
    }

    /// Adds the letters of `text` to those counted before.
    package func count(_ text: String, into counts: inout ScriptCounts) {
        var text = text
        text.withUTF8 { bytes in
            counts.counts.withUnsafeMutableBufferPointer { count(bytes, from: 0, into: $0) }
        }
        counts.counts[0] = 0
    }

    /// How many letters of `text` are of the scripts `own`, those of its language.
    package func share(of text: String, in own: [Script]) -> ScriptShare {
        var text = text
        return text.withUTF8 { bytes in
            var (start, letters) = (0, 0)
            countASCII(bytes, from: &start, letters: &letters)
            if start == bytes.count { return share(ofASCIILetters: letters, in: own) }
            return withUnsafeTemporaryAllocation(of: Int.self, capacity: Self.numberOfScripts) {
                $0.initialize(repeating: 0)
                $0[latin] = letters
                count(bytes, from: start, into: $0)
                return ScriptShare($0, own: own)
            }
        }
    }

    private func share(ofASCIILetters letters: Int, in own: [Script]) -> ScriptShare {
        let latin = Script(rawValue: UInt8(latin))
        let isOwn = letters == 0 || own.contains(latin)
        return ScriptShare(
            letters: letters, own: isOwn ? letters : 0, leadingForeign: isOwn ? nil : latin)
    }

    private func number(ofScriptOf scalar: UInt32) -> Int {
        scalar < scripts.count ? Int(scripts[Int(scalar)]) : 0
    }
}

// MARK: - Counting

extension UnicodeScripts {
    /// Adds the letters from `start` on to those of each script; those at 0 are none.
    private func count(
        _ bytes: UnsafeBufferPointer<UInt8>, from start: Int,
        into letters: UnsafeMutableBufferPointer<Int>
    ) {
        var place = start
        while place < bytes.count {
            countASCII(bytes, from: &place, letters: &letters[latin])
            while place < bytes.count, bytes[place] >= 0x80 {
                let (scalar, length) = Self.scalar(bytes, at: place)
                letters[number(ofScriptOf: scalar)] += 1
                place += length
            }
        }
    }

    /// Moves on to the next character that is not ASCII, eight of a word at a time.
    private func countASCII(
        _ bytes: UnsafeBufferPointer<UInt8>, from place: inout Int,
        letters: inout Int
    ) {
        let ones: UInt64 = 0x0101_0101_0101_0101
        while bytes.count - place >= 8 {
            let word = UnsafeRawBufferPointer(bytes)
                .loadUnaligned(fromByteOffset: place, as: UInt64.self)
            guard word & (ones &* 0x80) == 0 else { break }
            // What is added lifts a byte to 0x80 that is not below "a", or that is beyond "z".
            let lowercase = word | (ones &* 0x20)
            let isLetter = (lowercase &+ ones &* 0x1F) & ~(lowercase &+ ones &* 0x05)
            letters += Int((((isLetter >> 7) & ones) &* ones) >> 56)
            place += 8
        }
        while place < bytes.count, bytes[place] < 0x80 {
            letters += bytes[place].isLetter ? 1 : 0
            place += 1
        }
    }

    /// The scalar of two to four bytes that begins here; a string's UTF-8 is always well-formed.
    private static func scalar(
        _ bytes: UnsafeBufferPointer<UInt8>, at place: Int
    ) -> (scalar: UInt32, length: Int) {
        func bits(_ offset: Int) -> UInt32 { UInt32(bytes[place + offset] & 0x3F) }
        let lead = UInt32(bytes[place])
        if lead < 0xE0 { return ((lead & 0x1F) << 6 | bits(1), 2) }
        if lead < 0xF0 { return ((lead & 0x0F) << 12 | bits(1) << 6 | bits(2), 3) }
        return ((lead & 0x07) << 18 | bits(1) << 12 | bits(2) << 6 | bits(3), 4)
    }
}

extension UInt8 {
    /// Of ASCII.
    fileprivate var isLetter: Bool { (self | 0x20) &- UInt8(ascii: "a") < 26 }
}

extension ScriptShare {
    /// - Parameter letters: by the script's number; what is at 0 does not count
    fileprivate init(_ letters: UnsafeMutableBufferPointer<Int>, own: [Script]) {
        letters[0] = 0
        self.init(letters: letters.reduce(0, &+), own: 0, leadingForeign: nil)
        for script in own {
            self.own += letters[Int(script.rawValue)]
            letters[Int(script.rawValue)] = 0
        }
        guard foreign > 0, let most = letters.indices.max(by: { letters[$0] < letters[$1] })
        else { return }
        leadingForeign = Script(rawValue: UInt8(most))
    }
}
