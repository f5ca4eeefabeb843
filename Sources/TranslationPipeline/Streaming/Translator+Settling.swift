import Dispatch
internal import Engines
internal import Search
import Synchronization
internal import Tensors

extension Translator {
    /// Translates a line and tells its words as they settle.
    ///
    /// A word has settled when all translations that the search still follows, and the best that it
    /// has found, begin with it and go on behind it: so it is told once, and stays. A wide beam
    /// settles late, a beam of 1 at once. A line's words are told in order; those of a part into
    /// which words are put back that the engine cannot spell, and with `riskSamples` all, come at
    /// the end.
    ///
    /// ```swift
    /// for await step in translator.settling("Where is the station?") {
    ///     if case .text(let words) = step { print(words, terminator: "") }
    /// }
    /// ```
    ///
    /// Whoever stops asking, or whose task is cancelled, ends the work, and the stream ends without
    /// a segment. Works on one core, whatever `TranslationOptions.workers` says: a line has little
    /// to share out.
    /// - Returns: texts, of which none is empty, and last the segment that `translate` would give
    public func settling(_ line: String) -> AsyncStream<SettlingTranslation> {
        settling(TranslationRequest(line))
    }

    /// Translates a line of whose translation something is known, and tells its words as they
    /// settle; what is known first.
    public func settling(_ request: TranslationRequest) -> AsyncStream<SettlingTranslation> {
        AsyncStream { listener in
            let cancellation = Cancellation()
            listener.onTermination = { _ in cancellation.cancel() }
            DispatchQueue(label: "settling").async {
                Workers(count: 1).run { _ in
                    settle(plan(request), until: cancellation) { listener.yield($0) }
                }
                listener.finish()
            }
        }
    }

    private func settle(
        _ planned: PlannedLine, until cancellation: Cancellation,
        _ tell: @escaping (SettlingTranslation) -> Void
    ) {
        let tape = Tape(inference: weights)
        var line = SettlingLine(planned, subwords: engine.targetSubwords)
        func tellText(_ text: String) {
            if !text.isEmpty { tell(.text(text)) }
        }
        tellText(line.begin())
        let hypotheses = hypotheses(of: planned, until: cancellation, on: tape) {
            tellText(line.settle($1, part: $0, isComplete: $2))
        }
        guard !cancellation.isCancelled else { return }
        let segment = segment(planned, hypotheses, on: tape)
        tellText(line.rest(of: segment.target))
        tell(.segment(segment))
    }

    /// - Parameter settled: is given a part's number, the tokens that its translation begins with,
    ///   and whether they are all
    private func hypotheses(
        of line: PlannedLine, until cancellation: Cancellation, on tape: Tape,
        settled: @escaping (Int, [Int32], Bool) -> Void
    ) -> [[Hypothesis]] {
        var hypotheses = [[Hypothesis]](repeating: [], count: line.parts.count)
        var queue = PartQueue(line, until: cancellation)
        var scorer = scorer(on: tape)
        guard options.riskSamples == nil else {
            search.search(&queue, with: &scorer) { hypotheses[$0] = $1 }
            return hypotheses
        }
        search.search(&queue, with: &scorer) {
            settled($0, $1, false)
        } found: { part, found in
            hypotheses[part] = found
            if let best = found.first { settled(part, best.tokens, true) }
        }
        return hypotheses
    }
}

/// The parts of a line that have words to translate.
private struct PartQueue: SentenceQueue {
    private let line: PlannedLine
    private var searched: ArraySlice<Int>
    private let cancellation: Cancellation

    init(_ line: PlannedLine, until cancellation: Cancellation) {
        self.line = line
        searched = line.searched[...]
        self.cancellation = cancellation
    }

    var isCancelled: Bool { cancellation.isCancelled }

    mutating func next(mayWait: Bool) -> (number: Int, request: SearchRequest)? {
        searched.popFirst().map { ($0, line.parts[$0].search) }
    }
}

/// Whether nobody waits any more.
private final class Cancellation: Sendable {
    private let flag = Atomic(false)

    var isCancelled: Bool { flag.load(ordering: .relaxed) }
    func cancel() { flag.store(true, ordering: .relaxed) }
}
