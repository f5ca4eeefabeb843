import Foundation
import Synchronization
import Tensors

// Sums gradients over processes while they are still being computed.
//
// The backward pass finishes parameters from the end of the flat array to its beginning, so the
// array is cut into buckets that are summed from the last to the first: a bucket as soon as all
// workers of this process say that it is final, first over them, then over the processes. Buckets
// and their order depend on the layout alone, so all processes begin the same sums in the same
// order whatever their own pace is, and the sums do not depend on it. A thread beside the workers'
// does it, because MPI's messages move only while somebody asks after them; it sleeps in between.

/// Adds up the gradients of all workers of all processes, bucket by bucket.
final class GradientExchange: Sendable {
    private let group: ProcessGroup
    private let count: Int
    private let workers: [Worker]

    /// What a worker says of its gradient.
    private final class Worker: Sendable {
        /// From here on its gradient is final.
        let finalOffset = Atomic(Int.max)
        let gradient = Mutex<SharedFloats?>(nil)
    }

    /// Floats summed at once: large enough that messages travel at full speed, and small enough
    /// that most are under way before the last are computed.
    static let bucketSize = 1 << 19
    /// Sums under way at once.
    private static let mostTickets = 8

    /// - Parameter count: of a gradient's floats
    init(_ group: ProcessGroup, count: Int, workers: Int) {
        self.group = group
        self.count = count
        self.workers = (0..<workers).map { _ in Worker() }
    }

    // MARK: - What workers say

    /// A worker is about to compute its gradient, in this memory.
    func begins(_ gradient: SharedFloats, worker: Int) {
        workers[worker].gradient.withLock { $0 = gradient }
    }

    /// A worker's gradient will not change any more from an offset on.
    func isFinal(from offset: Int, worker: Int) {
        workers[worker].finalOffset.store(offset, ordering: .releasing)
    }

    // MARK: - What the trainer does

    /// How long sums were under way in a step, and how long of it the workers were done and waited.
    struct Times: Sendable {
        var total = 0.0
        var waited = 0.0
    }

    /// Runs the workers, and sums what they make; the first worker's gradient then is the sum.
    func sum<Result>(while compute: () -> Result) -> (result: Result, times: Times) {
        for worker in workers { worker.finalOffset.store(.max, ordering: .relaxed) }
        let isDone = DispatchSemaphore(value: 0)
        let total = Mutex(0.0)
        Thread.detachNewThread {
            let seconds = self.sumBuckets()
            total.withLock { $0 = seconds }
            isDone.signal()
        }
        let result = compute()
        let start = ContinuousClock.now
        isDone.wait()
        let waited = (ContinuousClock.now - start) / .seconds(1)
        return (result, Times(total: total.withLock { $0 }, waited: waited))
    }

    /// - Returns: for how many seconds sums were under way
    private func sumBuckets() -> Double {
        var ends = Array(stride(from: 0, to: count, by: Self.bucketSize))
        var tickets: [MessageTicket] = []
        var patience = group.patience()
        var seconds = 0.0
        var begun = ContinuousClock.now
        while !ends.isEmpty || !tickets.isEmpty {
            var hasMoved = false
            if let start = ends.last, tickets.count < Self.mostTickets, isFinal(from: start) {
                ends.removeLast()
                if tickets.isEmpty { begun = .now }
                if let ticket = beginSum(of: start..<min(start + Self.bucketSize, count)) {
                    tickets.append(ticket)
                }
                hasMoved = true
            }
            let underWay = tickets.count
            tickets.removeAll { group.isDone($0) }
            if tickets.count < underWay {
                hasMoved = true
                if tickets.isEmpty { seconds += (ContinuousClock.now - begun) / .seconds(1) }
            }
            if hasMoved { patience.reset() } else { patience.wait() }
        }
        return seconds
    }

    private func isFinal(from offset: Int) -> Bool {
        workers.allSatisfy { $0.finalOffset.load(ordering: .acquiring) <= offset }
    }

    /// Adds the workers' gradients to the first one's, in their order, and begins to add those of
    /// the other processes.
    private func beginSum(of range: Range<Int>) -> MessageTicket? {
        let gradients = workers.compactMap { $0.gradient.withLock { $0 } }
        precondition(gradients.count == workers.count, "a worker has no gradient")
        for other in gradients.dropFirst() { gradients[0].add(other, in: range) }
        return group.beginSum(of: gradients[0], in: range)
    }
}
