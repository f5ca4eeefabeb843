package import Tensors

/// What processes that train together say to each other.
///
/// All make the same calls in the same order, and from one thread at a time.
package protocol MessagePassing: Sendable {
    /// This process, from 0.
    var rank: Int { get }
    /// The number of processes.
    var size: Int { get }

    /// Begins to replace a range of floats by their sums over all processes, which come out the
    /// same, to the last bit, in each.
    func beginSum(of floats: SharedFloats, in range: Range<Int>) -> MessageTicket

    /// The sums over all processes, in each of them.
    func beginSum(of numbers: UnsafeMutableBufferPointer<Double>) -> MessageTicket

    /// Begins to replace bytes by those of one process.
    func beginBroadcast(
        of bytes: UnsafeMutableRawBufferPointer, from root: Int
    ) -> MessageTicket

    /// Moves all that is under way along; whether the ticket's work is done, and with it the ticket.
    func isDone(_ ticket: MessageTicket) -> Bool

    /// Leaves the others, who leave too.
    func leave()

    /// Ends all processes.
    func endAll(status: Int32) -> Never
}

/// Something that was begun and is not yet known to be done.
package struct MessageTicket: Sendable {
    package let number: Int

    package init(number: Int) { self.number = number }
}
