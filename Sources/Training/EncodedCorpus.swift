/// Sentence pairs as token ids, without special tokens.
package struct EncodedCorpus: Sendable, Equatable {
    private var sourceIDs: [Int32] = []
    private var targetIDs: [Int32] = []
    private var sourceStarts: [Int] = [0]
    private var targetStarts: [Int] = [0]

    package init() {}

    package mutating func append(source: [Int32], target: [Int32]) {
        sourceIDs += source
        targetIDs += target
        sourceStarts.append(sourceIDs.count)
        targetStarts.append(targetIDs.count)
    }

    package mutating func append(contentsOf other: EncodedCorpus) {
        for index in 0..<other.count {
            append(source: other[index].source, target: other[index].target)
        }
    }

    /// The number of pairs.
    package var count: Int { sourceStarts.count - 1 }

    package subscript(index: Int) -> (source: [Int32], target: [Int32]) {
        (
            Array(sourceIDs[sourceStarts[index]..<sourceStarts[index + 1]]),
            Array(targetIDs[targetStarts[index]..<targetStarts[index + 1]])
        )
    }

    package func sourceLength(_ index: Int) -> Int {
        sourceStarts[index + 1] - sourceStarts[index]
    }

    package func targetLength(_ index: Int) -> Int {
        targetStarts[index + 1] - targetStarts[index]
    }

    /// Tokens of one side, with one `</s>` a sentence.
    package var sourceTokens: Int { sourceIDs.count + count }
    package var targetTokens: Int { targetIDs.count + count }
}

extension EncodedCorpus {
    /// A 64-bit FNV-1a hash of all ids and lengths, in order.
    package var fingerprint: UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        func add(_ number: UInt64) { hash = (hash ^ number) &* 0x100_0000_01B3 }
        for starts in [sourceStarts, targetStarts] { for start in starts { add(UInt64(start)) } }
        for ids in [sourceIDs, targetIDs] { for id in ids { add(UInt64(UInt32(bitPattern: id))) } }
        return hash
    }
}
