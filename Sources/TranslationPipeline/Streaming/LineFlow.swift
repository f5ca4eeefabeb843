import Foundation
internal import Search

/// Lines on their way through a translator: they enter in order, all workers search for them at
/// once, and they leave in order.
///
/// At most `window` lines are under way, so that memory stays the same however many come.
///
/// Sendable because the condition's lock guards all that changes.
final class LineFlow: @unchecked Sendable {
    /// A line with what its parts became, when no search is left to wait for.
    struct SearchedLine {
        let number: Int
        let line: PlannedLine
        /// One for each part.
        let hypotheses: [[Hypothesis]]
    }

    private struct Line {
        let planned: PlannedLine
        var hypotheses: [[Hypothesis]]
        /// Parts whose search has not ended.
        var missing: Int
    }

    private struct Part {
        let line: Int
        let index: Int
        let request: SearchRequest
    }

    private let window: Int
    private let condition = NSCondition()
    private var lines: [Int: Line] = [:]
    /// Those that wait for a worker, by number; and those that are searched for.
    private var parts: [Int: Part] = [:]
    private var nextPart = 0
    private var partCount = 0
    private var translated: [Int: TranslatedSegment] = [:]
    /// The number of the line that enters next, and of that which leaves next.
    private var entering = 0
    private var leaving = 0
    private var isClosed = false
    private var failure: (any Error)?
    private var wasCancelled = false
    private var producer: CheckedContinuation<Void, Never>?
    private var consumer: CheckedContinuation<TranslatedSegment?, any Error>?

    init(window: Int) {
        self.window = window
    }

    var isCancelled: Bool { locked { wasCancelled } }

    private func locked<Result>(_ body: () -> Result) -> Result {
        condition.lock()
        defer { condition.unlock() }
        return body()
    }

    // MARK: Entering

    /// Waits for room and lets a line in.
    /// - Returns: the line, if it has no part to search for.
    func enter(_ line: PlannedLine) async -> SearchedLine? {
        await withCheckedContinuation { waiting in
            let hasRoom = locked {
                let hasRoom = entering - leaving < window || wasCancelled
                if !hasRoom { producer = waiting }
                return hasRoom
            }
            if hasRoom { waiting.resume() }
        }
        return locked {
            defer { entering += 1 }
            let searched = line.searched
            let none = line.parts.map { _ in [Hypothesis]() }
            guard !searched.isEmpty else {
                return SearchedLine(number: entering, line: line, hypotheses: none)
            }
            lines[entering] = Line(planned: line, hypotheses: none, missing: searched.count)
            for index in searched {
                parts[partCount] = Part(
                    line: entering, index: index, request: line.parts[index].search)
                partCount += 1
            }
            condition.broadcast()
            return nil
        }
    }

    /// No line comes any more.
    /// - Parameter failure: why the input ended before its end; thrown after the lines before it
    func close(after failure: (any Error)? = nil) {
        locked {
            isClosed = true
            self.failure = failure
            condition.broadcast()
        }
        deliver()
    }

    /// Nobody waits for the lines any more.
    func cancel() {
        let waiting = locked {
            wasCancelled = true
            condition.broadcast()
            defer { producer = nil }
            return producer
        }
        waiting?.resume()
        deliver()
    }

    // MARK: Workers

    /// The next part to search for.
    /// - Parameter mayWait: whether to wait until there is one, or none any more
    func takePart(mayWait: Bool) -> (number: Int, request: SearchRequest)? {
        locked {
            while nextPart == partCount, mayWait, !isClosed, !wasCancelled { condition.wait() }
            guard !wasCancelled, nextPart < partCount, let part = parts[nextPart] else {
                return nil
            }
            defer { nextPart += 1 }
            return (nextPart, part.request)
        }
    }

    /// Takes what a part became.
    /// - Returns: its line, if that was its last part.
    func found(_ hypotheses: [Hypothesis], forPart number: Int) -> SearchedLine? {
        locked {
            guard let part = parts.removeValue(forKey: number), var line = lines[part.line] else {
                return nil
            }
            line.hypotheses[part.index] = hypotheses
            line.missing -= 1
            guard line.missing == 0 else {
                lines[part.line] = line
                return nil
            }
            lines[part.line] = nil
            return SearchedLine(
                number: part.line, line: line.planned, hypotheses: line.hypotheses)
        }
    }

    /// Takes a line's translation.
    func finish(_ line: Int, _ segment: TranslatedSegment) {
        locked { translated[line] = segment }
        deliver()
    }

    // MARK: Leaving

    /// The next line's translation; nil after the last.
    func leave() async throws -> TranslatedSegment? {
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { waiting in
                locked { consumer = waiting }
                deliver()
            }
        } onCancel: {
            cancel()
        }
    }

    /// Gives whoever waits what is there for them.
    private func deliver() {
        typealias Delivery = (
            consumer: CheckedContinuation<TranslatedSegment?, any Error>,
            result: Result<TranslatedSegment?, any Error>
        )
        let (delivery, room): (Delivery?, CheckedContinuation<Void, Never>?) = locked {
            guard let waiting = consumer, let result = nextResult() else { return (nil, nil) }
            consumer = nil
            guard entering - leaving < window else { return ((waiting, result), nil) }
            defer { producer = nil }
            return ((waiting, result), producer)
        }
        room?.resume()
        delivery?.consumer.resume(with: delivery?.result ?? .success(nil))
    }

    /// What the consumer gets now; nil when it has to wait.
    private func nextResult() -> Result<TranslatedSegment?, any Error>? {
        if wasCancelled { return .failure(CancellationError()) }
        if let segment = translated.removeValue(forKey: leaving) {
            leaving += 1
            return .success(segment)
        }
        guard isClosed, leaving == entering else { return nil }
        return failure.map { .failure($0) } ?? .success(nil)
    }
}

/// A worker's view of a flow.
struct FlowQueue: SentenceQueue {
    let flow: LineFlow

    var isCancelled: Bool { flow.isCancelled }

    func next(mayWait: Bool) -> (number: Int, request: SearchRequest)? {
        flow.takePart(mayWait: mayWait)
    }
}
