import Tensors
import Testing

@testable import Transformer

@Suite struct PackedPairsTests {
    private let pairs: [([Int32], [Int32])] = [([10, 11, 12], [20]), ([], []), ([13], [21, 22])]

    @Test("sentences lie one after the other with their special tokens")
    func unrounded() {
        let packed = PackedPairs(pairs, roundedTo: 1)
        #expect(packed.source.starts == [0, 4, 5, 7])
        #expect(packed.sourceIDs == [10, 11, 12, 3, 3, 13, 3])
        #expect(packed.target.starts == [0, 2, 3, 6])
        #expect(packed.targetInputs == [2, 20, 2, 2, 21, 22])
        #expect(packed.targetOutputs == [20, 3, 3, 21, 22, 3])
    }

    @Test("rows are rounded up with padding, which is never predicted")
    func rounded() {
        let packed = PackedPairs(pairs, roundedTo: 8)
        #expect(packed.source.rows == 8)
        #expect(packed.sourceIDs == [10, 11, 12, 3, 3, 13, 3, 0])
        #expect(packed.target.rows == 8)
        #expect(packed.target.positions == [0, 1, 0, 0, 1, 2, 0, 0])
        #expect(packed.targetInputs == [2, 20, 2, 2, 21, 22, 0, 0])
        #expect(packed.targetOutputs.count == packed.target.used)
    }

    @Test("a batch of no pairs has only padding")
    func empty() {
        let packed = PackedPairs([], roundedTo: 8)
        #expect(packed.source.count == 0 && packed.target.used == 0)
        #expect(packed.sourceIDs == [Int32](repeating: 0, count: 8))
        #expect(packed.targetOutputs.isEmpty)
    }

    @Test("source sentences alone are packed as in pairs")
    func sentences() {
        let packed = PackedPairs(pairs, roundedTo: 8)
        let sentences = PackedSentences(pairs.map(\.0))
        #expect(sentences.layout == packed.source)
        #expect(sentences.ids == packed.sourceIDs)
    }
}
