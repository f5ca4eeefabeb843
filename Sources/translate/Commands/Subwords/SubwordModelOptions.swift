import ArgumentParser
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
        let codes = try SubwordNMTCodes(bytes, file: model)
        let known = try vocabulary.map {
            try SubwordNMTVocabulary(
                try Self.bytes(of: $0), file: $0, threshold: threshold ?? 1)
        }
        return CodedSubwords(
            codes: codes,
            segmenter: try SubwordNMTSegmenter(
                codes: codes, vocabulary: known, glossaries: glossaries))
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
        guard let handle = FileHandle(forReadingAtPath: path),
            let data = try? handle.read(upToCount: mostBytes + 1) ?? Data()
        else {
            throw SubwordsFailure(
                description: "\(path): cannot be read. Check the path and its permissions.")
        }
        guard data.count <= mostBytes else {
            throw SubwordsFailure(
                description: "\(path): is larger than 256 MiB, and so no model of subwords.")
        }
        return Array(data)
    }
}
