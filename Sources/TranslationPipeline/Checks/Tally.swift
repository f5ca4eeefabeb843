/// How often each of some things occurs.
struct Tally<Element: Hashable>: Equatable {
    private(set) var counts: [Element: Int] = [:]

    init(_ elements: some Sequence<Element>) {
        for element in elements { counts[element, default: 0] += 1 }
    }

    /// Takes one away.
    /// - Returns: false where there is none left
    mutating func take(_ element: Element) -> Bool {
        guard let count = counts[element] else { return false }
        counts[element] = count == 1 ? nil : count - 1
        return true
    }
}
