/// A queue that gives the least element first.
struct BinaryHeap<Element> {
    private var elements: [Element] = []

    var least: Element? { elements.first }

    /// - Parameter precedes: whether the first comes out before the second; always the same order.
    mutating func push(_ element: Element, by precedes: (Element, Element) -> Bool) {
        elements.append(element)
        var child = elements.count - 1
        while child > 0, precedes(element, elements[(child - 1) / 2]) {
            elements[child] = elements[(child - 1) / 2]
            child = (child - 1) / 2
        }
        elements[child] = element
    }

    /// Takes the least element out.
    mutating func pop(by precedes: (Element, Element) -> Bool) -> Element? {
        guard let least = elements.first, let last = elements.popLast() else { return nil }
        guard !elements.isEmpty else { return least }
        var parent = 0
        while true {
            var child = 2 * parent + 1
            guard child < elements.count else { break }
            if child + 1 < elements.count, precedes(elements[child + 1], elements[child]) {
                child += 1
            }
            guard precedes(elements[child], last) else { break }
            elements[parent] = elements[child]
            parent = child
        }
        elements[parent] = last
        return least
    }
}

extension BinaryHeap where Element: Comparable {
    mutating func push(_ element: Element) { push(element, by: <) }

    mutating func pop() -> Element? { pop(by: <) }
}

extension BinaryHeap: Sendable where Element: Sendable {}
