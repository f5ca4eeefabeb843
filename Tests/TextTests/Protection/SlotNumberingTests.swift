import Testing

@testable import Text

@Suite("numbering slots") struct SlotNumberingTests {
    private func numbers(_ source: String, _ target: String) throws -> ([Int], [Int?]) {
        let finder = try ProtectedSpanFinder(Protection(kinds: [.placeholders, .numbers]))
        let (one, other) = (Array(source.utf16), Array(target.utf16))
        var numbering = SlotNumbering()
        let sourceNumbers = numbering.number(finder.spans(in: one), in: one)
        return (sourceNumbers, numbering.numbers(ofTarget: finder.spans(in: other), in: other))
    }

    @Test("equal contents have one number")
    func repeated() throws {
        let (source, target) = try numbers("{a} {b} {a} {c}", "{c} {a} {b} {a}")
        #expect(source == [1, 2, 1, 3])
        #expect(target == [3, 1, 2, 1])
    }

    @Test("what is left over pairs up by kind, in order")
    func leftOver() throws {
        let (source, target) = try numbers("{a} 1.5 {b} 2.5", "2,5 {x} 1,5 {b}")
        #expect(source == [1, 2, 3, 4])
        #expect(target == [2, 1, 4, 3])
    }

    @Test("what has no partner has no number")
    func unpaired() throws {
        #expect(try numbers("{a}", "{a} {a} {b} 7").1 == [1, nil, nil, nil])
        #expect(try numbers("none", "{a}").1 == [nil])
        #expect(try numbers("{a} {b}", "").0 == [1, 2])
    }

    @Test("contents differ when their units do, although they look the same")
    func exactContents() throws {
        #expect(try numbers("{\u{E9}} {e\u{301}}", "{e\u{301}} {\u{E9}}").1 == [2, 1])
    }
}
