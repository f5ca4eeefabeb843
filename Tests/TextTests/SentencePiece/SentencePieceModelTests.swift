import Foundation
import Testing

@testable import Text

@Suite struct SentencePieceModelTests {
    private static let greeting: [(String, Float)] = [
        ("▁", -9), ("h", -10), ("e", -11), ("l", -12), ("o", -13), ("ll", -1), ("▁h", -2),
        ("llo", -3), ("▁he", -4), ("▁hello", -5),
    ]

    @Test("BPE merges the best pair first and the leftmost of equals")
    func bpe() throws {
        let model = try ModelBytes.model(Self.greeting)
        #expect(model.algorithm == .bpe)
        #expect(model.encodePieces("hello") == ["▁hello"])
        #expect(model.encodePieces("hell  oh") == ["▁he", "ll", "▁", "o", "h"])
        #expect(model.encodeIDs("he") == [9])
        let tied = try ModelBytes.model([("▁", -9), ("a", -9), ("aa", -1)])
        #expect(tied.encodePieces("aaa") == ["▁", "aa", "a"])
    }

    @Test("unigram takes the pieces whose scores sum up best")
    func unigram() throws {
        let model = try ModelBytes.model(
            [("▁", -1), ("a", -2), ("b", -2), ("ab", -5), ("ba", -3), ("▁a", -2.5)], bpe: false)
        #expect(model.algorithm == .unigram)
        // ▁a + b is −4.5; ▁ + ab is −6. ▁a + ba is −5.5; ▁ + ab + a is −8.
        #expect(model.encodePieces("ab") == ["▁a", "b"])
        #expect(model.encodePieces("aba") == ["▁a", "ba"])
        // An unknown letter costs the worst score and 10 more, wherever it stands.
        #expect(model.encodePieces("xyb") == ["▁", "xy", "b"])
        #expect(model.encodeIDs("xyb") == [1, 0, 3])
    }

    @Test("neighbours that are unknown are one piece, as spelled in the normalized text")
    func unknown() throws {
        let model = try ModelBytes.model(Self.greeting)
        #expect(model.encodePieces("héllo ß") == ["▁h", "é", "llo", "▁", "ß"])
        #expect(model.encodePieces("日本 語") == ["▁", "日本", "▁", "語"])
        #expect(model.encodeIDs("日本") == [1, model.unknownID])
        #expect(model.encodePieces("") == [] && model.encodePieces("   ") == [])
    }

    @Test("a user's symbol is never cut, and a character map is applied")
    func symbols() throws {
        var bytes = ModelBytes()
        bytes.add("<unk>", 0, .unknown)
        for piece in ["▁", "b", "c", "bc"] { bytes.add(piece) }
        bytes.add("aab", 0, .userDefined)
        bytes.train([(3, 2)])
        bytes.normalize([(3, 0)], charsmap: CharacterMapTests.map())
        let model = try SentencePieceModel(bytes.bytes, file: "m")
        #expect(model.normalize("ab aab") == "bcb▁aab")
        #expect(model.encodePieces("a aab") == ["bc", "▁", "aab"])
    }

    @Test("decoding undoes spaces, leaves control symbols out and spells bytes")
    func decoding() throws {
        var bytes = ModelBytes()
        bytes.add("<unk>", 0, .unknown)
        bytes.add("<s>", 0, .control)
        for byte in 0..<256 {
            let digits = String(byte, radix: 16, uppercase: true)
            bytes.add("<0x\(byte < 16 ? "0" : "")\(digits)>", 0, .byte)
        }
        bytes.add("▁a")
        bytes.train([(3, 2), (35, 1)])
        let model = try SentencePieceModel(bytes.bytes, file: "m.model")
        #expect(model.hasByteFallback)
        #expect(model.encodePieces("aé") == ["▁a", "<0xC3>", "<0xA9>"])
        #expect(try model.decode([1, 258, 258]) == "a a")
        #expect(try model.decode(model.encodeIDs("aé")) == "aé")
        #expect(try model.decode([2 + 0xC3, 258, 2 + 0xA9, 2 + 0x41]) == "\u{FFFD} a\u{FFFD}A")
        #expect(try model.decode([258, 0]) == "a \u{2047} ")
        #expect(try model.decode([]) == "")
        for id: Int32 in [-1, 259] {
            let error = SentencePieceError(.unknownNumber(id, count: 259), in: "m.model")
            #expect(throws: error) { try model.decode([258, id]) }
            #expect(
                error.description == "m.model: has no piece \(id); its pieces are 0…258. "
                    + "The numbers must come from this model.")
        }
    }

    @Test("pieces are found by their text")
    func numbers() throws {
        let model = try ModelBytes.model(Self.greeting)
        #expect(model.id(of: "llo") == 8)
        #expect(model.id(of: "nothing") == model.unknownID)
        #expect(model.pieces[8].text == "llo" && model.pieces[8].score == -3)
    }

    @Test(
        "a line of 100,000 letters is cut in time that hardly outgrows it", .timeLimit(.minutes(1)))
    func longLine() throws {
        let pieces: [(String, Float)] = [("▁", -3), ("a", -3), ("aa", -1), ("aaaa", -2)]
        for bpe in [true, false] {
            let model = try ModelBytes.model(pieces, bpe: bpe)
            let line = String(repeating: "a", count: 100_000)
            #expect(model.encodeIDs(line).count == 25_001)
        }
    }
}

