import Foundation
import Testing

@testable import Training

@Suite struct ProcessGroupTests {
    @Test("numbers are summed, gathered, and taken from the lead, in every process")
    func numbers() throws {
        let results = try Meeting.of(3) { group in
            let own = Double(group.rank)
            return [
                group.sum([own, 1]), group.gather(own), [group.ofLead(own + 7)],
                [group.any(group.rank == 2) ? 1 : 0, group.any(false) ? 1 : 0],
            ]
        }
        for result in results { #expect(result == [[3, 3], [0, 1, 2], [7], [1, 0]]) }
    }

    @Test("any process's value is every process's, whatever numbers it has", arguments: 0..<3)
    func values(root: Int) throws {
        let results = try Meeting.of(3) { group in
            group.share(
                ValidationScore(
                    loss: group.rank == root ? .infinity : 0, bleu: 0.1 + Double(group.rank),
                    bleuSignature: "größer"), from: root)
        }
        for result in results {
            #expect(result.loss == .infinity)
            #expect(result.bleu == 0.1 + Double(root))
            #expect(result.bleuSignature == "größer")
        }
    }

    @Test("a process alone is its own lead, and everything is its own")
    func alone() {
        let group = ProcessGroup.alone
        #expect(group.isLead && group.size == 1)
        #expect(group.sum([2]) == [2])
        #expect(group.share("x") == "x")
        #expect(group.workerWords(2) == "2")
        #expect(group.workers(besides: 2) == 2)
    }

    @Test("workers are counted over all processes and machines")
    func workers() throws {
        let words = try Meeting.of(2, workers: [3, 1]) {
            ($0.workerWords(3), $0.workers(besides: 3))
        }
        #expect(words[1] == ("4 in 2 processes on 2 machines", 4))
    }

    @Test("who is asked for something else than the lead is named, with what differs")
    func otherArguments() {
        #expect(
            throws: DistributionError(
                .otherArguments(given: ["--rate", "1"], lead: ["--rate", "2"]), rank: 1,
                host: "host 1")
        ) {
            try Meeting.of(2, arguments: [["--rate", "2"], ["--rate", "1"]]) { _ in }
        }
    }

    @Test("of what is wrong with members the lead's own complaint comes first, then builds")
    func members() throws {
        var members = (0..<3).map {
            ProcessMember(
                host: "host \($0)", workers: 1, arguments: [], programBytes: 1,
                hasFastBFloat16: true)
        }
        try ProcessMember.check(members)
        members[2].programBytes = 2
        #expect(throws: DistributionError(.otherProgram, rank: 2, host: "host 2")) {
            try ProcessMember.check(members)
        }
        members[1].complaint = "no."
        #expect(throws: DistributionError(.complaint("no."), rank: 1, host: "host 1")) {
            try ProcessMember.check(members)
        }
    }

    @Test("every error says who, what and what to do")
    func descriptions() {
        let errors: [(DistributionError.Reason, String)] = [
            (.complaint("no."), "process 2 on node: no."),
            (
                .otherArguments(given: ["--rate", "1"], lead: ["--rate", "2"]),
                "process 2 on node: is asked for “1” after --rate, process 0 for “2”. "
                    + "Start all processes with the same command."
            ),
            (
                .otherArguments(given: [], lead: ["train"]),
                "process 2 on node: is asked for “”, process 0 for “train”. "
                    + "Start all processes with the same command."
            ),
            (
                .otherProgram,
                "process 2 on node: runs another build of this program than process 0. "
                    + "Install the same one on all machines."
            ),
            (
                .builtWithoutMPI(processes: 4),
                "one of 4 processes, but built without MPI: each would train an engine of its own. "
                    + "Build with “swift build -c release --traits MPI” (Scripts/setup --mpi "
                    + "installs what that needs), or start one process."
            ),
            (
                .noStart("no memory"),
                "MPI does not start: no memory. Check the installation with “mpirun hostname”."
            ),
        ]
        for (reason, words) in errors {
            let error = DistributionError(reason, rank: 2, host: "node")
            #expect("\(error)" == words)
        }
        #expect("\(DistributionError(.complaint("no.")))" == "no.")
    }

    @Test("started together is what Open MPI, PMI or Slurm say so of")
    func startedTogether() {
        #expect(ProcessGroup.startedProcesses([:]) == nil)
        #expect(ProcessGroup.startedProcesses(["OMPI_COMM_WORLD_SIZE": "4"]) == 4)
        #expect(ProcessGroup.startedProcesses(["PMI_SIZE": "0"]) == nil)
        #expect(
            ProcessGroup.startedProcesses(["PMIX_RANK": "1", "SLURM_STEP_NUM_TASKS": "3"]) == 3)
        #expect(ProcessGroup.startedRank(["OMPI_COMM_WORLD_RANK": "2"]) == 2)
        #expect(ProcessGroup.startedRank([:]) == 0)
    }
}
