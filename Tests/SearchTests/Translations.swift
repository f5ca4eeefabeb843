import Transformer

@testable import Search

extension ScriptedScorer {
    struct Translation {
        let tokens: [Int32]
        let score: Float
        let isCut: Bool
    }

    /// All translations of a scripted model, best first.
    /// - Parameters:
    ///   - penalty: the exponent of the length penalty
    ///   - bonus: what is added to a translation's score
    static func translations(
        by rule: Rule, cap: Int, penalty: Float, bonus: ([Int32]) -> Float = { _ in 0 }
    ) -> [Translation] {
        var found: [Translation] = []
        let penalty = LengthPenalty(exponent: penalty)
        func add(_ tokens: [Int32], _ logProbability: Float, isCut: Bool) {
            let divisor = penalty.divisor(length: tokens.count)
            found.append(
                Translation(
                    tokens: tokens, score: logProbability / divisor + bonus(tokens), isCut: isCut))
        }
        func visit(_ prefix: [Int32], _ logProbability: Float) {
            guard prefix.count < cap else { return add(prefix, logProbability, isCut: true) }
            let row = rule(0, prefix)
            add(prefix, logProbability + row[Int(SpecialToken.end)], isCut: false)
            for token in [SpecialToken.unknown] + (4..<Int32(row.count)) {
                visit(prefix + [token], logProbability + row[Int(token)])
            }
        }
        visit([], 0)
        return found.sorted { $0.isCut == $1.isCut ? $0.score > $1.score : $1.isCut }
    }

    /// Options under which scripted translations have at most `cap` tokens.
    static func options(
        beam: Int, nbest: Int = 1, penalty: Float = 0.6, cap: Int = 4
    ) -> BeamSearch.Options {
        var options = BeamSearch.Options(beam: beam, nbest: nbest)
        options.lengthPenalty = penalty
        options.maximumLengthRatio = 0
        options.maximumLengthOffset = cap
        return options
    }
}

extension [Int32] {
    /// Whether these tokens stand in it next to each other.
    func has(_ sequence: [Int32]) -> Bool {
        guard count >= sequence.count else { return false }
        return (0...count - sequence.count).contains {
            self[$0..<$0 + sequence.count].elementsEqual(sequence)
        }
    }
}
