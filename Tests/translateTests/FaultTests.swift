import Foundation
import Testing

/// Trainings that are killed, and disks that fill up.
@Suite struct FaultTests {
    private let folder: Workspace

    init() throws {
        folder = try Workspace()
    }

    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().path

    @Test("a training that is killed five times ends in the bytes of one that is not")
    func kills() async throws {
        let corpus = try folder.write(SampleCorpus.tsv, to: "sample.tsv")
        let outcome = try await Program.run(
            executable: "/usr/bin/env",
            ["bash", "\(Self.root)/Scripts/kill-test", "5", "\(Int.random(in: 1...10_000))"],
            environment: [
                "TRANSLATE": try Program.path(), "STEPS": "20", "CORPUS": corpus,
            ])
        #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
        #expect(outcome.outputLines.last?.hasPrefix("5 kills, ") == true)
    }

    /// Whether a test may mount a small disk of its own.
    private static let canMount: Bool = {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["unshare", "-rm", "mount", "-t", "tmpfs", "tmpfs", "/mnt"]
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return false }
        process.waitUntilExit()
        return process.terminationStatus == 0
    }()

    @Test(
        "a disk that fills up leaves the engine whole, and one line of advice",
        .enabled(if: canMount, "no disk can be mounted here"))
    func fullDisk() async throws {
        let corpus = try folder.write(SampleCorpus.tsv, to: "sample.tsv")
        let disk = folder.path("disk")
        try FileManager.default.createDirectory(atPath: disk, withIntermediateDirectories: false)
        // Room for one engine, not for two.
        let script = """
            mount -t tmpfs -o size=40m tmpfs "$DISK"
            "$0" "$@" --steps 4 --validate-every 2; echo "status $?"
            "$0" engine info "$DISK/e" >/dev/null; echo "info $?"
            ls -A "$DISK"
            """
        let outcome = try await Program.run(
            executable: "/usr/bin/env",
            ["unshare", "-rm", "sh", "-c", script, try Program.path()]
                + TrainedEngine.trainingArguments(corpus: corpus, engine: "\(disk)/e"),
            environment: ["DISK": disk])
        #expect(outcome.outputLines == ["status 1", "info 0", "e"], "\(outcome.errors)")
        let words = try #require(outcome.errorLines.last)
        #expect(words.contains(": cannot be written: No space left on device."))
        #expect(
            words.hasSuffix(
                "Free some space on that disk, and try again. Nothing was changed. "
                    + "--resume goes on from step 2."))
    }
}
