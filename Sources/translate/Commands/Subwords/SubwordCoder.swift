import Foundation
import Text

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
    /// Whether a token stands for what the model does not know.
    func isUnknown(_ token: String) -> Bool
}

extension SubwordCoder {
    func encoded(_ line: String) -> String { tokens(of: line).joined(separator: " ") }
}

/// What a user's file or line does not allow.
struct SubwordsFailure: Error, CustomStringConvertible {
    let description: String
}

/// Our own subwords: `subwords.bpe` and `vocabulary.txt`.
struct OwnSubwords: SubwordCoder {
    let model: SubwordModel

    var summary: String { "byte-pair encoding of this program, \(mergeCount) merges" }
    var tokenCount: Int? { model.vocabulary.count }

    private var mergeCount: Int { model.mergesText.split(separator: "\n").count - 1 }

    func tokens(of line: String) -> [String] {
        model.ids(of: line).map { model.vocabulary.tokens[Int($0)] }
    }

    func numbers(of line: String) -> [Int32]? { model.ids(of: line) }

    func text(of tokens: String) throws -> String {
        let ids = try tokens.split(separator: " ").map { token in
            guard let id = model.vocabulary.id(of: String(token)) else {
                throw SubwordsFailure(
                    description: "“\(token.prefix(40))” is no token of the vocabulary. "
                        + "Pass the model that the text was encoded with.")
            }
            return id
        }
        return model.decode(ids).text
    }

    func isUnknown(_ token: String) -> Bool {
        token == Vocabulary.specials[Int(Vocabulary.unknown)]
    }
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

    func isUnknown(_ token: String) -> Bool { false }
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

    func isUnknown(_ token: String) -> Bool { model.id(of: token) == model.unknownID }
}
