package import Tensors

/// Source and target sentences of a batch, packed without padding.
///
/// The encoder reads a sentence and `</s>`; the decoder reads `<s>` and the target and predicts
/// the target and `</s>`.
package struct PackedPairs: Sendable {
    package let source: SequenceLayout
    package let target: SequenceLayout
    package let sourceIDs: [Int32]
    /// What the decoder reads.
    package let targetInputs: [Int32]
    /// What it predicts; one for each row of `target` that belongs to a sentence.
    package let targetOutputs: [Int32]
}

extension PackedPairs {
    /// - Parameters:
    ///   - pairs: token ids without special ones
    ///   - multiple: what row counts are rounded up to
    ///   - keys: each pair's number in the batch that these are a part of: its draws of dropout
    ///     hang on it (`SequenceLayout.rowKeys`); nil for its number here
    package init(
        _ pairs: [(source: [Int32], target: [Int32])], roundedTo multiple: Int,
        keys: [Int]? = nil
    ) {
        let packedSource = PackedSentences(
            pairs.map(\.source), roundedTo: multiple, keys: keys)
        source = packedSource.layout
        sourceIDs = packedSource.ids
        target = SequenceLayout(
            lengths: pairs.map { $0.target.count + 1 }, roundedTo: multiple, keys: keys)
        var inputs: [Int32] = []
        var outputs: [Int32] = []
        inputs.reserveCapacity(target.rows)
        outputs.reserveCapacity(target.used)
        for pair in pairs {
            inputs.append(SpecialToken.begin)
            inputs += pair.target
            outputs += pair.target
            outputs.append(SpecialToken.end)
        }
        inputs += repeatElement(SpecialToken.padding, count: target.rows - inputs.count)
        targetInputs = inputs
        targetOutputs = outputs
    }
}

/// Source sentences of a batch, packed without padding, each followed by `</s>`.
package struct PackedSentences: Sendable {
    package let layout: SequenceLayout
    package let ids: [Int32]

    /// - Parameter sentences: token ids without special ones
    package init(
        _ sentences: [[Int32]], roundedTo multiple: Int = PackedMatrix.rowMultiple,
        keys: [Int]? = nil
    ) {
        layout = SequenceLayout(
            lengths: sentences.map { $0.count + 1 }, roundedTo: multiple, keys: keys)
        var ids: [Int32] = []
        ids.reserveCapacity(layout.rows)
        for sentence in sentences {
            ids += sentence
            ids.append(SpecialToken.end)
        }
        ids += repeatElement(SpecialToken.padding, count: layout.rows - ids.count)
        self.ids = ids
    }
}

/// The ids that every vocabulary begins with.
package enum SpecialToken {
    package static let padding: Int32 = 0
    package static let unknown: Int32 = 1
    package static let begin: Int32 = 2
    package static let end: Int32 = 3
}
