/// Translations that come as they are made, in the order of their lines.
///
/// Whoever stops asking, or whose task is cancelled, ends the work; what was under way is
/// dropped.
public struct TranslationStream: AsyncSequence, Sendable {
    public typealias Element = TranslatedSegment

    private let lifetime: Lifetime

    init(_ flow: LineFlow) {
        lifetime = Lifetime(flow)
    }

    public struct AsyncIterator: AsyncIteratorProtocol {
        fileprivate let lifetime: Lifetime

        /// - Throws: `CancellationError`, or why the lines could not be read on.
        public mutating func next() async throws -> TranslatedSegment? {
            try await lifetime.flow.leave()
        }
    }

    public func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(lifetime: lifetime)
    }

    /// Ends the work when nobody can ask any more.
    fileprivate final class Lifetime: Sendable {
        let flow: LineFlow

        init(_ flow: LineFlow) {
            self.flow = flow
        }

        deinit { flow.cancel() }
    }
}
