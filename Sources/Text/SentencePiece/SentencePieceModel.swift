/// A SentencePiece model, BPE or unigram: text to pieces and back.
///
/// Kudo & Richardson 2018 (arXiv:1808.06226). The pieces are those of SentencePiece 0.2 for the
/// same file. Immutable.
package struct SentencePieceModel: Sendable {
    package struct Piece: Sendable {
        /// As the format numbers them.
        package enum Kind: Int, Sendable {
            case normal = 1
            case unknown = 2
            case control = 3
            case userDefined = 4
            case unused = 5
            case byte = 6
        }

        package let text: String
        package let score: Float
        package let kind: Kind
    }

    package enum Algorithm: Sendable {
        case bpe
        case unigram
    }

    package let algorithm: Algorithm
    /// By number.
    package let pieces: [Piece]
    package let unknownID: Int32
    package let hasByteFallback: Bool

    let index: SentencePieceIndex
    private let normalizer: SentencePieceNormalizer
    let denormalizer: SentencePieceNormalizer?
    let merging: SentencePieceMerging?
    let lattice: SentencePieceLattice?
    let stripsFirstSpace: Bool
    let stripsAllSpaces: Bool
    let unknownSurface: [UInt8]
    let name: String

    /// - Throws: when the file is damaged, or a model of words or of characters.
    package init(_ bytes: [UInt8], file: String) throws(SentencePieceError) {
        let model = try SentencePieceFile(bytes, name: file)
        guard let algorithm = [1: Algorithm.unigram, 2: .bpe][model.modelType] else {
            throw SentencePieceError(.unsupportedModel(model.modelType), in: file)
        }
        self.algorithm = algorithm
        index = try SentencePieceIndex(model)
        pieces = model.pieces
        unknownID = index.unknownID
        hasByteFallback = model.hasByteFallback
        name = file
        unknownSurface = model.unknownSurface
        let settings = model.normalization
        stripsFirstSpace = settings.addsDummyPrefix || settings.removesExtraSpaces
        stripsAllSpaces = settings.removesExtraSpaces
        let userSymbols = Self.trie(of: model.pieces) { $0 == .userDefined }
        normalizer = SentencePieceNormalizer(
            settings, map: try Self.map(settings, of: model), putsSpaceLast: model.putsSpaceLast,
            userSymbols: userSymbols)
        let denormalization = try Self.map(model.denormalization, of: model)
        denormalizer = denormalization.map {
            SentencePieceNormalizer(model.denormalization, map: $0)
        }
        merging =
            algorithm == .bpe
            ? SentencePieceMerging(pieces: pieces, index: index, userSymbols: userSymbols) : nil
        lattice =
            algorithm == .unigram
            ? SentencePieceLattice(
                pieces: pieces, unknownID: unknownID,
                trie: Self.trie(of: pieces) { $0 != .unused && $0.isInText }) : nil
    }

    private static func map(
        _ settings: SentencePieceFile.Normalization, of model: SentencePieceFile
    ) throws(SentencePieceError) -> CharacterMap? {
        if settings.charsmap.isEmpty { return nil }
        guard let map = CharacterMap(model.bytes[settings.charsmap]) else {
            throw SentencePieceError(
                .brokenCharacterMap, in: model.name, offset: settings.charsmap.lowerBound)
        }
        return map
    }

    /// The pieces of some kinds, or nil if there are none.
    private static func trie(
        of pieces: [Piece], where isWanted: (Piece.Kind) -> Bool
    ) -> ByteTrie? {
        let strings = pieces.enumerated().filter { isWanted($1.kind) }.map {
            (bytes: Array($1.text.utf8)[...], value: Int32($0))
        }
        return strings.isEmpty ? nil : ByteTrie(strings)
    }
}

extension SentencePieceModel.Piece.Kind {
    /// Whether text can be cut into such pieces; the others stand for something else.
    var isInText: Bool { self == .normal || self == .userDefined || self == .unused }
}

// MARK: - Encoding

extension SentencePieceModel {
    /// A piece of a normalized text.
    struct Cut {
        var id: Int32
        /// In bytes of the normalized text.
        var range: Range<Int>
    }

    /// The text as the model sees it.
    package func normalize(_ text: String) -> String {
        String(decoding: normalizer.normalize(Array(text.utf8)), as: UTF8.self)
    }

    /// The pieces of `text`; what the model does not know is spelled as in the normalized text,
    /// or as bytes if it has them.
    package func encodePieces(_ text: String) -> [String] {
        encode(text) { cut, normalized in
            cut.id == unknownID
                ? String(decoding: normalized[cut.range], as: UTF8.self)
                : pieces[Int(cut.id)].text
        }
    }

    /// The numbers of the pieces, without those that begin and end a sentence.
    package func encodeIDs(_ text: String) -> [Int32] {
        encode(text) { cut, _ in cut.id }
    }

    /// The piece's number, or that of what is unknown.
    package func id(of piece: String) -> Int32 {
        index.id(of: Array(piece.utf8))
    }

    private func encode<Outcome>(_ text: String, _ make: (Cut, [UInt8]) -> Outcome) -> [Outcome] {
        let normalized = normalizer.normalize(Array(text.utf8))
        let cuts = merging?.cut(normalized) ?? lattice?.cut(normalized) ?? []
        var outcomes: [Outcome] = []
        outcomes.reserveCapacity(cuts.count)
        var unknown: Cut?
        for cut in cuts {
            if cut.id == unknownID, hasByteFallback {
                for place in cut.range {
                    let id = index.byteIDs[Int(normalized[place])]
                    outcomes.append(make(Cut(id: id, range: place..<place + 1), normalized))
                }
            } else if cut.id == unknownID {
                // Neighbours that are unknown are one piece.
                unknown = Cut(
                    id: cut.id,
                    range: (unknown?.range ?? cut.range).lowerBound..<cut.range.upperBound)
            } else {
                if let run = unknown { outcomes.append(make(run, normalized)) }
                unknown = nil
                outcomes.append(make(cut, normalized))
            }
        }
        if let unknown { outcomes.append(make(unknown, normalized)) }
        return outcomes
    }
}
