import Foundation
import Testing

/// Several processes of a program built with the trait MPI, started by mpirun.
///
/// `Scripts/test-mpi` builds it.
@Suite(
    .enabled(if: MPIRun.program != nil, "TRANSLATE_MPI_PROGRAM names no program built with MPI"),
    .enabled(if: MPIRun.path != nil, "mpirun is not installed"), .serialized)
struct DistributedTrainingTests {
    private let folder: Workspace
    private let corpus: String

    init() throws {
        folder = try Workspace()
        corpus = try folder.write(SampleCorpus.tsv, to: "sample.tsv")
    }

    private func arguments(_ engine: String, steps: Int) -> [String] {
        TrainedEngine.trainingArguments(corpus: corpus, engine: folder.path(engine))
            + ["--steps", "\(steps)", "--validate-every", "10"]
    }

    @Test("two processes train the engine that one with two workers trains")
    func sameEngine() async throws {
        let together = try await MPIRun.run([arguments("together", steps: 20)], processes: 2)
        #expect(together.status == 0, "\(together.errors)")
        #expect(together.errors.contains("workers 2 in 2 processes"))
        #expect(together.errors.components(separatedBy: "done: 20 steps").count == 2)
        let alone = try await Program.run(
            arguments("alone", steps: 20) + ["--workers", "2"])
        #expect(alone.status == 0, "\(alone.errors)")
        for name in ["model", "state/weights", "state/moment1", "state/moment2"] {
            let file = "\(name).safetensors"
            #expect(try folder.read("together/\(file)") == folder.read("alone/\(file)"))
        }
    }

    @Test("two processes go on from an engine, with old text, as one with two workers does")
    func goesOn() async throws {
        let trained = try await TrainedEngine.shared()
        let new = try folder.write(SampleCorpus.otherTSV, to: "new.tsv")
        func arguments(_ engine: String) -> [String] {
            [
                "train", "--corpus", new, "--source", "en", "--target", "de", "--engine",
                folder.path(engine), "--from", trained.path, "--old-corpus", trained.corpus,
                "--precision", "f32", "--steps", "6", "--validate-every", "3", "--rate", "3e-3",
            ]
        }
        let together = try await MPIRun.run(
            [arguments("together") + ["--workers", "1"]], processes: 2)
        let alone = try await Program.run(arguments("alone") + ["--workers", "2"])
        #expect([0, 1].contains(alone.status), "\(alone.errors)")
        #expect(together.status == alone.status, "\(together.errors)")
        #expect(together.errors.components(separatedBy: "as it is: new dev BLEU").count == 2)
        #expect(complaints(together).count == Int(together.status))
        for name in ["model", "state/weights", "state/moment1", "state/moment2"] {
            let file = "\(name).safetensors"
            #expect(try folder.read("together/\(file)") == folder.read("alone/\(file)"))
        }
    }

    @Test("when a process is killed all end, and the engine as saved last goes on")
    func killed() async throws {
        let endless = arguments("e", steps: 1_000_000)
        let outcome = try await MPIRun.run([endless], processes: 2) { program in
            let hasSaved = try await program.hasSaid("step 10: ")
            #expect(hasSaved)
            let started = try MPIRun.processes(of: endless)
            #expect(started.count == 2)
            if let last = started.max() { kill(last, SIGKILL) }
        }
        #expect(outcome.status != 0)
        #expect(outcome.errors.contains("exited on signal 9"), "\(outcome.errors)")
        let resumed = try await Program.run(
            arguments("e", steps: 1_000_000) + ["--resume", "--epochs", "1"])
        #expect(resumed.status == 0, "\(resumed.errors)")
    }

    @Test("SIGUSR1, which mpirun passes on, saves and ends all, whichever it reaches")
    func interrupted() async throws {
        let endless = arguments("e", steps: 1_000_000)
        let outcome = try await MPIRun.run([endless], processes: 2) { program in
            let hasBegun = try await program.hasSaid("step 10: ")
            #expect(hasBegun)
            // Not to mpirun, which inherits the signals that this process has blocked.
            if let last = try MPIRun.processes(of: endless).max() { kill(last, SIGUSR1) }
        }
        #expect(outcome.status == 130)
        let words = "and saved. The same command with --resume goes on."
        #expect(outcome.errors.components(separatedBy: words).count == 2)
    }

