import Testing

@testable import Corpus

@Suite struct StableHashTests {
    @Test("the values are the same in every run and on every machine")
    func values() {
        #expect(StableHash()("") == 0x9322_8a4d_e0ee_c5a2)
        #expect(StableHash()("a") == 0xaced_1252_7fe5_bff8)
        #expect(StableHash()("translation") == 0xaec7_c0f6_8b09_b21c)
        #expect(
            StableHash()("The quick brown fox jumps over the lazy dog.") == 0x0ddd_f644_b739_852f)
        #expect(StableHash(seed: 7)("translation") == 0x8d04_127f_2667_2567)
    }

    @Test("texts of every length that differ in a byte differ in about half the bits")
    func avalanche() {
        let hash = StableHash()
        var differing = 0
        var compared = 0
        for length in 1...70 {
            let text = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ length) }
            for place in 0..<length {
                var other = text
                other[place] ^= 1
                differing += (hash(text) ^ hash(other)).nonzeroBitCount
                compared += 1
            }
        }
        #expect(abs(Double(differing) / Double(compared) - 32) < 0.5)
    }

    @Test("hashes of 200,000 numbers as text differ and are spread evenly")
    func collisions() {
        let hash = StableHash()
        let hashes = (0..<200_000).map { hash("number \($0)") }
        #expect(Set(hashes).count == 200_000)
        var counts = [Int](repeating: 0, count: 64)
        for hash in hashes { counts[Int(hash >> 58)] += 1 }
        #expect(counts.allSatisfy { abs($0 - 3_125) < 300 })
    }

    @Test("zero bytes count")
    func zeros() {
        let hash = StableHash()
        #expect(Set((0...40).map { hash([UInt8](repeating: 0, count: $0)) }).count == 41)
    }

    @Test("two combined depend on their order")
    func combined() {
        #expect(StableHash.combined(1, 2) != StableHash.combined(2, 1))
    }
}
