import Foundation
import Text
import Training

/// Turns lines into tokens and back, whichever program has learned them.
protocol SubwordCoder: Sendable {
    /// What it is, for people.
    var summary: String { get }
    /// The number of different tokens, where it is known.
    var tokenCount: Int? { get }

    /// The tokens of a line; joined by spaces they are a line that `text` reads.
    func tokens(of line: String) -> [String]
    /// The line with spaces between its tokens, as the model's own program writes it.
    func encoded(_ line: String) -> String
    /// Their numbers; nil where the model numbers none.
    func numbers(of line: String) -> [Int32]?
    /// The line that tokens, divided by spaces, stand for.
    /// - Throws: `SubwordsFailure` that names a token which the model does not have
    func text(of tokens: String) throws -> String
    /// What else is worth telling of it, a name and a value each.
    var details: [(String, String)] { get }
    /// Kinds of tokens that are worth counting, given as `name` has them.
    var remarkable: [(String, (String) -> Bool)] { get }
    /// The token by itself, without what it stands for.
    func name(of token: String) -> String
}

extension SubwordCoder {
    func encoded(_ line: String) -> String { tokens(of: line).joined(separator: " ") }
    var details: [(String, String)] { [] }
    var remarkable: [(String, (String) -> Bool)] { [] }
    func name(of token: String) -> String { token }
}

/// What a user's file or line does not allow.
struct SubwordsFailure: Error, CustomStringConvertible {
    let description: String
}

/// Our own subwords: `subwords.bpe` and `vocabulary.txt`.
struct OwnSubwords: SubwordCoder {
    let model: SubwordModel

    var summary: String { "byte-pair encoding of this program, \(model.mergeCount) merges" }
    var tokenCount: Int? { model.vocabulary.count }

    func tokens(of line: String) -> [String] { model.spelledTokens(of: line) }

    func numbers(of line: String) -> [Int32]? { model.ids(of: line) }

    func text(of tokens: String) throws -> String {
        do {
            return try model.text(ofSpelled: tokens.split(separator: " "))
        } catch let error as UnknownToken {
            throw SubwordsFailure(
                description: "“\(error.spelling.prefix(40))” is no token of the vocabulary. "
                    + "Pass the model that the text was encoded with.")
        }
    }

    var details: [(String, String)] {
        var counts: [TokenKind: Int] = [:]
        for id in 0..<Int32(model.vocabulary.count) {
            counts[model.vocabulary.kind(of: id), default: 0] += 1
        }
        let kinds = TokenKind.allCases.compactMap { kind in
            counts[kind].map { "\(grouped($0)) \(kind.rawValue)\($0 == 1 ? "" : "s")" }
        }
        return [
            ("text", model.treatment.summary), ("kinds", kinds.joined(separator: ", ")),
        ]
    }

    var remarkable: [(String, (String) -> Bool)] {
        let kinds: [(String, TokenKind)] = [
            ("bytes", .byte), ("slots", .slot), ("case marks", .mark),
        ]
        let used = Set((0..<Int32(model.vocabulary.count)).map { model.vocabulary.kind(of: $0) })
        let unknown = Vocabulary.specials[Int(Vocabulary.unknown)]
        return [("unknown", { $0 == unknown })]
            + kinds.filter { used.contains($0.1) }.map { name, kind in
                (name, { model.vocabulary.id(of: $0).map(model.vocabulary.kind) == kind })
            }
    }

    func name(of token: String) -> String { SubwordModel.name(ofSpelled: token) }
}

/// Codes of subword-nmt.
struct CodedSubwords: SubwordCoder {
    let codes: SubwordNMTCodes
    let segmenter: SubwordNMTSegmenter

    var summary: String {
        "codes of subword-nmt \(codes.version.rawValue), \(codes.merges.count) merges"
    }
    var tokenCount: Int? { nil }

    func tokens(of line: String) -> [String] {
        segmenter.segment(line).split(separator: " ").map(String.init)
    }

    /// Spaces around the line stay.
    func encoded(_ line: String) -> String { segmenter.segment(line) }

    func numbers(of line: String) -> [Int32]? { nil }

    func text(of tokens: String) -> String { segmenter.joined(tokens) }
}

/// A model of SentencePiece.
struct PieceSubwords: SubwordCoder {
    let model: SentencePieceModel

    var summary: String { "\(model.algorithm) model of SentencePiece" }
    var tokenCount: Int? { model.pieces.count }

    func tokens(of line: String) -> [String] { model.encodePieces(line) }

    func numbers(of line: String) -> [Int32]? { model.encodeIDs(line) }

    func text(of tokens: String) -> String {
        model.decode(pieces: tokens.split(separator: " ").map(String.init))
    }

    var remarkable: [(String, (String) -> Bool)] {
        [("unknown", { model.id(of: $0) == model.unknownID })]
    }
}
