import Foundation

extension ProcessGroup {
    /// The processes that were started together with this one, by mpirun or the like; this one
    /// alone when it was started by itself.
    /// - Parameters:
    ///   - complain: told why all processes are about to be ended
    ///   - whileWaiting: told now and then for how many seconds there has been no answer
    /// - Throws: `DistributionError` when they do not fit together, the same in all of them
    package static func join(
        as member: ProcessMember, environment: [String: String],
        complain: @escaping @Sendable (String) -> Void,
        whileWaiting: @escaping @Sendable (_ seconds: Double) -> Void
    ) throws(DistributionError) -> ProcessGroup {
        guard let processes = startedProcesses(environment) else { return .alone }
        #if MPI
            return try ProcessGroup(
                try MPIMessages(complain: complain), introducing: member,
                whileWaiting: whileWaiting)
        #else
            guard processes > 1 else { return .alone }
            throw DistributionError(.builtWithoutMPI(processes: processes))
        #endif
    }

    /// How many processes were started together, as Open MPI, PMI and Slurm tell them; nil when
    /// this one was started by itself.
    package static func startedProcesses(_ environment: [String: String]) -> Int? {
        for name in ["OMPI_COMM_WORLD_SIZE", "PMI_SIZE"] {
            if let count = environment[name].flatMap({ Int($0) }), count > 0 { return count }
        }
        guard environment["PMIX_RANK"] != nil else { return nil }
        return environment["SLURM_STEP_NUM_TASKS"].flatMap { Int($0) } ?? 1
    }

    /// This process among those started together, from 0.
    package static func startedRank(_ environment: [String: String]) -> Int {
        ["OMPI_COMM_WORLD_RANK", "PMIX_RANK", "PMI_RANK"]
            .compactMap { environment[$0].flatMap { Int($0) } }.first ?? 0
    }
}
