import Engines
import Foundation
import Tensors
import Testing
import Text
import Training
import Transformer

@testable import TranslationPipeline

/// A small engine that translates word for word, trained once for all tests.
enum LexiconEngine {
    static let joint = trained(.joint)
    static let separate = trained(.separate)

    /// What it has learned; “.” and “,” stay themselves.
    static let lexicon = [
        "house": "haus", "tree": "baum", "dog": "hund", "cat": "katze", "red": "rot",
        "green": "grün", "big": "groß", "small": "klein", "and": "und", "or": "oder",
        "sees": "sieht", "the": "das", "man": "mann", "child": "kind", "water": "wasser",
        "book": "buch", "old": "alt", "new": "neu", "sleeps": "schläft", "reads": "liest",
    ]
    static let sourceWords = lexicon.keys.sorted()

    /// Longer text is divided.
    static let segmentTokens = 10

    static func translation(of words: [String]) -> [String] {
        words.map { lexicon[$0] ?? $0 }
    }

    /// A sentence of distinct neighbours, so that its alignment is plain.
    static func sentence(_ count: Int, _ random: inout RandomSource) -> [String] {
        var words: [String] = []
        while words.count < count {
            let word = sourceWords[Int.random(in: sourceWords.indices, using: &random)]
            if !words.suffix(2).contains(word) { words.append(word) }
        }
        return words
    }

    // MARK: - Engines

    static func engine(
        _ kind: TextSettings.Kind = .joint, edit: (inout ParameterSet, EncoderDecoder) -> Void
    ) -> Engine {
        let base = kind == .joint ? joint : separate
        var weights = base.weights
        edit(&weights, base.model)
        var engine = base
        engine.weights = weights
        return engine
    }

    /// Calls `body` with the folder of a saved engine.
    static func withFolder<Result>(_ body: (String) throws -> Result) throws -> Result {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("lexicon-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        try joint.save(to: folder.path, card: "")
        return try body(folder.path)
    }

    private static func trained(_ kind: TextSettings.Kind) -> Engine {
        var random = RandomSource(seed: 21)
        let pairs = (0..<2000).map { _ in
            pair(of: sentence(Int.random(in: 1...9, using: &random), &random), &random)
        }
        do {
            return try train(kind, pairs)
        } catch {
            preconditionFailure("the test engine cannot be trained: \(error)")
        }
    }

    /// A few of the words are followed by a sign.
    private static func pair(
        of words: [String], _ random: inout RandomSource
    ) -> (source: String, target: String) {
        let signs = words.map { _ in
            random.uniform() < 0.85 ? "" : random.uniform() < 0.7 ? "." : ","
        }
        func text(_ words: [String]) -> String {
            zip(words, signs).map { $0 + $1 }.joined(separator: " ")
        }
        return (text(words), text(translation(of: words)))
    }

    static func train(
        _ kind: TextSettings.Kind, _ pairs: [(source: String, target: String)],
        treatment: TextTreatment = TextTreatment()
    ) throws -> Engine {
        let (source, target) = try subwords(kind, pairs, treatment)
        let targetSubwords = target ?? source
        let configuration = Configuration(
            modelDimension: 32, feedForwardDimension: 64, heads: 2, encoderLayers: 1,
            decoderLayers: 2, sourceVocabulary: source.vocabulary.count,
            targetVocabulary: targetSubwords.vocabulary.count, dropout: 0,
            tying: kind == .joint ? .all : .target)
        var corpus = EncodedCorpus()
        for pair in pairs {
            let encoded = source.encode(pair.source)
            let translated = targetSubwords.encode(pair.target, translating: encoded.spans)
            corpus.append(source: encoded.ids, target: translated.ids)
        }
        return Engine(
            description: EngineDescription(
                sourceLanguage: "en", targetLanguage: "de", configuration: configuration,
                text: TextSettings(kind: kind, segmentTokens: segmentTokens),
                training: TrainingSummary(
                    pairs: pairs.count, tokens: corpus.targetTokens, epochs: epochs, steps: 0,
                    seconds: 0, seed: 1, preset: "test", commandLine: "")),
            weights: try weights(EncoderDecoder(configuration), corpus),
            sourceSubwords: source, targetSubwords: target)
    }

    private static func subwords(
        _ kind: TextSettings.Kind, _ pairs: [(source: String, target: String)],
        _ treatment: TextTreatment
    ) throws -> (source: SubwordModel, target: SubwordModel?) {
        switch kind {
        case .joint:
            (
                try .learn(
                    from: pairs.map(\.source) + pairs.map(\.target), vocabularySize: 260,
                    treatment: treatment), nil
            )
        case .separate:
            (
                try .learn(from: pairs.map(\.source), vocabularySize: 140, treatment: treatment),
                try .learn(from: pairs.map(\.target), vocabularySize: 150, treatment: treatment)
            )
        }
    }

    private static let epochs = 16.0

    private static func weights(
        _ model: EncoderDecoder, _ corpus: EncodedCorpus
    ) throws -> ParameterSet {
        var recipe = Recipe()
        recipe.batchTokens = 384
        recipe.schedule = Schedule(peakRate: 6e-3, warmupSteps: 60)
        recipe.averaging.decay = 0.98
        var bounds = TrainingBounds()
        bounds.maximumEpochs = Int(epochs)
        bounds.stepsPerValidation = .max
        let trainer = Trainer(
            model, corpus: corpus, recipe: recipe, bounds: bounds, workers: Workers(count: 1))
        _ = try trainer.run(
            shouldStop: { false }, onStep: { _ in },
            validate: { _ in ValidationScore(loss: 0, bleu: 0, bleuSignature: "") },
            save: { _, _, _ in })
        return trainer.average
    }
}

extension Translator {
    /// With the lexicon engine, greedy unless said otherwise.
    static func lexicon(
        _ engine: Engine = LexiconEngine.joint, edit: (inout TranslationOptions) -> Void = { _ in }
    ) throws -> Translator {
        var options = TranslationOptions()
        options.beam = 1
        edit(&options)
        return try Translator(engine, options: options)
    }

    func translate(_ line: String) throws -> TranslatedSegment {
        try #require(translate([line]).first)
    }
}
