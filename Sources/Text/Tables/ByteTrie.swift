/// Byte strings with a number each, found as the beginnings of a text.
///
/// The children of a node lie side by side in the order of their bytes.
struct ByteTrie: Sendable {
    private struct Node {
        var firstChild: Int32 = 0
        var childCount: Int32 = 0
        /// −1 where no string ends.
        var value: Int32 = -1
        let byte: UInt8
    }

    /// Where a text has led to.
    typealias Place = Int32
    static let root: Place = 0

    private var nodes = [Node(byte: 0)]
    /// The children of the root by their bytes, −1 where there is none: most steps begin there.
    private var beginnings = [Int32](repeating: -1, count: 256)

    /// - Parameter strings: distinct and not empty; a value is 0 or more.
    init(_ strings: [(bytes: ArraySlice<UInt8>, value: Int32)]) {
        let sorted = strings.sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) }
        // Breadth first: of each node, the strings below it and how many bytes led there.
        var open: [(node: Int, strings: Range<Int>, depth: Int)] = [(0, sorted.indices, 0)]
        var next = 0
        while next < open.count {
            let (node, range, depth) = open[next]
            next += 1
            var start = range.lowerBound
            if start < range.upperBound, sorted[start].bytes.count == depth {
                nodes[node].value = sorted[start].value
                start += 1
            }
            nodes[node].firstChild = Int32(nodes.count)
            while start < range.upperBound {
                let byte = Self.byte(depth, of: sorted[start].bytes)
                var end = start + 1
                while end < range.upperBound, Self.byte(depth, of: sorted[end].bytes) == byte {
                    end += 1
                }
                open.append((nodes.count, start..<end, depth + 1))
                nodes.append(Node(byte: byte))
                nodes[node].childCount += 1
                start = end
            }
        }
        for child in Int(nodes[0].firstChild)..<Int(nodes[0].firstChild + nodes[0].childCount) {
            beginnings[Int(nodes[child].byte)] = Int32(child)
        }
    }

    private static func byte(_ depth: Int, of bytes: ArraySlice<UInt8>) -> UInt8 {
        bytes[bytes.startIndex + depth]
    }

    /// Where `byte` leads to from `place`, or nil.
    func step(from place: Place, _ byte: UInt8) -> Place? {
        if place == Self.root {
            let child = beginnings[Int(byte)]
            return child < 0 ? nil : child
        }
        var low = Int(nodes[Int(place)].firstChild)
        var high = low + Int(nodes[Int(place)].childCount)
        while low < high {
            let middle = (low + high) / 2
            if nodes[middle].byte == byte { return Place(middle) }
            if nodes[middle].byte < byte { low = middle + 1 } else { high = middle }
        }
        return nil
    }

    /// The number of the string that ends at `place`, or nil.
    func value(at place: Place) -> Int32? {
        let value = nodes[Int(place)].value
        return value < 0 ? nil : value
    }

    /// How many bytes the longest string has that `text` goes on with at `start`; 0 if none does.
    func longestMatch(in text: [UInt8], at start: Int) -> Int {
        var longest = 0
        var place = Self.root
        for index in start..<text.count {
            guard let child = step(from: place, text[index]) else { break }
            place = child
            if nodes[Int(place)].value >= 0 { longest = index + 1 - start }
        }
        return longest
    }
}