    @Test("processes with different options are told before training")
    func otherOptions() async throws {
        let outcome = try await MPIRun.run(
            [
                arguments("e", steps: 5) + ["--seed", "1"],
                arguments("e", steps: 5) + ["--seed", "2"],
            ])
        #expect(outcome.status == 2)
        #expect(complaints(outcome).count == 1, "\(outcome.errors)")
        #expect(
            outcome.errors.contains(
                "is asked for “2” after --seed, process 0 for “1”. Start all"))
        #expect(try folder.entries() == ["sample.tsv"])
    }

    @Test(
        "what is wrong is said once, by one of them",
        arguments: [
            (["--epochs", "0"], Int32(2), "--epochs"),
            (["--corpus", "none.tsv"], 1, "none.tsv"),
        ])
    func oneMessage(change: [String], status: Int32, words: String) async throws {
        let outcome = try await MPIRun.run([arguments("e", steps: 5) + change], processes: 2)
        #expect(outcome.status == status)
        #expect(complaints(outcome).count == 1, "\(outcome.errors)")
        #expect(complaints(outcome).first?.contains(words) == true)
    }

    private func complaints(_ outcome: Program.Outcome) -> [String] {
        outcome.errorLines.filter { $0.hasPrefix("translate: ") }
    }
}

/// Open MPI's launcher, and what it starts.
private enum MPIRun {
    static let program = ProcessInfo.processInfo.environment["TRANSLATE_MPI_PROGRAM"]
    static let path = ProcessInfo.processInfo.environment["PATH"]?
        .split(separator: ":").map { "\($0)/mpirun" }
        .first { FileManager.default.isExecutableFile(atPath: $0) }

    /// As root in a container, and on fewer cores than processes.
    private static let environment = [
        "OMPI_ALLOW_RUN_AS_ROOT": "1", "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1",
        "OMPI_MCA_rmaps_base_oversubscribe": "1",
    ]

    /// - Parameters:
    ///   - commands: the arguments of `translate`, of one for all processes, or of one each
    ///   - processes: of each command
    static func run(
        _ commands: [[String]], processes: Int = 1,
        whileRunning: @Sendable (Program.Running) async throws -> Void = { _ in }
    ) async throws -> Program.Outcome {
        let parts = commands.map { ["-np", "\(processes)", program ?? "translate"] + $0 }
        return try await Program.run(
            executable: path ?? "mpirun", Array(parts.joined(separator: [":"])),
            environment: environment, whileRunning: whileRunning)
    }

    /// The processes that were started with these arguments, mpirun not among them.
    static func processes(of arguments: [String]) throws -> [Int32] {
        let command = ([program ?? "translate"] + arguments).joined(separator: "\0") + "\0"
        return try FileManager.default.contentsOfDirectory(atPath: "/proc").compactMap(
            Int32.init
        )
        .filter {
            let bytes = FileManager.default.contents(atPath: "/proc/\($0)/cmdline")
            return bytes.map { Array($0) == Array(command.utf8) } ?? false
        }
    }
}

/// What a program that cannot speak says when it is started several times.
@Suite(.enabled(if: !isBuiltWithMPI, "built with the trait MPI: the program can speak"))
struct StartedTogetherTests {
    @Test("one of several processes does not train an engine of its own")
    func builtWithoutMPI() async throws {
        for (rank, complaints) in [("0", 1), ("1", 0)] {
            let outcome = try await Program.run(
                TrainedEngine.trainingArguments(corpus: "none.tsv", engine: "none"),
                environment: ["OMPI_COMM_WORLD_SIZE": "2", "OMPI_COMM_WORLD_RANK": rank])
            #expect(outcome.status == 2)
            #expect(outcome.errorLines.count == complaints, "\(outcome.errors)")
            guard complaints == 1 else { continue }
            #expect(outcome.errors.contains("one of 2 processes, but built without MPI"))
        }
    }
}

#if MPI
    private let isBuiltWithMPI = true
#else
    private let isBuiltWithMPI = false
#endif
