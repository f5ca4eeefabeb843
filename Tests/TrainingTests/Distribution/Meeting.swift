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
        case floats(UnsafeMutableBufferPointer<Float>)
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
        sum(calls.compactMap { if case .floats(let buffer) = $0 { buffer } else { nil } })
        sum(calls.compactMap { if case .doubles(let buffer) = $0 { buffer } else { nil } })
        var sent: UnsafeMutableRawBufferPointer?
        for case .bytes(let buffer, let root, let rank) in calls where rank == root {
            sent = buffer
        }
        guard let sent else { return }
        for case .bytes(let buffer, let root, let rank) in calls where rank != root {
            buffer.copyMemory(from: UnsafeRawBufferPointer(sent))
        }
    }

    private static func sum<Number: FloatingPoint>(
        _ buffers: [UnsafeMutableBufferPointer<Number>]
    ) {
        guard let first = buffers.first else { return }
        for index in first.indices {
            let sum = buffers.dropFirst().reduce(first[index]) { $0 + $1[index] }
            for buffer in buffers { buffer[index] = sum }
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
        begin(.floats(floats.buffer(range)))
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
