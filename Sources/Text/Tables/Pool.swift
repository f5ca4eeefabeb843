import Synchronization

/// Things that are costly to make and held by one caller at a time.
///
/// There are never more of them than there were callers at once.
final class Pool<Element: Sendable>: Sendable {
    private let idle = Mutex<[Element]>([])
    private let make: @Sendable () -> Element

    init(_ make: @escaping @Sendable () -> Element) {
        self.make = make
    }

    /// Lends `body` an element that nobody else holds.
    func lend<Outcome>(_ body: (Element) throws -> Outcome) rethrows -> Outcome {
        let element = idle.withLock { $0.popLast() } ?? make()
        defer { idle.withLock { $0.append(element) } }
        return try body(element)
    }
}
