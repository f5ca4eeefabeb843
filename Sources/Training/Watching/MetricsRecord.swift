import Foundation

/// A line of an engine's `metrics.jsonl`: one JSON object, whose `record` says what it is of.
///
///     {…,"pairs":29000,"parameters":11018240,"record":"start","settings":{…},"step":0,…}
///     {"epoch":0.21,…,"loss":7.41,…,"record":"step","step":40,…,"tokens_per_second":6104}
///     {"best":true,"bleu":21.4,"loss":2.31,"record":"validation",…,"step":500}
///     {"record":"note","step":812,"text":"…"}
///     {…,"reason":"finished","record":"end","seconds":612.4,"step":4000}
///
/// Steps are counted from 1 over all sessions of a training, `seconds` are those spent training,
/// and a number that is not finite is `null`. Every session writes a `start` and an `end`.
package enum MetricsRecord: Sendable, Equatable {
    case start(Start)
    case step(Step)
    case validation(Validation)
    case note(Note)
    case end(End)

    /// What a session sets out to do.
    package struct Start: Sendable, Equatable, Codable {
        /// Steps made in earlier sessions.
        var step: Int
        /// In UTC, as `2025-03-07T14:03:12Z`.
        var time: String
        var pairs: Int
        var developmentPairs: Int
        /// Of the training set, an epoch.
        var sourceTokens: Int
        var targetTokens: Int
        var parameters: Int
        var command: String
        /// As in the engine's card.
        var settings: [String: String]
        /// BLEU of the engine that training goes on from, on the new development set and on the
        /// old one; nil where there is none.
        var engineBLEU: JSONNumber?
        var engineOldBLEU: JSONNumber?

        private enum CodingKeys: String, CodingKey {
            case step, time, pairs, parameters, command, settings
            case developmentPairs = "development_pairs"
            case sourceTokens = "source_tokens"
            case targetTokens = "target_tokens"
            case engineBLEU = "engine_bleu"
            case engineOldBLEU = "engine_old_bleu"
        }
    }

    /// The steps since the `step` before: one is written every two seconds of training.
    package struct Step: Sendable, Equatable, Codable {
        var step: Int
        /// Epochs done, with the part of this one.
        var epoch: JSONNumber
        var seconds: JSONNumber
        /// With label smoothing, in nats a token; mean over the steps.
        var loss: JSONNumber
        /// Mean over all steps, each counting 2 % less than the next.
        var smoothedLoss: JSONNumber
        /// The learning rate.
        var rate: JSONNumber
        /// The largest of the steps, before clipping.
        var gradientNorm: JSONNumber
        /// Trained on so far.
        var targetTokens: Int
        var tokensPerSecond: JSONNumber

        private enum CodingKeys: String, CodingKey {
            case step, epoch, seconds, loss, rate
            case smoothedLoss = "smoothed_loss"
            case gradientNorm = "gradient_norm"
            case targetTokens = "target_tokens"
            case tokensPerSecond = "tokens_per_second"
        }
    }

    package struct Validation: Sendable, Equatable, Codable {
        var step: Int
        var seconds: JSONNumber
        /// Without label smoothing, in nats a token.
        var loss: JSONNumber
        /// Of greedy translations, 0 to 100.
        var bleu: JSONNumber
        /// Whether it is the best so far, and kept.
        var best: Bool
        /// Translations of the report's sentences, in order.
        var samples: [String]
        /// The same on old text, when training goes on from an engine; nil without old text.
        var oldLoss: JSONNumber?
        var oldBLEU: JSONNumber?

        private enum CodingKeys: String, CodingKey {
            case step, seconds, loss, bleu, best, samples
            case oldLoss = "old_loss"
            case oldBLEU = "old_bleu"
        }
    }

    /// Something out of the ordinary.
    package struct Note: Sendable, Equatable, Codable {
        var step: Int
        var text: String
    }

    package struct End: Sendable, Equatable, Codable {
        package enum Reason: String, Sendable, Codable {
            /// The wanted epochs, steps or minutes are done.
            case finished
            /// No better score for long.
            case converged
            case interrupted
            /// By an error that the program has told.
            case failed
        }

        var step: Int
        var seconds: JSONNumber
        var reason: Reason
        var bestStep: Int
        var bestBLEU: JSONNumber

        private enum CodingKeys: String, CodingKey {
            case step, seconds, reason
            case bestStep = "best_step"
            case bestBLEU = "best_bleu"
        }
    }

    /// The step that it is of.
    var step: Int {
        switch self {
        case .start(let start): start.step
        case .step(let step): step.step
        case .validation(let validation): validation.step
        case .note(let note): note.step
        case .end(let end): end.step
        }
    }
}

/// A number as JSON has them: with six digits that count, and null for what is not finite.
struct JSONNumber: Sendable, Equatable, Codable {
    let value: Double?

    init(_ value: Double?) {
        self.value = value.flatMap { $0.isFinite ? Self.rounded($0) : nil }
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        self.init(container.decodeNil() ? nil : try container.decode(Double.self))
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        if let value { try container.encode(value) } else { try container.encodeNil() }
    }

    private static func rounded(_ value: Double) -> Double {
        Double(String(format: "%.6g", value)) ?? value
    }
}

// MARK: - Lines

extension MetricsRecord: Codable {
    private enum Kind: String, Codable {
        case start, step, validation, note, end
    }

    private enum CodingKeys: CodingKey {
        case record
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        switch try container.decode(Kind.self, forKey: .record) {
        case .start: self = .start(try Start(from: decoder))
        case .step: self = .step(try Step(from: decoder))
        case .validation: self = .validation(try Validation(from: decoder))
        case .note: self = .note(try Note(from: decoder))
        case .end: self = .end(try End(from: decoder))
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        switch self {
        case .start(let start):
            try container.encode(Kind.start, forKey: .record)
            try start.encode(to: encoder)
        case .step(let step):
            try container.encode(Kind.step, forKey: .record)
            try step.encode(to: encoder)
        case .validation(let validation):
            try container.encode(Kind.validation, forKey: .record)
            try validation.encode(to: encoder)
        case .note(let note):
            try container.encode(Kind.note, forKey: .record)
            try note.encode(to: encoder)
        case .end(let end):
            try container.encode(Kind.end, forKey: .record)
            try end.encode(to: encoder)
        }
    }

    /// The record on a line, with its end.
    var line: Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let json = try? encoder.encode(self) else {
            preconditionFailure("a record that JSON cannot hold: \(self)")
        }
        return json + Data("\n".utf8)
    }

    /// - Returns: nil for a line that is no record, such as one that was not written to its end
    init?(line: Data) {
        guard let record = try? JSONDecoder().decode(Self.self, from: line) else { return nil }
        self = record
    }
}
