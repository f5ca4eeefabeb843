import Testing

@testable import TranslationPipeline

/// What a translator typed stays, and the engine goes on with it.
@Suite struct PrefixTests {
    private static let line = "Could you tell me how to get to the museum?"

    private func complete(
        _ prefix: String, _ line: String = Self.line
    ) throws -> TranslatedSegment {
        try #require(
            ShippedEngine.plain.translate([TranslationRequest(line, prefix: prefix)]).first)
    }

    @Test("at every place of a translation, the same is written on")
    func everyPlace() throws {
        let target = ShippedEngine.plain.translate([Self.line])[0].target
        let prefixes = (0...target.count).map { String(target.prefix($0)) }
        let segments = ShippedEngine.plain.translate(
            prefixes.map { TranslationRequest(Self.line, prefix: $0) })
        for (prefix, segment) in zip(prefixes, segments) {
            #expect(segment.target == target, "\(prefix)")
            #expect(!segment.warnings.contains(.prefixNotKept))
        }
    }

    @Test(
        "whatever is typed, the translation begins with it, byte for byte",
        arguments: [
            "K", "Kann", "Kannst d", "Sagen Sie mir bi", "Wie komme ich zum Mu", "Entschuldigung, ",
            "„Kön", "Bitte  zwei", "Sagst Du’s mi", "12", "QWERTZ", "Das 😀 zeig",
            "Erdőğan weiß, w",
        ])
    func keeps(prefix: String) throws {
        let segment = try complete(prefix)
        #expect(segment.target.utf8.starts(with: prefix.utf8), "\(segment.target)")
        #expect(segment.target.count > prefix.count)
        #expect(!segment.warnings.contains(.prefixNotKept))
        #expect(segment.warnings.allSatisfy { $0 != .unmetTerm })
    }

    @Test("a space at the end completes the last word, another goes on with it")
    func completesTheWord() throws {
        let line = "The house is old."
        let open = try complete("Das Haus", line).target
        #expect(open.hasPrefix("Das Haus"))
        let whole = try complete("Das Hau ", line).target
        #expect(whole.hasPrefix("Das Hau ") && !whole.hasPrefix("Das Haus"))
        #expect(try complete("Das Haus ist alt. ", line).target.hasPrefix("Das Haus ist alt."))
    }

    @Test("letters are brought into the engine's form")
    func normalizes() throws {
        let segment = try complete("Ko\u{308}nn")
        #expect(segment.target.unicodeScalars.starts(with: "Könn".unicodeScalars))
        #expect(!segment.warnings.contains(.prefixNotKept))
    }

    @Test("in a line of several sentences, what was typed belongs to them in order")
    func severalSentences() throws {
        let line = "The house is old. My brother bought a new car."
        let prefix = "Unser Haus ist alt.  Mein Bru"
        let segment = try complete(prefix, line)
        #expect(segment.target.utf8.starts(with: prefix.utf8), "\(segment.target)")
        #expect(segment.target.contains("Auto") || segment.target.contains("Wagen"))
        #expect(!segment.warnings.contains(.prefixNotKept))
        let one = try complete("Unser Ha", line)
        #expect(one.target.hasPrefix("Unser Ha") && one.target.contains("Bruder"))
        let done = try complete("Unser Haus. ", line)
        #expect(done.target.hasPrefix("Unser Haus. Mein Bruder"), "\(done.target)")
        let many = try complete("Eins. Zwei. Drei. Vie", line)
        #expect(many.target.hasPrefix("Eins. Zwei. Drei. Vie"))
    }

    @Test("tabs and line ends divide what was typed as they divide the line")
    func cells() throws {
        let segment = try complete("Haus\tAu", "house\tcar\tdog")
        #expect(segment.target.hasPrefix("Haus\tAu"), "\(segment.target)")
        #expect(segment.target.split(separator: "\t").count == 3)
    }

    @Test("words that are carried over are put behind what was typed")
    func carriedWords() throws {
        let segment = try complete("Das Ha", "😀 The house is old.")
        #expect(segment.target.hasPrefix("Das Ha") && segment.target.contains("😀"))
        let typed = try complete("😀 Das Ha", "😀 The house is old.")
        #expect(typed.target.hasPrefix("😀 Das Ha"))
        #expect(typed.target.count { $0 == "😀" } == 1)
    }

    @Test("what cannot be kept is a warning: nothing to translate, or more than there is room for")
    func warns() throws {
        #expect(try complete("Haus", "").warnings == [.prefixNotKept])
        #expect(try complete("Haus", "").target.isEmpty)
        let long = String(repeating: "Das ist so. ", count: 400)
        let segment = try complete(long, "The house is old.")
        #expect(segment.warnings.contains(.prefixNotKept))
        #expect(!segment.target.isEmpty)
        let short = try ShippedEngine.translator { $0.maximumLength = 2 }
            .translate([TranslationRequest("The house.", prefix: "Das Haus ist sehr")])[0]
        #expect(short.warnings.contains(.prefixNotKept))
    }

    @Test("white space before a line need not be typed again")
    func leadingSpace() throws {
        #expect(try complete("  Das Ha", "  The house is old.").target.hasPrefix("  Das Ha"))
    }

    @Test("a stream takes requests, and gives what an array gives")
    func streams() async throws {
        let requests = ["", "Kön", "Sag"].map { TranslationRequest(Self.line, prefix: $0) }
        let (stream, input) = AsyncStream.makeStream(of: TranslationRequest.self)
        for request in requests { input.yield(request) }
        input.finish()
        var found: [TranslatedSegment] = []
        for try await segment in ShippedEngine.plain.translations(of: stream) {
            found.append(segment)
        }
        #expect(found == ShippedEngine.plain.translate(requests))
    }

    @Test("what is drawn begins with it as well")
    func samples() throws {
        let segment = try ShippedEngine.translator {
            ($0.beam, $0.alternatives, $0.sampling) = (1, 4, .init())
        }.translate([TranslationRequest(Self.line, prefix: "Sagen S")])[0]
        #expect(segment.alternatives.count == 4)
        #expect(segment.alternatives.allSatisfy { $0.target.hasPrefix("Sagen S") })
    }
}
