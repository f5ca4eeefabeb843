import Synchronization
import Testing

@testable import TranslationPipeline

@Suite struct TranslationStreamTests {
    private static let lines =
        (0..<150).flatMap { ["red house", "", "house \($0)", "red red red\thouse", "  "] }

    private func translator(workers: Int = 2) throws -> Translator {
        var options = TranslationOptions()
        options.workers = workers
        return try Translator(LexiconEngine.joint, options: options)
    }

    @Test("a stream gives what an array gives, in the same order", arguments: [1, 2])
    func agreesWithArrays(workers: Int) async throws {
        let translator = try translator(workers: workers)
        var found: [TranslatedSegment] = []
        for try await segment in translator.translations(of: Listed(Self.lines)) {
            found.append(segment)
        }
        #expect(found == translator.translate(Self.lines))
    }

    @Test("a translation comes before the next line is there", .timeLimit(.minutes(1)))
    func answersAtOnce() async throws {
        let (lines, input) = AsyncStream.makeStream(of: String.self)
        var translations = try translator().translations(of: lines).makeAsyncIterator()
        for line in ["red house", "house", ""] {
            input.yield(line)
            #expect(try await translations.next()?.source == line)
        }
        input.finish()
        #expect(try await translations.next() == nil)
    }

    @Test("no more lines are read than can be under way", .timeLimit(.minutes(1)))
    func readsWithBounds() async throws {
        let read = Mutex(0)
        let lines = AsyncStream { () -> String? in
            read.withLock { $0 += 1 }
            return "house"
        }
        var translations: TranslationStream.AsyncIterator? =
            try translator().translations(of: lines).makeAsyncIterator()
        for _ in 0..<10 { #expect(try await translations?.next()?.source == "house") }
        // Who stops asking ends the reading.
        translations = nil
        var before = -1
        while before != read.withLock({ $0 }) {
            before = read.withLock { $0 }
            try await Task.sleep(for: .milliseconds(200))
        }
        #expect(before <= 2_048 + 12)
    }

    @Test("a task that is cancelled gets no more translations", .timeLimit(.minutes(1)))
    func cancels() async throws {
        let translator = try translator()
        let task = Task {
            let (lines, input) = AsyncStream.makeStream(of: String.self)
            input.yield("house")
            // The stream stays open: only the cancellation can end this.
            defer { withExtendedLifetime(input) {} }
            var count = 0
            for try await _ in translator.translations(of: lines) { count += 1 }
            return count
        }
        try await Task.sleep(for: .milliseconds(100))
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }

    @Test("lines that cannot be read on are an error after those before")
    func inputFails() async throws {
        struct Broken: Error {}
        let lines = AsyncThrowingStream<String, any Error> { input in
            input.yield("house")
            input.finish(throwing: Broken())
        }
        var translations = try translator().translations(of: lines).makeAsyncIterator()
        #expect(try await translations.next()?.source == "house")
        await #expect(throws: Broken.self) { try await translations.next() }
    }

    @Test("one line is translated without blocking a thread")
    func translatesOne() async throws {
        let translator = try translator()
        let segment = try await translator.translation(of: "red house")
        #expect(segment == translator.translate(["red house"])[0])
    }
}

private struct Listed: AsyncSequence, Sendable {
    let lines: [String]

    init(_ lines: [String]) { self.lines = lines }

    struct AsyncIterator: AsyncIteratorProtocol {
        var rest: ArraySlice<String>

        mutating func next() async -> String? { rest.popFirst() }
    }

    func makeAsyncIterator() -> AsyncIterator { AsyncIterator(rest: lines[...]) }
}
