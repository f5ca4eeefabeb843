import Engines
import Tensors
import Text
import Transformer

@testable import TranslationPipeline

/// The lexicon engine's like, trained on sentences with placeholders, tags and a term among their
/// words.
enum PlaceholderEngine {
    static let trained: Engine = {
        var random = RandomSource(seed: 22)
        let pairs = (0..<2000).map { _ in pair(&random) }
        do {
            return try LexiconEngine.train(
                .joint, pairs, treatment: TextTreatment(protection: protection))
        } catch {
            preconditionFailure("the test engine cannot be trained: \(error)")
        }
    }()

    /// One with the same words that has learned nothing, and so gives what nobody asked for.
    static let untrained: Engine = {
        var engine = trained
        var random = RandomSource(seed: 5)
        engine.weights = ParameterSet(engine.model.layout, random: &random)
        return engine
    }()

    static let protection = Protection(kinds: [.tags, .placeholders], terms: [term])
    static let term = "Acme Co"

    /// Of a kind that is found whatever stands beside it.
    static func placeholder(_ random: inout RandomSource) -> String {
        let number = Int.random(in: 0..<1000, using: &random)
        return random.uniform() < 0.5 ? "{n\(number)}" : "%(n\(number))s"
    }

    static func tag(_ random: inout RandomSource) -> String {
        "<x id=\"\(Int.random(in: 1...3, using: &random))\"/>"
    }

    private static func pair(
        _ random: inout RandomSource
    ) -> (source: String, target: String) {
        let words = LexiconEngine.sentence(Int.random(in: 2...6, using: &random), &random)
        var (source, target): ([String], [String]) = ([], [])
        for (word, translation) in zip(words, LexiconEngine.translation(of: words)) {
            source.append(word)
            target.append(translation)
            guard random.uniform() < 0.3 else { continue }
            let kind = random.uniform()
            let span = kind < 0.7 ? placeholder(&random) : kind < 0.9 ? tag(&random) : term
            source.append(span)
            target.append(span)
        }
        return (source.joined(separator: " "), target.joined(separator: " "))
    }
}
