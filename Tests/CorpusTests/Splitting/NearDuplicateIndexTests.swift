import Foundation
import Testing

@testable import Corpus

@Suite struct NearDuplicateIndexTests {
    @Test(
        "a changed, added or missing word in a sentence of nine leaves it a near-duplicate",
        arguments: [
            "The old man sits on a bench, in the park.",
            "the old man sits on a bench in the PARK",
            "The old man sits on a chair in the park.",
            "The very old man sits on a bench in the park.",
            "The old man sits on a bench in the",
            "The old man sits on 1 bench in the park.",
        ])
    func alike(text: String) {
        var index = NearDuplicateIndex([
            "Something else.", "The old man sits on a bench in the park.",
        ])
        #expect(index.nearest(to: text) == 1)
    }

    @Test(
        "what shares fewer words, or has them in another order, is not",
        arguments: [
            "The young woman sits on a chair in the park.", "The old man", "",
            "In the park on a bench the man sits old.", "An old man sat in a park.",
        ])
    func different(text: String) {
        var index = NearDuplicateIndex(["The old man sits on a bench in the park."])
        #expect(index.nearest(to: text) == nil)
    }

    @Test("texts without spaces are compared by characters")
    func unspaced() {
        var index = NearDuplicateIndex(["我昨天在图书馆看了一本书。"])
        #expect(index.nearest(to: "我今天在图书馆看了一本书") == 0)
        #expect(index.nearest(to: "我今天在家里看了一部电影") == nil)
    }

    @Test("of several the most alike is named, the first of equals")
    func nearest() {
        let nine = "one two three four five six seven eight nine"
        var index = NearDuplicateIndex([
            nine + " ten", nine + " eleven", nine + " ten ten", nine + " eleven.",
        ])
        #expect(index.nearest(to: nine + " eleven!") == 1)
        #expect(index.nearest(to: nine) == 0)
    }

    @Test("an index of nothing, and of empty texts, finds nothing but the same")
    func empty() {
        var nothing = NearDuplicateIndex([])
        #expect(nothing.nearest(to: "a") == nil)
        #expect(nothing.nearest(to: "") == nil)
        var blank = NearDuplicateIndex(["", " "])
        #expect(blank.nearest(to: "") == 0)
        #expect(blank.nearest(to: "a") == nil)
    }

    @Test("whole numbers decide as fractions do")
    func thresholds() {
        for first in 1...60 {
            #expect(Similarity.smallest(first) == Int((0.7 * Double(first) - 1e-9).rounded(.up)))
            for second in 1...60 {
                for shared in 0...min(first, second) {
                    let alike = 10 * shared >= 7 * (first + second - shared)
                    #expect(alike == (shared >= Similarity.sharedAtLeast(first, second)))
                    if alike {
                        #expect(second >= Similarity.smallest(first))
                        #expect(second <= Similarity.largest(first))
                    }
                }
            }
        }
    }

    @Test("finds what comparing with every text finds, on random texts")
    func randomTexts() {
        var random = SplitMix(state: 3)
        let texts = (0..<1_500).map { _ in
            (0..<Int.random(in: 1...14, using: &random)).map { _ in
                // Some words are frequent, as in a language.
                "w\(Int.random(in: 0...Int.random(in: 1...12, using: &random), using: &random))"
            }.joined(separator: " ")
        }
        expectExact(Array(texts[..<300]), queries: Array(texts[300...]))
    }

    @Test(
        "finds what comparing with every text finds, on Tatoeba's sentences",
        .enabled(if: SharedFiles.folder != nil, "needs the shared data"))
    func realTexts() throws {
        let folder = try #require(SharedFiles.folder)
        let columns = [("deu", 0), ("deu", 1), ("cmn", 1)]
        for (name, side) in columns {
            let texts = try column(
                side, of: folder.appending(path: "tatoeba/\(name).txt.gz").path, upTo: 16_000)
            // Neighbouring lines are often alike.
            let entries = stride(from: 15_000, to: 16_000, by: 2).map { texts[$0] }
            let queries = stride(from: 15_001, to: 16_000, by: 2).map { texts[$0] }
            expectExact(entries, queries: queries)
        }
    }

    private func column(_ column: Int, of path: String, upTo count: Int) throws -> [String] {
        var lines = try LineReader(ByteSource(path: path))
        var texts: [String] = []
        while texts.count < count, let line = try lines.next(), case .bytes(let range) = line {
            let line = String(decoding: lines.bytes[range], as: UTF8.self)
            let columns = line.split(separator: "\t")
            if columns.indices.contains(column) { texts.append(String(columns[column])) }
        }
        return texts
    }

    private func expectExact(
        _ entries: [String], queries: [String], sourceLocation: SourceLocation = #_sourceLocation
    ) {
        var index = NearDuplicateIndex(entries)
        let sets = entries.map(shingles)
        var found = 0
        for query in queries {
            let set = shingles(query)
            let alike = sets.indices.filter { entry in
                let shared = set.intersection(sets[entry]).count
                return shared > 0 && 10 * shared >= 7 * (set.count + sets[entry].count - shared)
            }
            var folding = TextFolding()
            folding.fold(query)
            let matches = index.matches(ofFolded: folding.bytes).sorted()
            #expect(matches == alike, "\(query)", sourceLocation: sourceLocation)
            #expect(
                (index.nearest(to: query) != nil) == !alike.isEmpty, sourceLocation: sourceLocation)
            found += alike.count
        }
        #expect(found > 10, sourceLocation: sourceLocation)
    }

    private func shingles(_ text: String) -> Set<UInt64> {
        var folding = TextFolding()
        var shingles = Shingles()
        folding.fold(text)
        folding.bytes.withUnsafeBufferPointer { shingles.collect($0) }
        return Set(shingles.hashes)
    }
}

/// A random generator that gives the same in every run.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var value = state
        value = (value ^ (value >> 30)) &* 0xbf58_476d_1ce4_e5b9
        value = (value ^ (value >> 27)) &* 0x94d0_49bb_1331_11eb
        return value ^ (value >> 31)
    }
}
