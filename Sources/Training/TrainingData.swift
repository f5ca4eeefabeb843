import Engines
import Foundation

/// What is trained on and validated on, as ids, with what the engine's card says of it.
struct TrainingData {
    let training: EncodedCorpus
    let development: EncodedCorpus
    /// The target side of the development set.
    let references: [String]
    /// The most sentences a source segment has, but for one segment in twenty: what the engine
    /// learns to translate together.
    let sentencesTogether: Int
    /// Files and what became of them.
    let files: [EngineCard.DataFile]

    /// Identifies the ids, in order.
    var fingerprint: UInt64 { training.fingerprint ^ development.fingerprint &* 31 }

    /// The length that all but one in a thousand of the source segments keep to: what an engine
    /// translates whole.
    var longestSegment: Int {
        let lengths = (0..<training.count).map(training.sourceLength).sorted()
        return max(40, lengths[lengths.count * 999 / 1000])
    }
}
