import Foundation
import Tensors

/// What a process says of itself when it meets the others.
package struct ProcessMember: Sendable, Codable, Equatable {
    /// The machine's name.
    package var host: String
    /// Its workers, one thread each.
    package var workers: Int
    /// What it was asked to do, which must be the same in all.
    package var arguments: [String]
    /// The size of the program's file: another size is another build.
    package var programBytes: Int
    package var hasFastBFloat16: Bool
    /// Why it cannot begin, if so.
    package var complaint: String?

    package init(
        host: String, workers: Int, arguments: [String], programBytes: Int,
        hasFastBFloat16: Bool, complaint: String? = nil
    ) {
        self.host = host
        self.workers = workers
        self.arguments = arguments
        self.programBytes = programBytes
        self.hasFastBFloat16 = hasFastBFloat16
        self.complaint = complaint
    }

    /// This process.
    /// - Parameters:
    ///   - arguments: the command line, without the program
    ///   - program: its path
    package init(workers: Int, arguments: [String], program: String, complaint: String? = nil) {
        let size = try? FileManager.default.attributesOfItem(
            atPath: URL(fileURLWithPath: program).resolvingSymlinksInPath().path)[.size]
        self.init(
            host: ProcessInfo.processInfo.hostName, workers: workers, arguments: arguments,
            programBytes: (size as? NSNumber)?.intValue ?? 0,
            hasFastBFloat16: Matmul.hasFastBFloat16, complaint: complaint)
    }

    /// Whether they can train together.
    /// - Throws: `DistributionError` for the first that differs from the lead
    static func check(_ members: [ProcessMember]) throws(DistributionError) {
        for (rank, member) in members.enumerated() {
            if let words = member.complaint {
                throw DistributionError(.complaint(words), rank: rank, host: member.host)
            }
        }
        for (rank, member) in members.enumerated() {
            if member.arguments != members[0].arguments {
                throw DistributionError(
                    .otherArguments(
                        given: member.arguments, lead: members[0].arguments),
                    rank: rank, host: member.host)
            }
            if member.programBytes != members[0].programBytes {
                throw DistributionError(.otherProgram, rank: rank, host: member.host)
            }
        }
    }
}
