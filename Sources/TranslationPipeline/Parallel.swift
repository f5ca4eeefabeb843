import Synchronization
internal import Tensors

/// Maps items on all workers, each taking the next as it becomes free; results in the items' order.
func parallel<Item: Sendable, Result: Sendable>(
    _ items: [Item], workers: Workers, _ transform: @Sendable (Item) -> Result
) -> [Result] {
    let next = Atomic(0)
    let shares = workers.map { _ -> [(Int, Result)] in
        var share: [(Int, Result)] = []
        while true {
            let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
            guard index < items.count else { return share }
            share.append((index, transform(items[index])))
        }
    }
    return shares.joined().sorted { $0.0 < $1.0 }.map(\.1)
}
