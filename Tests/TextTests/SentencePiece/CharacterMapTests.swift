import Testing

@testable import Text

@Suite struct CharacterMapTests {
    /// A double array for the rule “a” → “bc”, by hand.
    ///
    /// The root's offset is 1: the child for byte 0x61 lies at 1 ^ 0x61 = 0x60. It has a leaf,
    /// and its offset 3 leads to 0x60 ^ 3 = 0x63, where the leaf holds the value.
    static func map(value: UInt32 = 1, count: Int = 0x64) -> [UInt8] {
        var units = [UInt32](repeating: 0, count: count)
        units[0] = 1 << 10
        units[0x60] = 3 << 10 | 1 << 8 | 0x61
        if count > 0x63 { units[0x63] = 1 << 31 | value }
        return blob(units, replacements: [0, 0x62, 0x63, 0])
    }

    private static func blob(_ units: [UInt32], replacements: [UInt8]) -> [UInt8] {
        ([UInt32(units.count * 4)] + units).flatMap { unit in
            (0..<4).map { UInt8(truncatingIfNeeded: unit >> UInt32(8 * $0)) }
        } + replacements
    }

    @Test("a rule is found where the text has it, and written up to the zero byte")
    func rule() throws {
        let map = try #require(CharacterMap(Self.map()[...]))
        let text = Array("xa".utf8)
        #expect(map.longestRule(in: text, at: 0) == nil)
        let rule = try #require(map.longestRule(in: text, at: 1))
        #expect(rule == (1, 1))
        #expect(map.replacement(rule.value) == Array("bc".utf8)[...])
        #expect(map.replacement(0).isEmpty && map.replacement(99).isEmpty)
    }

    @Test("a map that leads out of itself is refused or ends the search")
    func outside() throws {
        #expect(CharacterMap(Self.map(value: 4)[...]) == nil)
        let cut = try #require(CharacterMap(Self.map(count: 0x61)[...]))
        #expect(cut.longestRule(in: Array("a".utf8), at: 0) == nil)
        #expect(CharacterMap([]) == nil)
        #expect(CharacterMap([4, 0, 0]) == nil)
        #expect(CharacterMap([0, 0, 0, 0]) == nil)
        #expect(CharacterMap([8, 0, 0, 0, 1, 2, 3, 4]) == nil)
        #expect(CharacterMap([0xFF, 0xFF, 0xFF, 0xFF, 1, 2, 3, 4]) == nil)
        #expect(CharacterMap([3, 0, 0, 0, 1, 2, 3, 4]) == nil)
    }

    @Test("random units never lead out of the array")
    func randomUnits() {
        var generator = SeededGenerator(seed: 5)
        let text = (0..<200).map { UInt8($0 & 0xFF) }
        for _ in 0..<300 {
            let units = (0..<64).map { _ in UInt32.random(in: 0..<1 << 31, using: &generator) }
            guard let map = CharacterMap(Self.blob(units, replacements: [0])[...]) else { continue }
            for place in text.indices { _ = map.longestRule(in: text, at: place) }
        }
    }
}
