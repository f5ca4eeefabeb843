import Testing

@testable import Corpus

@Suite struct ShinglesTests {
    private func count(_ text: String) -> Int {
        var shingles = Shingles()
        Array(text.utf8).withUnsafeBufferPointer { shingles.collect($0) }
        return shingles.hashes.count
    }

    @Test(
        "words and neighbours are counted once each; characters where no spaces part words",
        arguments: [
            ("", 0), ("a", 1), ("a b", 3), ("a b c", 5), ("a a a", 2), ("a b a b", 4),
            ("你好世界", 7), ("ภาษา", 6), ("привет мир", 3), ("in 東京 now", 7), ("abc東", 3),
            ("한국어 말", 3), ("𠀀𠀁", 3),
        ])
    func counts(text: String, expected: Int) {
        #expect(count(text) == expected)
    }

    @Test("long texts make room for themselves, and short ones after them count right")
    func room() {
        var shingles = Shingles()
        for words in [3, 5_000, 4] {
            let text = Array((0..<words).map { "w\($0)" }.joined(separator: " ").utf8)
            text.withUnsafeBufferPointer { shingles.collect($0) }
            #expect(shingles.hashes.count == 2 * words - 1)
        }
    }
}
