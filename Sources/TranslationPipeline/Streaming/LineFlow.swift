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
        let plan: SegmentPlan
        /// One for each part.
        let hypotheses: [[Hypothesis]]
    }

    private struct Line {
        let plan: SegmentPlan
        var hypotheses: [[Hypothesis]]
        /// Parts whose search has not ended.
        var missing: Int
    }

    private struct Part {
        let line: Int
        let index: Int
        let tokens: [Int32]
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
    func enter(_ plan: SegmentPlan) async {
        await withCheckedContinuation { waiting in
            let hasRoom = locked {
                let hasRoom = entering - leaving < window || wasCancelled
                if !hasRoom { producer = waiting }
                return hasRoom
            }
            if hasRoom { waiting.resume() }
        }
        locked {
            let own = plan.parts.indices.filter { !plan.parts[$0].source.ids.isEmpty }
            lines[entering] = Line(
                plan: plan, hypotheses: plan.parts.map { _ in [] }, missing: max(own.count, 1))
            for index in own {
                parts[partCount] = Part(
                    line: entering, index: index, tokens: plan.parts[index].source.ids)
                partCount += 1
            }
            if own.isEmpty {
                // A worker puts it together all the same.
                parts[partCount] = Part(line: entering, index: 0, tokens: [])
                partCount += 1
            }
            entering += 1
            condition.broadcast()
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
    func takePart(mayWait: Bool) -> (number: Int, tokens: [Int32])? {
        locked {
            while nextPart == partCount, mayWait, !isClosed, !wasCancelled { condition.wait() }
            guard !wasCancelled, nextPart < partCount, let part = parts[nextPart] else {
                return nil
            }
            defer { nextPart += 1 }
            return (nextPart, part.tokens)
        }
    }

    /// Takes what a part became.
    /// - Returns: its line, if that was its last part.
    func found(_ hypotheses: [Hypothesis], forPart number: Int) -> SearchedLine? {
        locked {
            guard let part = parts.removeValue(forKey: number), var line = lines[part.line] else {
                return nil
            }
            if !part.tokens.isEmpty { line.hypotheses[part.index] = hypotheses }
            line.missing -= 1
            guard line.missing == 0 else {
                lines[part.line] = line
                return nil
            }
            lines[part.line] = nil
            return SearchedLine(
                number: part.line, plan: line.plan, hypotheses: line.hypotheses)
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
        flow.takePart(mayWait: mayWait).map { ($0.number, SearchRequest($0.tokens)) }
    }
}
