import Testing

@testable import Alignment

@Suite struct WordAlignmentTests {
    @Test("Pharaoh's format is read, sorted and written")
    func roundTrip() throws {
        let alignment = try WordAlignment(pharaoh: " 2-1 0-0  1-2 0-0\r")
        #expect(alignment.pharaoh == "0-0 1-2 2-1")
        #expect(alignment.transposed.pharaoh == "0-0 1-2 2-1")
        #expect(try WordAlignment(pharaoh: "").links.isEmpty)
    }

    @Test(
        "what is no link is an error",
        arguments: ["1", "1-", "-1", "1--2", "a-b", "1-2-3", "1?2", "99999999999-0", "١-٢"])
    func malformed(item: String) {
        #expect {
            try WordAlignment(pharaoh: "0-0 \(item)", line: 7)
        } throws: {
            "\($0)" == "line 7: “\(item)” is no link. Write source-target, both counted from 0, "
                + "such as 3-4; 3?4 or 3p4 for a possible one in gold files."
        }
    }
}

@Suite struct SymmetrizationTests {
    private func links(
        _ method: Symmetrization, _ forward: String, _ backward: String
    ) throws -> String {
        try method(WordAlignment(pharaoh: forward), WordAlignment(pharaoh: backward)).pharaoh
    }

    @Test("intersection and union are those of sets")
    func sets() throws {
        #expect(try links(.intersection, "0-0 1-1", "1-1 2-2") == "1-1")
        #expect(try links(.union, "0-0 1-1", "1-1 2-2") == "0-0 1-1 2-2")
    }

    @Test("growing reaches neighbours that link a new word, step by step")
    func growDiag() throws {
        #expect(try links(.growDiag, "0-0 1-1 2-2", "0-0 4-4") == "0-0 1-1 2-2")
        #expect(try links(.growDiag, "0-0 1-1 0-1", "0-0 1-1") == "0-0 1-1")
        #expect(try links(.growDiag, "", "0-0") == "")
    }

    @Test("the final step links words that both have no link")
    func finalAnd() throws {
        #expect(
            try links(.growDiagFinalAnd, "0-0 1-1 2-2 4-0", "0-0 4-4 4-2") == "0-0 1-1 2-2 4-4")
    }
}
