import Testing

@testable import Text

@Suite("numbering slots") struct SlotNumberingTests {
    private func contents(of text: String) throws -> [ProtectedContent] {
        let protection = Protection(
            kinds: [.tags, .placeholders, .numbers], terms: ["Acme", "Ax"])
        let units = Array(text.utf16)
        return try ProtectedSpanFinder(protection).spans(in: units).map {
            ProtectedContent(
                text: String(decoding: units[$0.range], as: UTF16.self), kind: $0.kind)
        }
    }

    private func numbers(_ source: String, _ target: String) throws -> ([Int?], [Int?]) {
        let source = SlotNumbering.number(try contents(of: source), like: nil)
        let target = SlotNumbering.number(
            try contents(of: target), like: source.compactMap { $0 })
        return (source.map { $0?.number }, target.map { $0?.number })
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

    @Test("what has no partner is not protected")
    func unpaired() throws {
        #expect(try numbers("{a}", "{a} {a} {b} 7").1 == [1, nil, nil, nil])
        #expect(try numbers("none", "{a}").1 == [nil])
        #expect(try numbers("{a} {b}", "").0 == [1, 2])
    }

    @Test("tags and terms are tokens by themselves")
    func wholes() throws {
        let (source, target) = try numbers("<g id=\"1\">Acme</g> {a}", "{a} Ax <x id=\"7\"/> <b>")
        #expect(source == [0, 0, 0, 1])
        #expect(target == [1, 0, 0, nil])
    }

    @Test("contents differ when their bytes do, although they look the same")
    func exactContents() throws {
        #expect(try numbers("{\u{E9}} {e\u{301}}", "{e\u{301}} {\u{E9}}").1 == [2, 1])
    }
}
