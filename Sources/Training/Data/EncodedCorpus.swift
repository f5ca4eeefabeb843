import Tensors
package import Text

/// Sentence pairs as token ids, without special tokens: in memory, or in files that are mapped.
///
/// A bit of each says whether a piece begins with it, for `PairSampler`.
/// Of mapped files only what is read comes into memory, and the system may drop it again.
package struct EncodedCorpus: Sendable {
    /// Where a pair's ids are: the source's, and right behind them the target's.
    struct Entry {
        /// In ids.
        var start: UInt64
        var sourceLength: UInt32
        var targetLength: UInt32
    }

    private var entries: Numbers<Entry>
    private var ids: IDs

    /// The largest vocabularies whose ids, with their bit, have room in 16 bits.
    static let narrowVocabulary = 1 << 15

    /// Numbers of one type, in memory or mapped.
    private enum Numbers<Number: BitwiseCopyable & Sendable>: Sendable {
        case memory([Number])
        case mapped(MappedFile)

        var count: Int {
            switch self {
            case .memory(let numbers): numbers.count
            case .mapped(let file): file.byteCount / MemoryLayout<Number>.stride
            }
        }

        /// All of them, as they lie in memory.
        func withBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result
        {
            switch self {
            case .memory(let numbers): try numbers.withUnsafeBytes(body)
            case .mapped(let file): try file.withBytes { try body($0) }
            }
        }

        subscript(index: Int) -> Number {
            switch self {
            case .memory(let numbers): numbers[index]
            case .mapped(let file):
                file.withBytes {
                    $0.load(fromByteOffset: index * MemoryLayout<Number>.stride, as: Number.self)
                }
            }
        }
    }

    /// The ids of all pairs, in the width that the vocabularies need.
    private enum IDs: Sendable {
        case narrow(Numbers<UInt16>)
        case wide(Numbers<MarkedID>)

        subscript(index: Int) -> MarkedID {
            switch self {
            case .narrow(let ids): MarkedID(narrow: ids[index])
            case .wide(let ids): ids[index]
            }
        }
    }

    /// Whether ids have 16 bits each, and not 32.
    var isNarrow: Bool {
        if case .narrow = ids { true } else { false }
    }

    /// What the first of its two files holds, or would hold.
    func withEntryBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows
        -> Result
    {
        try entries.withBytes(body)
    }

    /// What the second of its two files holds, or would hold.
    func withIDBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
        switch ids {
        case .narrow(let ids): try ids.withBytes(body)
        case .wide(let ids): try ids.withBytes(body)
        }
    }

    /// No pairs yet, in memory.
    package init() {
        entries = .memory([])
        ids = .wide(.memory([]))
    }

    /// The pairs of several, one after the other, in memory.
    init(joining parts: [EncodedCorpus]) {
        self.init()
        for part in parts {
            for index in 0..<part.count {
                let pair = part.pieces(index)
                append(source: pair.source, target: pair.target)
            }
        }
    }

    /// The pairs that were written to two files.
    /// - Parameter isNarrow: whether `ids` has 16 bits each, and not 32
    init(entries: MappedFile, ids: MappedFile, isNarrow: Bool) {
        self.entries = .mapped(entries)
        self.ids = isNarrow ? .narrow(.mapped(ids)) : .wide(.mapped(ids))
    }

    /// Adds a pair to a corpus in memory.
    package mutating func append(source: PieceIDs, target: PieceIDs) {
        guard case .memory(var entries) = entries, case .wide(.memory(var ids)) = ids else {
            preconditionFailure("a corpus in files is complete")
        }
        // Let go of the arrays before they grow, or each would be copied.
        self.entries = .memory([])
        self.ids = .wide(.memory([]))
        entries.append(
            Entry(
                start: UInt64(ids.count), sourceLength: UInt32(source.ids.count),
                targetLength: UInt32(target.ids.count)))
        for side in [source, target] {
            for (id, begins) in zip(side.ids, side.beginsPiece) {
                ids.append(MarkedID(id, beginsPiece: begins))
            }
        }
        self.entries = .memory(entries)
        self.ids = .wide(.memory(ids))
    }

    /// Adds a pair whose pieces are not known: none of its tokens will merge with another.
    package mutating func append(source: [Int32], target: [Int32]) {
        append(source: PieceIDs(source), target: PieceIDs(target))
    }

    /// The number of pairs.
    package var count: Int { entries.count }

    package subscript(index: Int) -> (source: [Int32], target: [Int32]) {
        let entry = entries[index]
        let middle = Int(entry.start) + Int(entry.sourceLength)
        return (
            (Int(entry.start)..<middle).map { ids[$0].id },
            (middle..<(middle + Int(entry.targetLength))).map { ids[$0].id }
        )
    }

    /// A pair with the pieces that its tokens were cut from.
    package func pieces(_ index: Int) -> (source: PieceIDs, target: PieceIDs) {
        let entry = entries[index]
        let middle = Int(entry.start) + Int(entry.sourceLength)
        return (
            pieces(Int(entry.start)..<middle),
            pieces(middle..<middle + Int(entry.targetLength))
        )
    }

    private func pieces(_ range: Range<Int>) -> PieceIDs {
        var pieces = PieceIDs()
        for index in range {
            let marked = ids[index]
            pieces.append(marked.id, beginsPiece: marked.beginsPiece)
        }
        return pieces
    }

    /// The ids of a pair as they are kept: the source's, then the target's.
    func markedIDs(_ index: Int) -> [MarkedID] {
        let entry = entries[index]
        let start = Int(entry.start)
        return (start..<start + Int(entry.sourceLength) + Int(entry.targetLength)).map { ids[$0] }
    }

    package func sourceLength(_ index: Int) -> Int { Int(entries[index].sourceLength) }

    package func targetLength(_ index: Int) -> Int { Int(entries[index].targetLength) }

    /// Tokens of one side, with one `</s>` a sentence.
    package var sourceTokens: Int { tokens(sourceLength) }
    package var targetTokens: Int { tokens(targetLength) }

    private func tokens(_ length: (Int) -> Int) -> Int {
        (0..<count).reduce(count) { $0 + length($1) }
    }
}

extension EncodedCorpus: Equatable {
    package static func == (one: EncodedCorpus, other: EncodedCorpus) -> Bool {
        one.count == other.count
            && (0..<one.count).allSatisfy { one.pieces($0) == other.pieces($0) }
    }
}

extension EncodedCorpus {
    /// A 64-bit FNV-1a hash of all ids and lengths, in order; not of the pieces, which follow.
    package var fingerprint: UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        func add(_ number: UInt64) { hash = (hash ^ number) &* 0x100_0000_01B3 }
        for length in [sourceLength, targetLength] {
            var start = 0
            add(0)
            for index in 0..<count {
                start += length(index)
                add(UInt64(start))
            }
        }
        for index in 0..<count {
            for id in self[index].source { add(UInt64(UInt32(bitPattern: id))) }
        }
        for index in 0..<count {
            for id in self[index].target { add(UInt64(UInt32(bitPattern: id))) }
        }
        return hash
    }
}
