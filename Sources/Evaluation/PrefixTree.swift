/// A tree whose edges carry integers: every sequence seen, and every beginning of one, is a node.
///
/// Over code points a node stands for a word; over words or code points it stands for an n-gram.
/// So n-grams of any order are compared as one integer, exactly, without building strings.
/// Held as one open-addressed table (linear probing, at most half full).
struct PrefixTree {
    static let root: Int32 = 0

    /// Nodes are numbered from 0, the root, to `nodeCount` − 1.
    private(set) var nodeCount = 1
    private var keys: [UInt64]  // parent + 1 in the high half, symbol in the low one; 0 is free
    private var nodes: [Int32]
    private var bits: UInt64

    /// An empty tree with room for `expectedNodes`; it grows beyond that by itself.
    init(expectedNodes: Int = 0) {
        bits = 6
        while (1 << bits) < 2 * expectedNodes { bits += 1 }
        keys = Array(repeating: 0, count: 1 << bits)
        nodes = Array(repeating: 0, count: 1 << bits)
    }

    /// The node below `parent` along `symbol`, made if it was not there.
    mutating func child(of parent: Int32, along symbol: UInt32) -> Int32 {
        let key = Self.key(parent, symbol)
        let slot = slot(of: key)
        if keys[slot] == key { return nodes[slot] }
        let node = Int32(truncatingIfNeeded: nodeCount)
        keys[slot] = key
        nodes[slot] = node
        nodeCount += 1
        if 2 * nodeCount > keys.count { grow() }
        return node
    }

    /// The node below `parent` along `symbol`, if there is one.
    func existingChild(of parent: Int32, along symbol: UInt32) -> Int32? {
        let key = Self.key(parent, symbol)
        let slot = slot(of: key)
        return keys[slot] == key ? nodes[slot] : nil
    }

    private static func key(_ parent: Int32, _ symbol: UInt32) -> UInt64 {
        (UInt64(UInt32(bitPattern: parent)) + 1) << 32 | UInt64(symbol)
    }

    /// Where `key` is, or the free slot where it belongs.
    private func slot(of key: UInt64) -> Int {
        let mask = keys.count - 1
        var slot = Int((key &* 0x9E37_79B9_7F4A_7C15) >> (64 - bits))
        while keys[slot] != key, keys[slot] != 0 { slot = (slot + 1) & mask }
        return slot
    }

    private mutating func grow() {
        let (oldKeys, oldNodes) = (keys, nodes)
        bits += 1
        keys = Array(repeating: 0, count: 1 << bits)
        nodes = Array(repeating: 0, count: 1 << bits)
        for (index, key) in oldKeys.enumerated() where key != 0 {
            let slot = slot(of: key)
            keys[slot] = key
            nodes[slot] = oldNodes[index]
        }
    }
}

/// Numbers the words of one segment and its references: equal words get equal numbers.
struct WordIndex {
    private var tree = PrefixTree(expectedNodes: 256)

    /// The number of each word of a line; words end at whitespace.
    mutating func words(of line: CodePoints) -> [UInt32] {
        var words: [UInt32] = []
        var node = PrefixTree.root
        for codePoint in line {
            if !CodePoint.isWhitespace(codePoint) {
                node = tree.child(of: node, along: codePoint)
            } else if node != PrefixTree.root {
                words.append(UInt32(bitPattern: node))
                node = PrefixTree.root
            }
        }
        if node != PrefixTree.root { words.append(UInt32(bitPattern: node)) }
        return words
    }

    /// The number of the word that these code points spell.
    mutating func word(_ codePoints: some Sequence<UInt32>) -> UInt32 {
        var node = PrefixTree.root
        for codePoint in codePoints { node = tree.child(of: node, along: codePoint) }
        return UInt32(bitPattern: node)
    }
}
