package import Tensors

/// The newest token of every hypothesis, those of a sentence side by side.
package struct StepRows: Sendable, Equatable {
    /// `<s>` where a hypothesis begins.
    package var tokens: [Int32] = []
    /// Each hypothesis' row in the step before; −1 where it begins.
    package var parents: [Int32] = []
    /// The sentences, by the numbers that the cache gave them, in the order of their rows.
    package var sentences: [Int] = []
    /// Rows of each.
    package var counts: [Int] = []

    package init() {}

    package var count: Int { tokens.count }

    /// Forgets all rows and keeps their memory.
    package mutating func removeAll() {
        tokens.removeAll(keepingCapacity: true)
        parents.removeAll(keepingCapacity: true)
        sentences.removeAll(keepingCapacity: true)
        counts.removeAll(keepingCapacity: true)
    }
}

/// What decoding keeps from step to step, for sentences that come and go.
///
/// Sentences enter together or one by one, each at its own position, and leave when they are
/// finished. Keys and values of a position stay in the slot that the step put them in; a
/// hypothesis knows the slots of its past. So neither extending nor reordering a beam copies any,
/// and what is kept is that of live sentences.
package struct DecoderCache: Sendable {
    /// One for each layer and live sentence.
    private var sources: [[SourceMemory]?] = []
    private var freeNumbers: [Int] = []
    var layers: [KeyValueSlots]
    /// The slots of each sentence.
    private var slots: [[Int32]] = []
    private var freeSlots: [Int32] = []
    private var slotCount: Int32 = 0
    /// Rows of each sentence in the current step.
    private(set) var rows = SequenceLayout(lengths: [])
    private var sentences: [Int] = []
    private(set) var paths = SlotPaths()
    private var earlier = SlotPaths()
    /// Of the rows of the current step.
    private(set) var newest: [Int32] = []
    /// The layer whose attention to the source is kept in `sourceAttention`; nil for none.
    package var attentionLayer: Int?
    /// The mean over heads in the last step, [rows, longest source or more]; 0 beyond a row's
    /// source.
    package internal(set) var sourceAttention: Tensor?

    /// - Parameter precision: how keys and values are kept
    init(layerCount: Int, precision: Precision) {
        layers = (0..<layerCount).map { _ in KeyValueSlots(precision: precision) }
    }

    /// Takes up a sentence.
    /// - Parameter memory: keys and values of its source, one for each layer
    /// - Returns: the sentence's number, until it is ended
    mutating func begin(_ memory: [SourceMemory]) -> Int {
        precondition(memory.count == layers.count, "\(memory.count) of \(layers.count) layers")
        if let number = freeNumbers.popLast() {
            sources[number] = memory
            return number
        }
        sources.append(memory)
        slots.append([])
        return sources.count - 1
    }

    /// Forgets a sentence; it has no rows from the next step on.
    package mutating func end(_ number: Int) {
        precondition(sources[number] != nil, "sentence \(number) has ended")
        sources[number] = nil
        freeSlots += slots[number]
        slots[number].removeAll(keepingCapacity: true)
        freeNumbers.append(number)
    }

    /// Begins a step.
    mutating func advance(_ step: StepRows) {
        rows = SequenceLayout(lengths: step.counts, roundedTo: PackedMatrix.rowMultiple)
        precondition(rows.used == step.count && step.parents.count == step.count)
        sentences = step.sentences
        newest.removeAll(keepingCapacity: true)
        for (sentence, count) in zip(step.sentences, step.counts) {
            for _ in 0..<count {
                let slot = freeSlots.popLast() ?? nextSlot()
                slots[sentence].append(slot)
                newest.append(slot)
            }
        }
        swap(&paths, &earlier)
        paths.extend(earlier, parents: step.parents, newest: newest, rows: rows.rows)
    }

    private mutating func nextSlot() -> Int32 {
        defer { slotCount += 1 }
        return slotCount
    }

    /// The position of each row in its translation; 0 for rows of no sentence.
    var positions: [Int32] { paths.lengths.map { max($0 - 1, 0) } }

    /// The sources of the current step's sentences in one layer.
    func sources(layer: Int) -> [SourceMemory] {
        sentences.map { number in
            guard let memory = sources[number] else {
                preconditionFailure("sentence \(number) has ended")
            }
            return memory[layer]
        }
    }
}
