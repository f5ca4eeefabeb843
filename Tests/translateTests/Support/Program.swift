import Foundation

/// The built `translate`, run as its users run it.
enum Program {
    /// What a finished run left.
    struct Outcome: Sendable {
        /// As a shell has it: 128 + the signal for a program that died of one.
        let status: Int32
        let output: String
        let errors: String
        /// From start to end of the process, without waiting for its turn.
        let duration: Duration

        var outputLines: [String] { Self.lines(output) }
        var errorLines: [String] { Self.lines(errors) }

        private static func lines(_ text: String) -> [String] {
            // By bytes: "\r\n" is one character.
            var lines = text.utf8.split(
                separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            if lines.last?.isEmpty == true { lines.removeLast() }
            return lines.map { String($0) ?? "" }
        }
    }

    /// A program that still runs, for tests that send it signals.
    struct Running: Sendable {
        let process: Int32
        let errorsPath: String

        /// Waits until standard error has `text`; false when that takes too long.
        func hasSaid(_ text: String) async throws -> Bool {
            for _ in 0..<1_000 {
                let errors = try? String(contentsOfFile: errorsPath, encoding: .utf8)
                if errors?.contains(text) == true { return true }
                try await Task.sleep(for: .milliseconds(20))
            }
            return false
        }

        func mustSay(_ text: String) async throws {
            guard try await hasSaid(text) else { throw Silence(text: text) }
        }
    }

    struct Missing: Error {}

    /// A program did not say something in time.
    struct Silence: Error {
        let text: String
    }

    /// Longest a run may take, in seconds; it is killed then, and its status is 137.
    private static let patience = 60.0
    private static let turnstile = Turnstile(permits: 2)

    /// Runs `translate` with arguments.
    /// - Parameters:
    ///   - input: what standard input has
    ///   - environment: added to the tests' own, in which no engine is named
    ///   - directory: the current folder of the program
    ///   - whileRunning: called when it has started
    static func run(
        _ arguments: [String], input: [UInt8] = [], environment: [String: String] = [:],
        directory: String? = nil,
        whileRunning: @Sendable (Running) async throws -> Void = { _ in }
    ) async throws -> Outcome {
        try await run(
            executable: path(), arguments, input: input, environment: environment,
            directory: directory, whileRunning: whileRunning)
    }

    /// Runs a line of shell, in which `"$0"` is `translate` and `"$@"` are the arguments.
    static func shell(
        _ line: String, _ arguments: [String] = [], directory: String? = nil
    ) async throws -> Outcome {
        try await run(
            executable: "/bin/sh", ["-c", line, path()] + arguments, directory: directory)
    }

    static func run(
        executable: String, _ arguments: [String], input: [UInt8] = [],
        environment: [String: String] = [:], directory: String? = nil,
        whileRunning: @Sendable (Running) async throws -> Void = { _ in }
    ) async throws -> Outcome {
        await turnstile.enter()
        defer { Task { await turnstile.leave() } }
        let folder = try Workspace()
        try folder.write(input, to: "in")
        try folder.write("", to: "out")
        try folder.write("", to: "err")
        let process = Process()
        process.executableURL = URL(fileURLWithPath: executable)
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment
            .filter { $0.key != "TRANSLATE_ENGINE" }.merging(environment) { $1 }
        if let directory { process.currentDirectoryURL = URL(fileURLWithPath: directory) }
        process.standardInput = FileHandle(forReadingAtPath: folder.path("in"))
        process.standardOutput = FileHandle(forWritingAtPath: folder.path("out"))
        process.standardError = FileHandle(forWritingAtPath: folder.path("err"))
        let (status, duration) = try await finish(
            process, errorsPath: folder.path("err"), whileRunning)
        return Outcome(
            status: status, output: String(decoding: try folder.read("out"), as: UTF8.self),
            errors: String(decoding: try folder.read("err"), as: UTF8.self), duration: duration)
    }

    private static func finish(
        _ process: Process, errorsPath: String,
        _ whileRunning: @Sendable (Running) async throws -> Void
    ) async throws -> (status: Int32, duration: Duration) {
        let (ends, end) = AsyncStream.makeStream(of: (status: Int32, duration: Duration).self)
        let start = ContinuousClock.now
        process.terminationHandler = { process in
            let isSignal = process.terminationReason == .uncaughtSignal
            let status = process.terminationStatus
            end.yield((isSignal ? 128 + status : status, ContinuousClock.now - start))
            end.finish()
        }
        try process.run()
        let number = process.processIdentifier
        let killer = DispatchWorkItem { kill(number, SIGKILL) }
        DispatchQueue.global().asyncAfter(deadline: .now() + patience, execute: killer)
        defer { killer.cancel() }
        try await whileRunning(Running(process: number, errorsPath: errorsPath))
        var result: (status: Int32, duration: Duration) = (-1, .zero)
        for await value in ends { result = value }
        return result
    }

    /// Beside the test bundle, which is a file on Linux and a folder on macOS.
    static func path() throws -> String {
        let bundles = Bundle.allBundles.map(\.bundlePath)
        for path in CommandLine.arguments + bundles + [Bundle.main.bundlePath + "/x"] {
            var url = URL(fileURLWithPath: path)
            while url.path.contains(".xctest"), url.pathExtension != "xctest" {
                url.deleteLastPathComponent()
            }
            let program = url.deletingLastPathComponent().appendingPathComponent("translate").path
            if FileManager.default.isExecutableFile(atPath: program) { return program }
        }
        throw Missing()
    }
}

/// Lets so many in at once, that tests do not fight for the cores.
private actor Turnstile {
    private var permits: Int
    private var waiting: [CheckedContinuation<Void, Never>] = []

    init(permits: Int) {
        self.permits = permits
    }

    func enter() async {
        if permits > 0 {
            permits -= 1
            return
        }
        await withCheckedContinuation { waiting.append($0) }
    }

    func leave() {
        if waiting.isEmpty { permits += 1 } else { waiting.removeFirst().resume() }
    }
}
