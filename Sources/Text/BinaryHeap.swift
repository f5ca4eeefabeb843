/// A queue that gives the least element first.
struct BinaryHeap<Element: Comparable> {
    private var elements: [Element] = []

    var least: Element? { elements.first }

    mutating func push(_ element: Element) {
        elements.append(element)
        var child = elements.count - 1
        while child > 0, elements[child] < elements[(child - 1) / 2] {
            elements.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    /// Takes the least element out.
    mutating func pop() -> Element? {
        guard let least = elements.first, let last = elements.popLast() else { return nil }
        guard !elements.isEmpty else { return least }
        elements[0] = last
        var parent = 0
        while true {
            var best = parent
            for child in [2 * parent + 1, 2 * parent + 2]
            where child < elements.count && elements[child] < elements[best] {
                best = child
            }
            if best == parent { return least }
            elements.swapAt(parent, best)
            parent = best
        }
    }
}

extension BinaryHeap: Sendable where Element: Sendable {}
