import Foundation

/// Sleeps between two questions whether something is done, a little longer each time.
///
/// MPI's own waiting keeps a core busy that a worker of this machine may need.
struct Patience {
    private let whileWaiting: @Sendable (_ seconds: Double) -> Void
    private var start = ContinuousClock.now
    private var microseconds: UInt32 = shortest

    private static let shortest: UInt32 = 20
    private static let longest: UInt32 = 1_000

    /// - Parameter whileWaiting: told how long it has been already
    init(_ whileWaiting: @escaping @Sendable (_ seconds: Double) -> Void) {
        self.whileWaiting = whileWaiting
    }

    mutating func wait() {
        usleep(microseconds)
        microseconds = min(microseconds + microseconds / 4, Self.longest)
        if microseconds == Self.longest {
            whileWaiting((ContinuousClock.now - start) / .seconds(1))
        }
    }

    /// Something has happened: there may soon be more.
    mutating func reset() {
        microseconds = Self.shortest
        start = .now
    }
}
