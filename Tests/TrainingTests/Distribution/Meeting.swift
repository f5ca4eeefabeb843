import Foundation
import Synchronization
import Tensors

@testable import Training

/// Processes that are threads of this one: what they say to each other meets here.
final class Meeting: Sendable {
    let size: Int
    private let calls = Mutex<[Int: [Call]]>([:])

    /// One process's part in a call; every process makes the same calls in the same order.
    fileprivate enum Call: @unchecked Sendable {
        case floats(SharedFloats, Range<Int>)
        case doubles(UnsafeMutableBufferPointer<Double>)
        case bytes(UnsafeMutableRawBufferPointer, root: Int, rank: Int)
    }

    init(size: Int) {
        self.size = size
    }

    fileprivate func add(_ call: Call, number: Int) {
        calls.withLock { calls in
            calls[number, default: []].append(call)
            if calls[number]?.count == size { Self.answer(calls[number] ?? []) }
        }
    }

    fileprivate func isAnswered(_ number: Int) -> Bool {
        calls.withLock { $0[number]?.count == size }
    }

    private static func answer(_ calls: [Call]) {
        var sent: UnsafeMutableRawBufferPointer?
        for case .bytes(let buffer, let root, let rank) in calls where rank == root {
            sent = buffer
        }
        guard let first = calls.first else { return }
        for call in calls.dropFirst() { add(call, to: first) }
        for call in calls { copy(first, sent, to: call) }
    }

    private static func add(_ call: Call, to first: Call) {
        switch (first, call) {
        case (.floats(let sum, let range), .floats(let floats, _)):
            sum.add(floats, in: range)
        case (.doubles(let sum), .doubles(let numbers)):
            for index in sum.indices { sum[index] += numbers[index] }
        default: break
        }
    }

    private static func copy(
        _ first: Call, _ sent: UnsafeMutableRawBufferPointer?, to call: Call
    ) {
        switch (first, call) {
        case (.floats(let sum, let range), .floats(let floats, _)):
            _ = floats.buffer(range).update(from: sum.buffer(range))
        case (.doubles(let sum), .doubles(let numbers)):
            _ = numbers.update(from: sum)
        case (_, .bytes(let bytes, let root, let rank)):
            if let sent, rank != root { bytes.copyMemory(from: UnsafeRawBufferPointer(sent)) }
        default: preconditionFailure("one process sums what another sends")
        }
    }

    /// Runs a body in as many threads as there are processes; results in the processes' order.
    static func of<Result: Sendable>(
        _ size: Int, workers: [Int]? = nil, arguments: [[String]]? = nil,
        _ body: @escaping @Sendable (ProcessGroup) throws -> Result
    ) throws -> [Result] {
        let meeting = Meeting(size: size)
        let results = Mutex([Swift.Result<Result, any Error>?](repeating: nil, count: size))
        let ended = DispatchGroup()
        for rank in 0..<size {
            ended.enter()
            Thread.detachNewThread {
                let member = ProcessMember(
                    host: "host \(rank)", workers: workers?[rank] ?? 1,
                    arguments: arguments?[rank] ?? [], programBytes: 1, hasFastBFloat16: false)
                let result = Swift.Result {
                    try body(
                        try ProcessGroup(
                            ThreadMessages(meeting: meeting, rank: rank), introducing: member))
                }
                results.withLock { $0[rank] = result }
                ended.leave()
            }
        }
        ended.wait()
        return try results.withLock { $0.compactMap(\.self) }.map { try $0.get() }
    }
}

/// What one of a meeting's processes says.
struct ThreadMessages: MessagePassing {
    private let meeting: Meeting
    let rank: Int
    private let calls: Calls

    private final class Calls: Sendable {
        let count = Atomic(0)
    }

    init(meeting: Meeting, rank: Int) {
        self.meeting = meeting
        self.rank = rank
        calls = Calls()
    }

    var size: Int { meeting.size }

    func beginSum(of floats: SharedFloats, in range: Range<Int>) -> MessageTicket {
        begin(.floats(floats, range))
    }

    func beginSum(of numbers: UnsafeMutableBufferPointer<Double>) -> MessageTicket {
        begin(.doubles(numbers))
    }

    func beginBroadcast(
        of bytes: UnsafeMutableRawBufferPointer, from root: Int
    ) -> MessageTicket {
        begin(.bytes(bytes, root: root, rank: rank))
    }

    func isDone(_ ticket: MessageTicket) -> Bool { meeting.isAnswered(ticket.number) }

    func leave() {}

    func endAll(status: Int32) -> Never { preconditionFailure("ended with \(status)") }

    private func begin(_ call: Meeting.Call) -> MessageTicket {
        let number = calls.count.wrappingAdd(1, ordering: .relaxed).oldValue
        meeting.add(call, number: number)
        return MessageTicket(number: number)
    }
}
