import Foundation
package import Tensors

/// The processes that train one engine together: as a rule one alone.
///
/// The lead, process 0, reads the corpora, looks at the clock, listens to the user, validates and
/// writes; all others learn from it what they cannot work out by themselves. What is called here
/// must be called by all processes, in the same order; in a process alone it costs nothing.
package struct ProcessGroup: Sendable {
    private let messages: (any MessagePassing)?
    /// What each process has said of itself, in their order; none in a process alone.
    package let members: [ProcessMember]
    private let whileWaiting: @Sendable (_ seconds: Double) -> Void

    /// One process, which knows of no other.
    package static let alone = ProcessGroup()

    private init() {
        messages = nil
        members = []
        whileWaiting = { _ in }
    }

    /// Introduces the processes to each other.
    /// - Parameters:
    ///   - whileWaiting: told now and then for how many seconds there has been no answer
    /// - Throws: `DistributionError`, the same in all, when they do not fit together
    package init(
        _ messages: any MessagePassing, introducing member: ProcessMember,
        whileWaiting: @escaping @Sendable (_ seconds: Double) -> Void = { _ in }
    ) throws(DistributionError) {
        let strangers = ProcessGroup(messages, members: [], whileWaiting)
        let members = (0..<messages.size).map { strangers.share(member, from: $0) }
        try ProcessMember.check(members)
        self.init(messages, members: members, whileWaiting)
    }

    private init(
        _ messages: any MessagePassing, members: [ProcessMember],
        _ whileWaiting: @escaping @Sendable (_ seconds: Double) -> Void
    ) {
        self.messages = messages
        self.members = members
        self.whileWaiting = whileWaiting
    }

    package var rank: Int { messages?.rank ?? 0 }
    package var size: Int { messages?.size ?? 1 }
    package var isLead: Bool { rank == 0 }

    /// `2`, or `8 in 4 processes on 2 machines`.
    func workerWords(_ own: Int) -> String {
        guard size > 1 else { return "\(own)" }
        let machines = Set(members.map(\.host)).count
        return "\(workers(besides: own)) in \(size) processes"
            + (machines > 1 ? " on \(machines) machines" : "")
    }

    /// The workers of all processes.
    /// - Parameter own: those of this one
    func workers(besides own: Int) -> Int {
        size > 1 ? members.reduce(0) { $0 + $1.workers } : own
    }

    /// Those of others, when there are others to speak with.
    private var company: (any MessagePassing)? { size > 1 ? messages : nil }

    // MARK: - The end

    /// Leaves the others, who leave too.
    package func leave() { messages?.leave() }

    /// Ends all processes, because this one cannot go on.
    package func endAll(status: Int32) -> Never {
        company?.endAll(status: status)
        exit(status)
    }

    // MARK: - Waiting

    func patience() -> Patience { Patience(whileWaiting) }

    private func wait(for ticket: MessageTicket, of messages: any MessagePassing) {
        var patience = patience()
        while !messages.isDone(ticket) { patience.wait() }
    }
}

// MARK: - Numbers

extension ProcessGroup {
    /// The sums over all processes.
    package func sum(_ numbers: [Double]) -> [Double] {
        guard let company else { return numbers }
        var numbers = numbers
        numbers.withUnsafeMutableBufferPointer {
            wait(for: company.beginSum(of: $0), of: company)
        }
        return numbers
    }

    /// The lead's number.
    package func ofLead(_ number: Double) -> Double {
        sum([isLead ? number : 0])[0]
    }

    /// Each process's number, in their order.
    package func gather(_ number: Double) -> [Double] {
        var numbers = [Double](repeating: 0, count: size)
        numbers[rank] = number
        return sum(numbers)
    }

    /// Whether it is so in any process.
    package func any(_ isSo: Bool) -> Bool {
        sum([isSo ? 1 : 0])[0] > 0
    }

    /// Begins to sum floats over all processes; they must stay where they are until that is done.
    func beginSum(of floats: SharedFloats, in range: Range<Int>) -> MessageTicket? {
        company?.beginSum(of: floats, in: range)
    }

    func isDone(_ ticket: MessageTicket) -> Bool { company?.isDone(ticket) ?? true }
}

// MARK: - Whole things

extension ProcessGroup {
    /// One process's value; what the others bring is not looked at.
    package func share<Value: Codable>(_ value: Value, from root: Int = 0) -> Value {
        guard company != nil else { return value }
        guard rank == root else { return received(from: root) }
        // In an array, because not every decoder takes a number alone. Of our own types, encoding
        // cannot fail but by a mistake of ours.
        guard let bytes = try? Self.encoder.encode([value]) else {
            preconditionFailure("\(Value.self) cannot be encoded")
        }
        _ = shareBytes(bytes, from: root)
        return value
    }

    /// What another process shares.
    package func received<Value: Codable>(from root: Int = 0) -> Value {
        let bytes = shareBytes(Data(), from: root)
        guard let value = try? Self.decoder.decode([Value].self, from: bytes).first else {
            preconditionFailure("\(bytes.count) bytes are no \(Value.self)")
        }
        return value
    }

    /// A loss may have become infinite, or no number at all.
    private static let oddNumbers = ("∞", "-∞", "NaN")

    private static var encoder: JSONEncoder {
        let encoder = JSONEncoder()
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: oddNumbers.0, negativeInfinity: oddNumbers.1, nan: oddNumbers.2)
        return encoder
    }

    private static var decoder: JSONDecoder {
        let decoder = JSONDecoder()
        decoder.nonConformingFloatDecodingStrategy = .convertFromString(
            positiveInfinity: oddNumbers.0, negativeInfinity: oddNumbers.1, nan: oddNumbers.2)
        return decoder
    }

    private func shareBytes(_ bytes: Data, from root: Int) -> Data {
        let count = Int(sum([rank == root ? Double(bytes.count) : 0])[0])
        var bytes = rank == root ? bytes : Data(count: count)
        bytes.withUnsafeMutableBytes { share($0, from: root) }
        return bytes
    }

    /// The lead's floats, in all processes.
    package func share(_ set: inout ParameterSet) {
        guard size > 1 else { return }
        let count = set.layout.count
        share(UnsafeMutableRawBufferPointer(SharedFloats(&set).buffer(0..<count)), from: 0)
        withExtendedLifetime(set) {}
    }

    /// Replaces bytes by those of one process.
    func share(_ bytes: UnsafeMutableRawBufferPointer, from root: Int) {
        guard let company else { return }
        var start = 0
        while start < bytes.count {
            let part = UnsafeMutableRawBufferPointer(
                rebasing: bytes[start..<min(start + Self.mostBytesPerMessage, bytes.count)])
            wait(for: company.beginBroadcast(of: part, from: root), of: company)
            start += part.count
        }
    }

    /// Counts of MPI have 31 bits.
    private static let mostBytesPerMessage = 1 << 26
}