// MARK: - Damage

extension SentencePieceModelTests {
    private static func description(_ bytes: [UInt8]) -> String {
        do {
            _ = try SentencePieceModel(bytes, file: "m.model")
            return "accepted"
        } catch {
            return "\(error)"
        }
    }

    private static func description(_ build: (inout ModelBytes) -> Void) -> String {
        var model = ModelBytes()
        build(&model)
        return description(model.bytes)
    }

    @Test("damaged pieces are named")
    func damagedPieces() {
        let unknown: (inout ModelBytes) -> Void = { $0.add("<unk>", 0, .unknown) }
        #expect(Self.description([]).hasPrefix("m.model: has no pieces."))
        #expect(
            Self.description { $0.add("", 0) }.hasPrefix("m.model, byte 2: piece 0 is empty."))
        #expect(
            Self.description {
                unknown(&$0); $0.addPiece([0xC3], 0, 1)
            }
            .hasPrefix("m.model, byte 18: piece 1 is not UTF-8."))
        #expect(
            Self.description { $0.add("a", .nan) }
                .hasPrefix("m.model, byte 2: the score of piece 0 is not a number."))
        #expect(
            Self.description { $0.addPiece([0x61], 0, 7) }
                .hasPrefix("m.model, byte 2: piece 0 is of kind 7, which this program"))
        #expect(
            Self.description {
                unknown(&$0); $0.add("a"); $0.add("a", 0, .userDefined)
            }
            .hasPrefix("m.model: “a” is there twice."))
        #expect(
            Self.description { $0.add("a") }
                .hasPrefix("m.model: has 0 pieces for what is unknown instead of one."))
        #expect(
            Self.description {
                unknown(&$0); $0.add("<u>", 0, .unknown)
            }
            .hasPrefix("m.model: has 2 pieces for what is unknown"))
    }

    @Test("bytes that do not fit are named")
    func damagedBytes() {
        #expect(
            Self.description {
                $0.add("<unk>", 0, .unknown); $0.add("<0x41>", 0, .byte)
            }
            .hasPrefix("m.model: “<0x41>” is a byte, but the model says that it has none"))
        for piece in ["<0x4>", "<0x4g>", "<0x4a>", "<0x+1>", "0x41", "<0x411>", "x"] {
            #expect(
                Self.description {
                    $0.add("<unk>", 0, .unknown)
                    $0.add(piece, 0, .byte)
                    $0.train([(35, 1)])
                }.hasPrefix("m.model: “\(piece)” is not spelled as a byte"))
        }
        #expect(
            Self.description {
                $0.add("<unk>", 0, .unknown)
                $0.add("<0x41>", 0, .byte)
                $0.train([(35, 1)])
            }.hasPrefix("m.model: only 1 of 256 bytes have a piece"))
    }

    @Test("models of words or characters, broken maps and other files are named")
    func unsupported() {
        #expect(
            Self.description {
                $0.add("<unk>", 0, .unknown); $0.train([(3, 4)])
            }
                == "m.model: is a model of kind 4 (3 words, 4 characters); BPE and unigram can be "
                + "read. Train it with --model_type=bpe or unigram.")
        #expect(
            Self.description {
                $0.add("<unk>", 0, .unknown)
                $0.normalize([], charsmap: [1, 2, 3])
            }.hasPrefix("m.model, byte 20: its map of characters"))
        #expect(
            Self.description(Array("<unk>\t0\n<s>\t0\n".utf8))
                .hasPrefix("m.model, byte 0: no field of a SentencePiece model begins here."))
        let size = SentencePieceFile.largestFile + 1
        #expect(
            Self.description([UInt8](repeating: 0, count: size))
                .hasPrefix("m.model: has 67108865 bytes, more than the 67108864"))
    }

    @Test("no truncation or changed byte of a real model does worse than an error or other pieces")
    func fuzzing() throws {
        let fixture = try #require(
            SubwordCase.fixtures.first { $0.testDescription == "unigram-bytes-symbols" })
        let bytes = try fixture.bytes("model")
        let line = "Rinse the <sep> container\u{3000}▁ ½ \u{0}日本"
        var generator = SeededGenerator(seed: 7)
        var accepted = 0
        for round in 0..<400 {
            var damaged = bytes
            if round % 2 == 0 {
                damaged.removeLast(Int.random(in: 1..<bytes.count, using: &generator))
            } else {
                for _ in 0..<Int.random(in: 1...3, using: &generator) {
                    damaged[Int.random(in: 0..<bytes.count, using: &generator)] =
                        UInt8.random(in: 0...255, using: &generator)
                }
            }
            guard let model = try? SentencePieceModel(damaged, file: "m") else { continue }
            accepted += 1
            _ = try model.decode(model.encodeIDs(line))
        }
        #expect(accepted > 10 && accepted < 390, "\(accepted)")
    }
}
