import Testing

@testable import Corpus

@Suite struct FrequentNamesTests {
    @Test("counts are exact while there is a place for every name")
    func exact() {
        var names = FrequentNames(capacity: 3)
        for name in ["b", "a", "c", "a", "b", "a"] { names.count(name) }
        #expect(names.top(2).map(\.name) == ["a", "b"])
        #expect(names.top(9).map(\.count) == [3, 2, 1])
        #expect(!names.isApproximate)
        #expect(names.total == 6)
    }

    @Test("a frequent name is found among any number of rare ones")
    func frequentAmongRare() throws {
        var names = FrequentNames(capacity: 50)
        for number in 0..<20_000 {
            names.count("rare \(number)")
            if number % 10 == 0 { names.count("frequent") }
        }
        let first = try #require(names.top(1).first)
        #expect(first.name == "frequent")
        #expect(first.count <= 2_000)
        #expect(first.count + first.shortfall >= 2_000)
        #expect(names.isApproximate)
        #expect(names.distinct <= 50)
    }

    @Test("long names are cut between characters")
    func longNames() {
        var names = FrequentNames()
        names.count(String(repeating: "ä", count: 5_000))
        #expect(names.top(1)[0].name == String(repeating: "ä", count: 100) + "…")
        #expect("äöü".shortened(toBytes: 3) == "ä…")
        #expect("äöü".shortened(toBytes: 6) == "äöü")
    }
}
