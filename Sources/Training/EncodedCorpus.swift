import Tensors

/// Sentence pairs as token ids, without special tokens: in memory, or in files that are mapped.
///
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
        case wide(Numbers<UInt32>)

        subscript(index: Int) -> Int32 {
            switch self {
            case .narrow(let ids): Int32(ids[index])
            case .wide(let ids): Int32(bitPattern: ids[index])
            }
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
                let pair = part[index]
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
    package mutating func append(source: [Int32], target: [Int32]) {
        guard case .memory(var entries) = entries, case .wide(.memory(var ids)) = ids else {
            preconditionFailure("a corpus in files is complete")
        }
        // Let go of the arrays before they grow, or each would be copied.
        self.entries = .memory([])
        self.ids = .wide(.memory([]))
        entries.append(
            Entry(
                start: UInt64(ids.count), sourceLength: UInt32(source.count),
                targetLength: UInt32(target.count)))
        for id in source { ids.append(UInt32(bitPattern: id)) }
        for id in target { ids.append(UInt32(bitPattern: id)) }
        self.entries = .memory(entries)
        self.ids = .wide(.memory(ids))
    }

    /// The number of pairs.
    package var count: Int { entries.count }

    package subscript(index: Int) -> (source: [Int32], target: [Int32]) {
        let entry = entries[index]
        let middle = Int(entry.start) + Int(entry.sourceLength)
        return (
            (Int(entry.start)..<middle).map { ids[$0] },
            (middle..<(middle + Int(entry.targetLength))).map { ids[$0] }
        )
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
        one.count == other.count && (0..<one.count).allSatisfy { one[$0] == other[$0] }
    }
}

extension EncodedCorpus {
    /// A 64-bit FNV-1a hash of all ids and lengths, in order.
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
