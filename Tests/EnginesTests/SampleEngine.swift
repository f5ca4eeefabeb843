import Foundation
import Tensors
import Text
import Transformer

@testable import Engines

/// Small engines to save and load.
enum SampleEngine {
    static let lines = [
        "the low house", "the lower house", "a newer house", "the widest low door",
        "the newest door is lower", "a wider door", "that house, the low one",
    ]

    static func make(
        seed: UInt64 = 1, kind: TextSettings.Kind = .joint, vocabularySize: Int = 48,
        configure: (inout Configuration) -> Void = { _ in }
    ) throws -> Engine {
        let source = try SubwordModel.learn(from: lines, vocabularySize: vocabularySize)
        let target =
            kind == .joint
            ? nil : try SubwordModel.learn(from: lines.dropLast(3), vocabularySize: 32)
        var configuration = Configuration(
            modelDimension: 16, feedForwardDimension: 32, heads: 2, encoderLayers: 1,
            decoderLayers: 1, sourceVocabulary: source.vocabulary.count,
            targetVocabulary: (target ?? source).vocabulary.count,
            tying: kind == .joint ? .all : .none)
        configure(&configuration)
        let description = EngineDescription(
            sourceLanguage: "en", targetLanguage: "de", configuration: configuration,
            text: TextSettings(kind: kind, segmentTokens: 100),
            training: TrainingSummary(
                pairs: 7, tokens: 40, epochs: 1.5, steps: 3, bestLoss: 2.25, seconds: 0.5,
                seed: seed, preset: "tiny", commandLine: "translate train --corpus a.tmx"))
        return Engine(
            description: description, weights: weights(of: configuration, seed: seed),
            sourceSubwords: source, targetSubwords: target)
    }

    static func weights(of configuration: Configuration, seed: UInt64) -> ParameterSet {
        var random = RandomSource(seed: seed)
        return ParameterSet(EncoderDecoder(configuration).layout, random: &random)
    }

    static let state = TrainingState(
        progress: Progress(step: 12, random: RandomSource(seed: 5), score: 31.5), weights: [:])

    struct Progress: Codable, Equatable, Sendable {
        var step: Int
        var random: RandomSource
        var score: Double
    }
}

extension TemporaryFolder {
    /// Writes the engine `name` anew with a changed description, sealed, and with the checksums
    /// of the files as they are now.
    func reseal(_ name: String, _ change: (inout EngineDescription) -> Void) throws {
        let config = "\(name)/config.json"
        var description = try ConfigFile.decode(
            EngineDescription.self, from: read(config), path: config)
        for file in description.files.keys {
            description.files[file] = try FileRecord(ofFileAt: path("\(name)/\(file)"))
        }
        change(&description)
        try write(SealedJSON.encode(description), to: config)
    }

    /// The error of loading the engine `name`, without this folder's path.
    func loadingError(_ name: String) -> EngineError? {
        do {
            _ = try Engine.load(from: path(name))
            return nil
        } catch {
            return EngineError(
                error.reason, at: error.path.replacingOccurrences(of: path + "/", with: ""))
        }
    }
}
