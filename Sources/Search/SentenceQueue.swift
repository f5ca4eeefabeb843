/// Sentences that wait to be searched for, in the order in which they enter.
///
/// A search on one core takes them from an array; several share one.
package protocol SentenceQueue {
    /// The next sentence.
    /// - Parameter mayWait: whether there is nothing else to do until one comes
    /// - Returns: its number, which comes back with its hypotheses, and what is asked for; nil
    ///   when there is none now, or, when it may wait, none any more
    mutating func next(mayWait: Bool) -> (number: Int, request: SearchRequest)?

    /// Whether nobody waits for the hypotheses any more: then the search ends where it is.
    var isCancelled: Bool { get }

    /// About how many sentences a search gets from it in all; nil where nobody knows.
    var expectedCount: Int? { get }
}

extension SentenceQueue {
    package var isCancelled: Bool { false }
    package var expectedCount: Int? { nil }
}

/// Sentences of an array, numbered from 0.
struct ArrayQueue: SentenceQueue {
    private let requests: [SearchRequest]
    private var position = 0

    init(_ requests: [SearchRequest]) {
        self.requests = requests
    }

    var expectedCount: Int? { requests.count }

    mutating func next(mayWait: Bool) -> (number: Int, request: SearchRequest)? {
        guard position < requests.count else { return nil }
        defer { position += 1 }
        return (position, requests[position])
    }
}
