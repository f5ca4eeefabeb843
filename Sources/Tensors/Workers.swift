internal import COneDNN
import Dispatch
import Synchronization

/// Runs the same work on several cores at once: shards of a batch, ranges of weights, sentences.
///
/// One worker a core, one thread a worker: nothing inside an op is parallel, so no core waits for
/// another between two ops.
package struct Workers: Sendable {
    package let count: Int

    package init(count: Int) {
        precondition(count > 0, "\(count) workers")
        self.count = count
    }

    /// Calls `body` with 0 ..< count, each on a thread of its own, and returns when all have.
    package func run(_ body: @Sendable (Int) -> Void) {
        if count == 1 {
            onednn_use_one_thread()
            return body(0)
        }
        DispatchQueue.concurrentPerform(iterations: count) { worker in
            onednn_use_one_thread()
            body(worker)
        }
    }

    /// Runs `body` on every worker and returns the results in the workers' order.
    package func map<Result: Sendable>(_ body: @Sendable (Int) -> Result) -> [Result] {
        let results = Slots<Result>(count: count)
        run { worker in results.set(worker, to: body(worker)) }
        return results.values
    }

    /// Maps items on all workers, each taking the next as it becomes free; results in the items'
    /// order.
    package func map<Item: Sendable, Result: Sendable>(
        over items: [Item], _ transform: @Sendable (Item) -> Result
    ) -> [Result] {
        let results = Slots<Result>(count: items.count)
        let next = Atomic(0)
        run { _ in
            while true {
                let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
                guard index < items.count else { return }
                results.set(index, to: transform(items[index]))
            }
        }
        return results.values
    }

    /// Does two things, each on a thread of its own, and returns when both are done.
    package static func both<First: Sendable, Second: Sendable>(
        _ first: @Sendable () -> First, _ second: @Sendable () -> Second
    ) -> (First, Second) {
        let (one, other) = (Slots<First>(count: 1), Slots<Second>(count: 1))
        Workers(count: 2).run { worker in
            if worker == 0 { one.set(0, to: first()) } else { other.set(0, to: second()) }
        }
        return (one.values[0], other.values[0])
    }

    /// The `worker`-th of `count` nearly equal parts of 0 ..< total, cut at multiples of 16.
    package func share(of total: Int, for worker: Int) -> Range<Int> {
        let blocks = (total + 15) / 16
        return min(
            blocks * worker / count * 16, total)..<min(
                blocks * (worker + 1) / count * 16, total)
    }
}

/// A result for each worker, or each item.
///
/// Sendable because every element is set once, by one worker, and `values` is read after all are.
private final class Slots<Element>: @unchecked Sendable {
    private let buffer: UnsafeMutableBufferPointer<Element?>

    init(count: Int) {
        buffer = .allocate(capacity: count)
        buffer.initialize(repeating: nil)
    }

    deinit {
        buffer.deinitialize()
        buffer.deallocate()
    }

    func set(_ index: Int, to element: Element) { buffer[index] = element }

    var values: [Element] { buffer.compactMap { $0 } }
}
