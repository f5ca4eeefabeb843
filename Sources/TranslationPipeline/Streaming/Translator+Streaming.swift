import Dispatch
internal import Engines
internal import Search
internal import Tensors

extension Translator {
    /// Lines under way at once: enough for full batches behind a long line.
    private static let window = 2_048

    /// Translates lines as they come.
    ///
    /// Each line's translation comes as soon as it and those before it are there, and no line is
    /// read that is not needed soon: memory stays the same however many there are.
    ///
    /// ```swift
    /// for try await segment in translator.translations(of: file.bytes.lines) {
    ///     print(segment.target)
    /// }
    /// ```
    /// - Returns: one translation a line, in the lines' order; throws what `lines` throws, after
    ///   the translations of the lines before.
    public func translations<Lines: AsyncSequence & Sendable>(
        of lines: Lines
    ) -> TranslationStream where Lines.Element == String {
        translations(of: lines) { TranslationRequest($0) }
    }

    /// Translates lines of whose translations something is known, as they come.
    /// - Returns: as for lines alone
    public func translations<Requests: AsyncSequence & Sendable>(
        of requests: Requests
    ) -> TranslationStream where Requests.Element == TranslationRequest {
        translations(of: requests) { $0 }
    }

    private func translations<Lines: AsyncSequence & Sendable>(
        of lines: Lines, request: @escaping @Sendable (Lines.Element) -> TranslationRequest
    ) -> TranslationStream {
        let flow = LineFlow(window: Self.window)
        Task {
            do {
                for try await line in lines {
                    if flow.isCancelled { return }
                    if let done = await flow.enter(plan(request(line))) {
                        finish(done, on: Tape(inference: weights), in: flow)
                    }
                }
                flow.close()
            } catch {
                flow.close(after: error)
            }
        }
        // Workers wait for lines, which tasks must not.
        DispatchQueue(label: "translations").async {
            Workers(count: options.workers).run { _ in work(on: flow) }
        }
        return TranslationStream(flow)
    }

    /// Translates a line; the task may be cancelled meanwhile.
    /// - Throws: `CancellationError`
    public func translation(of line: String) async throws -> TranslatedSegment {
        for try await segment in translations(of: OneLine(line: line)) { return segment }
        throw CancellationError()
    }

    private func work(on flow: LineFlow) {
        let tape = Tape(inference: weights)
        var scorer = scorer(on: tape)
        var queue = FlowQueue(flow: flow)
        search.search(&queue, with: &scorer) { part, hypotheses in
            guard let line = flow.found(hypotheses, forPart: part) else { return }
            finish(line, on: tape, in: flow)
        }
    }

    private func finish(_ searched: LineFlow.SearchedLine, on tape: Tape, in flow: LineFlow) {
        flow.finish(searched.number, segment(searched.line, searched.hypotheses, on: tape))
    }
}

private struct OneLine: AsyncSequence, Sendable {
    let line: String

    struct AsyncIterator: AsyncIteratorProtocol {
        var line: String?

        mutating func next() async -> String? { line.take() }
    }

    func makeAsyncIterator() -> AsyncIterator { AsyncIterator(line: line) }
}
