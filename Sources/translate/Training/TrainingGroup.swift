import ArgumentParser
import Foundation
import Synchronization
import Training

/// The processes that mpirun started together with this one.
enum TrainingGroup {
    private static let environment = ProcessInfo.processInfo.environment

    /// - Throws: `DistributionError` in the lead when they do not fit together, and an exit status
    ///   in all others
    static func join(workers: Int) throws -> ProcessGroup {
        do throws(DistributionError) {
            return try join(workers: workers, complaint: nil)
        } catch {
            guard isLead else { throw ExitCode(error.isWrongUse ? 2 : 1) }
            throw error
        }
    }

    /// Tells the others what is wrong with the arguments of this one: of several processes only the
    /// lead says it.
    /// - Returns: false in a process alone
    static func leadComplains(of words: String) -> Bool {
        guard ProcessGroup.startedProcesses(environment) ?? 1 > 1 else { return false }
        do throws(DistributionError) {
            _ = try join(workers: 1, complaint: words)
        } catch {
            if isLead { complain("\(error)") }
        }
        return true
    }

    private static var isLead: Bool { ProcessGroup.startedRank(environment) == 0 }

    private static func join(
        workers: Int, complaint: String?
    ) throws(DistributionError) -> ProcessGroup {
        try ProcessGroup.join(
            as: ProcessMember(
                workers: workers, arguments: Array(CommandLine.arguments.dropFirst()),
                program: "/proc/self/exe", complaint: complaint),
            environment: environment, complain: { complain($0) }, whileWaiting: warn)
    }

    private static let hasWarned = Atomic(false)

    /// Says once that a wish to stop has found no answer: a process may be gone, and mpirun about to
    /// end this one.
    private static func warn(seconds: Double) {
        guard isLead, Interruption.wasAsked, seconds > 0.5,
            !hasWarned.exchange(true, ordering: .relaxed)
        else { return }
        note(
            "waiting for the other processes before stopping. Should one be gone, the engine as "
                + "saved last is whole, and --resume goes on from it.")
    }
}
