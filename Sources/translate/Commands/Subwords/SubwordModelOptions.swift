import ArgumentParser
import Corpus
import Engines
import Foundation
import Text

/// Which subwords to use; shared by the commands that apply them.
struct SubwordModelOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            """
            An engine's folder, a folder of “subwords learn”, codes of subword-nmt, or a .model of \\
            SentencePiece; told apart by content.
            """, valueName: "path"))
    var model: String

    @Option(help: "Of an engine with two vocabularies: source or target.")
    var side: Side = .source

    @Option(
        help: ArgumentHelp(
            "For codes of subword-nmt: a vocabulary whose rarer subwords are cut further.",
            valueName: "file"))
    var vocabulary: String?

    @Option(
        help: ArgumentHelp(
            "With --vocabulary: the least count of a subword. Default: 1.", valueName: "n"))
    var threshold: Int?

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp(
            "For codes of subword-nmt: words or patterns that are never cut.", valueName: "word"))
    var glossaries: [String] = []

    enum Side: String, ExpressibleByArgument, CaseIterable {
        case source, target
    }

    func validate() throws {
        if threshold != nil, vocabulary == nil {
            throw ValidationError("--threshold without --vocabulary. Pass --vocabulary FILE too.")
        }
        try checkRange(threshold, "--threshold", 1...1_000_000_000)
    }

    func coder() throws -> any SubwordCoder {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: model, isDirectory: &isFolder) else {
            throw SubwordsFailure(description: "\(model): does not exist. Check the path.")
        }
        if isFolder.boolValue {
            try refuseOptionsOfCodes()
            return OwnSubwords(model: try folderModel())
        }
        let bytes = try Self.bytes(of: model)
        // A model of SentencePiece begins with a piece: field 1, of bytes.
        if bytes.first == 0x0A {
            try refuseOptionsOfCodes()
            return PieceSubwords(model: try SentencePieceModel(bytes, file: model))
        }
        return try codedSubwords(bytes)
    }

    private func codedSubwords(_ bytes: [UInt8]) throws -> CodedSubwords {
        if bytes.starts(with: Array("#version: translate".utf8)) {
            throw SubwordsFailure(
                description: "\(model): is a part of subwords of this program. "
                    + "Pass the folder that it lies in, with vocabulary.txt.")
        }
        let codes = try SubwordNMTCodes(bytes, file: model)
        return CodedSubwords(
            codes: codes,
            segmenter: try SubwordNMTSegmenter(
                codes: codes, vocabulary: try vocabulary.map { try known($0, codes) },
                glossaries: glossaries))
    }

    /// The subwords of a vocabulary that belongs to `codes`.
    private func known(
        _ file: String, _ codes: SubwordNMTCodes
    ) throws -> SubwordNMTVocabulary {
        let bytes = try Self.bytes(of: file)
        let known = try SubwordNMTVocabulary(bytes, file: file, threshold: threshold ?? 1)
        if known.subwords.isEmpty {
            complain(
                "\(file): no subword was counted \(threshold ?? 1) times or more, so it is not "
                    + "used, as in subword-nmt.")
        } else if !known.fits(codes) {
            throw SubwordsFailure(
                description: "\(file): has no subword that \(model) makes. Pass the vocabulary "
                    + "of text that was cut with these codes.")
        }
        return known
    }

    private func folderModel() throws -> SubwordModel {
        let folder = URL(fileURLWithPath: model)
        if FileManager.default.fileExists(atPath: folder.appending(path: "config.json").path) {
            let engine = try Engine.load(from: model)
            return side == .source ? engine.sourceSubwords : engine.targetSubwords
        }
        let names = ["subwords.bpe", "vocabulary.txt"].map { folder.appending(path: $0).path }
        return try SubwordModel(
            merges: try Self.bytes(of: names[0]), vocabulary: try Self.bytes(of: names[1]),
            mergesFile: names[0], vocabularyFile: names[1])
    }

    private func refuseOptionsOfCodes() throws {
        guard vocabulary != nil || !glossaries.isEmpty else { return }
        throw ValidationError(
            "--vocabulary and --glossaries are for codes of subword-nmt, and \(model) is none. "
                + "Leave them out.")
    }

    /// More is no model of subwords.
    private static let mostBytes = 1 << 28

    private static func bytes(of path: String) throws -> [UInt8] {
        _ = try TextBytes.size(of: path)
        guard let bytes = try TextBytes(path: path).readAll(atMost: mostBytes) else {
            throw SubwordsFailure(
                description: "\(path): is larger than 256 MiB, and so no model of subwords.")
        }
        guard !bytes.isEmpty else {
            throw SubwordsFailure(description: "\(path): is empty. Pass a model of subwords.")
        }
        return bytes
    }
}
