/// Repairs UTF-8 that was read as Windows-1252 or Latin-1, such as “fÃ¼r” for “für”, and the
/// control characters U+0080–U+009F that Windows' quotation marks become when read as Latin-1.
///
/// Only what is certain is touched. French rightly writes “é »” with a space that does not break,
/// and Portuguese “AMANHÔ: those are bytes of UTF-8, too. So what counts is
/// - punctuation and signs of three bytes: “â€™”, “â‚¬”, “â„¢”;
/// - letters of Latin-1 and Latin Extended-A, unless the second byte is a quotation mark or the
///   like that may follow a capital letter and no small letter stands beside the two;
/// - everything else (Cyrillic, Chinese …) when two such stand together and all of the text that is
///   not ASCII decodes.
struct MojibakeRepair: TextRepair {
    static let rule = CleaningRule.mojibake

    func mayApply(to traits: TextTraits) -> Bool {
        !traits.marks.isDisjoint(with: [.latin1Letter, .maybeInvisible])
    }

    func edits(of text: borrowing [UInt8]) -> [TextEdit] {
        var finds: [Find] = []
        var isAllDecodable = true
        var index = 0
        while index < text.count {
            if text[index] < 0x80 {
                index += 1
            } else if let find = Self.find(in: text, at: index) {
                finds.append(find)
                index = find.range.upperBound
            } else {
                isAllDecodable = false
                index += text.scalar(at: index).length
            }
        }
        return finds.indices.filter { place in
            switch finds[place].evidence {
            case .enough: true
            case .little: false
            case .inCompany: isAllDecodable && Self.hasNeighbour(place, in: finds)
            }
        }.map { TextEdit(finds[$0].range, finds[$0].scalar) }
    }

    /// Characters that spell another in UTF-8, or a control character that stands for one.
    private struct Find {
        enum Evidence { case enough, inCompany, little }

        let range: Range<Int>
        let scalar: Unicode.Scalar
        let evidence: Evidence
    }

    private static func hasNeighbour(_ place: Int, in finds: [Find]) -> Bool {
        let range = finds[place].range
        return place > 0 && finds[place - 1].range.upperBound == range.lowerBound
            || place + 1 < finds.count && finds[place + 1].range.lowerBound == range.upperBound
    }

    private static func find(in text: borrowing [UInt8], at start: Int) -> Find? {
        let (first, length) = text.scalar(at: start)
        // U+00C2–U+00F4, the bytes that begin a character of UTF-8.
        guard 0xC2...0xF4 ~= first else {
            return control(first, start..<(start + length))
        }
        let wanted = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
        var value = first & (0x7F >> UInt32(wanted))
        var end = start + length
        var second: UInt32 = 0
        for place in 1..<wanted {
            guard end < text.count else { return nil }
            let (scalar, length) = text.scalar(at: end)
            guard let byte = Windows1252.byte(of: scalar), 0x80..<0xC0 ~= byte else { return nil }
            if place == 1 { second = scalar }
            value = value << 6 | UInt32(byte & 0x3F)
            end += length
        }
        guard let scalar = Unicode.Scalar(value), value >= smallest[wanted - 2],
            scalar.properties.generalCategory != .unassigned
        else { return nil }
        let range = start..<end
        return Find(
            range: range, scalar: scalar,
            evidence: evidence(for: value, second: second, range, in: text))
    }

    /// The least that two, three and four bytes may spell; what U+0080–U+009F would give is none.
    private static let smallest: [UInt32] = [0xA0, 0x800, 0x1_0000]

    private static func evidence(
        for value: UInt32, second: UInt32, _ range: Range<Int>, in text: borrowing [UInt8]
    ) -> Find.Evidence {
        switch value {
        case 0xA0..<0x180:
            mayFollowCapital(second) && !isAmongSmallLetters(range, second, in: text)
                ? .little : .enough
        // General punctuation, currencies, letter-like signs; the byte order mark.
        case 0x2010..<0x2070, 0x20A0..<0x2150, 0xFEFF: .enough
        // Greek, Cyrillic, Hebrew, Arabic, and all of three and four bytes.
        case 0x370..<0x500, 0x590..<0x700, 0x800...: .inCompany
        default: .little
        }
    }

    private static func control(_ scalar: UInt32, _ range: Range<Int>) -> Find? {
        guard 0x80..<0xA0 ~= scalar, scalar != 0x85,
            let meant = Windows1252.scalar(of: UInt8(scalar))
        else { return nil }
        return Find(range: range, scalar: meant, evidence: .enough)
    }

    /// Whether a character is customary behind a word in capitals.
    private static func mayFollowCapital(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0x2018...0x201E, 0x2013, 0x2014, 0x2026, 0x2039, 0x203A, 0xA0, 0xA7, 0xA9, 0xAA,
            0xAB, 0xAD, 0xAE, 0xB0, 0xB4, 0xB7, 0xBA, 0xBB, 0x2122, 0x20AC, 0xB2, 0xB3, 0xB9:
            true
        // Letters: Š Œ Ž š œ ž Ÿ ƒ µ.
        case 0x0152...0x017E, 0x0192, 0xB5: true
        default: false
        }
    }

    private static func isAmongSmallLetters(
        _ range: Range<Int>, _ second: UInt32, in text: borrowing [UInt8]
    ) -> Bool {
        let before = range.lowerBound > 0 ? text[range.lowerBound - 1] : 0
        let behind = range.upperBound < text.count ? text[range.upperBound] : 0
        // A small letter behind a space is that of another word.
        return before.isASCIILowercase || second != 0xA0 && behind.isASCIILowercase
    }
}

/// Text that was damaged beyond repair: a character was replaced by U+FFFD.
struct LostCharacterRule: PairRule {
    static let rule = CleaningRule.mojibake

    func fault(of pair: borrowing CleaningPair) -> String? {
        pair.first { side in
            guard side.traits.marks.contains(.maybeInvisible) else { return false }
            return side.bytes.indices.contains { index in
                side.bytes[index] == 0xEF && side.bytes.scalar(at: index).value == 0xFFFD
            }
        }.map { "�: lost characters in the \($0)" }
    }
}

/// The code page that Windows writes Western languages in, where Latin-1 has control characters.
enum Windows1252 {
    /// For the bytes 0x80–0x9F; 0 where there is none.
    private static let upper: [UInt32] = [
        0x20AC, 0, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039,
        0x0152, 0, 0x017D, 0, 0, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC,
        0x2122, 0x0161, 0x203A, 0x0153, 0, 0x017E, 0x0178,
    ]

    /// The byte that either this code page or Latin-1 reads as the character.
    static func byte(of scalar: UInt32) -> UInt8? {
        if scalar < 0x100 { return UInt8(scalar) }
        guard scalar < 0x2123, let place = upper.firstIndex(of: scalar) else { return nil }
        return 0x80 + UInt8(place)
    }

    static func scalar(of byte: UInt8) -> Unicode.Scalar? {
        guard 0x80..<0xA0 ~= byte else { return Unicode.Scalar(byte) }
        let scalar = upper[Int(byte) - 0x80]
        return scalar == 0 ? nil : Unicode.Scalar(scalar)
    }
}
