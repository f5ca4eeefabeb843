import Testing

@testable import Text

@Suite struct SettledTextTests {
    private static let texts = [
        "The quick, brown fox (and his friend) don't jump.", "a  b   c", " x y ", "",
        "Ärger e\u{301}t\u{301}\u{302} cafe\u{301} x\u{301}",
        "HALLO Welt, NASA-Chef U.S.A. 1.000,5",
        "👩‍👩‍👧‍👦 sees 🇩🇪🇫🇷 twice 😀😀", "你好世界。我们去 北京 ok", "สวัสดีครับ ผมชื่อ", "\u{600} 5 \u{301}a b",
        "{name} und %1$s, https://a.b/c ist {name} gut", "日本語をbytes で", "a\u{200D}b \u{FEFF}c",
    ]

    private static func model(marksCase: Bool) throws -> SubwordModel {
        // Most of the texts' characters come as bytes.
        let lines = ["The quick brown fox", "Hallo Welt, NASA-Chef ist gut und 1.000,5", "你好世界"]
        return try SubwordModel.learn(
            from: lines + lines + lines, vocabularySize: 500,
            treatment: TextTreatment(
                marksCase: marksCase, protection: Protection(kinds: [.placeholders, .urls])),
            hasByteFallback: true)
    }

    @Test(
        "whatever follows, a text begins with what has settled of it, and that only grows",
        arguments: texts, [false, true])
    func isNeverTakenBack(text: String, marksCase: Bool) throws {
        let model = try Self.model(marksCase: marksCase)
        let encoded = model.encode(text)
        let whole = model.decode(encoded.ids, slots: encoded.slots).text
        var before = ""
        for count in 0...encoded.ids.count {
            let settled = model.settledText(
                of: Array(encoded.ids.prefix(count)), slots: encoded.slots)
            #expect(settled.unicodeScalars.starts(with: before.unicodeScalars))
            #expect(whole.unicodeScalars.starts(with: settled.unicodeScalars))
            #expect(whole.starts(with: settled), "in characters: \(settled.debugDescription)")
            before = settled
        }
    }

    @Test("a word has settled when the next one begins, signs behind it included")
    func settlesWords() throws {
        let model = try Self.model(marksCase: false)
        func settled(_ text: String) -> String {
            model.settledText(of: model.encode(text).ids, slots: SlotContents())
        }
        #expect(settled("Hallo") == "")
        #expect(settled("Hallo Welt") == "Hallo")
        #expect(settled("Hallo Welt,") == "Hallo")
        #expect(settled("Hallo Welt, N") == "Hallo Welt,")
        #expect(settled("1.000,5") == "")
        #expect(settled("你好世界").isEmpty == false)
    }

    @Test("nothing has settled while a protected span is missing")
    func waitsForSpans() throws {
        let model = try Self.model(marksCase: false)
        let encoded = model.encode("Hallo {name} Welt ist gut")
        let slot = try #require(
            encoded.ids.firstIndex {
                if case .slot = model.outputs[Int($0)] { true } else { false }
            })
        let before = Array(encoded.ids[..<slot])
        #expect(model.settledText(of: before, slots: encoded.slots) == "")
        #expect(
            model.settledText(of: encoded.ids, slots: encoded.slots) == "Hallo {name} Welt ist")
    }
}
