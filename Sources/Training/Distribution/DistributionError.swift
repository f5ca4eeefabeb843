/// Why processes cannot train together, and which of them is in the way.
package struct DistributionError: Error, Equatable, CustomStringConvertible {
    package enum Reason: Equatable, Sendable {
        /// What that process itself says.
        case complaint(String)
        case otherArguments(given: [String], lead: [String])
        case otherProgram
        /// Several were started, of a program that cannot speak.
        case builtWithoutMPI(processes: Int)
        /// What MPI says.
        case noStart(String)
    }

    package let reason: Reason
    package let rank: Int
    package let host: String

    package init(_ reason: Reason, rank: Int = 0, host: String = "") {
        self.reason = reason
        self.rank = rank
        self.host = host
    }

    /// Whether the command is at fault.
    package var isWrongUse: Bool {
        if case .noStart = reason { false } else { true }
    }

    package var description: String {
        switch reason {
        case .complaint(let words):
            rank == 0 ? words : "process \(rank) on \(host): \(words)"
        case .otherArguments(let given, let lead):
            "process \(rank) on \(host): is asked for \(Self.difference(given, from: lead)). "
                + "Start all processes with the same command."
        case .otherProgram:
            "process \(rank) on \(host): runs another build of this program than process 0. "
                + "Install the same one on all machines."
        case .builtWithoutMPI(let processes):
            "one of \(processes) processes, but built without MPI: each would train an engine of "
                + "its own. Build with “swift build -c release --traits MPI” (Scripts/setup --mpi "
                + "installs what that needs), or start one process."
        case .noStart(let words):
            "MPI does not start: \(words). Check the installation with “mpirun hostname”."
        }
    }

    /// The first argument that is not the lead's.
    private static func difference(_ given: [String], from lead: [String]) -> String {
        for index in 0..<max(given.count, lead.count) {
            let (own, other) = (given.dropFirst(index).first, lead.dropFirst(index).first)
            guard own != other else { continue }
            let place = index > 0 ? " after \(given[index - 1])" : ""
            return "“\(own ?? "")”\(place), process 0 for “\(other ?? "")”"
        }
        return "the same"
    }
}
