// Alone imports CMPI. Nothing of it is compiled without the package trait MPI.
#if MPI
    internal import CMPI
    import Foundation
    internal import Tensors

    /// The processes that mpirun started.
    struct MPIMessages: MessagePassing {
        let rank: Int
        let size: Int
        /// Told what is wrong before all processes are ended: after an error of MPI nothing that
        /// was under way can be trusted, and nobody can be asked.
        private let complain: @Sendable (String) -> Void

        /// - Throws: `DistributionError` when MPI does not start
        init(complain: @escaping @Sendable (String) -> Void) throws(DistributionError) {
            var place = cmpi_place()
            let code = cmpi_join(&place)
            guard code == 0 else {
                throw DistributionError(.noStart(String(cString: cmpi_error(code))))
            }
            rank = Int(place.rank)
            size = Int(place.size)
            self.complain = complain
        }

        func beginSum(of floats: SharedFloats, in range: Range<Int>) -> MessageTicket {
            let numbers = floats.buffer(range)
            return ticket(cmpi_begin_float_sum(numbers.baseAddress, Int32(numbers.count)))
        }

        func beginSum(of numbers: UnsafeMutableBufferPointer<Double>) -> MessageTicket {
            ticket(cmpi_begin_double_sum(numbers.baseAddress, Int32(numbers.count)))
        }

        func beginBroadcast(
            of bytes: UnsafeMutableRawBufferPointer, from root: Int
        ) -> MessageTicket {
            ticket(cmpi_begin_broadcast(bytes.baseAddress, Int32(bytes.count), Int32(root)))
        }

        func isDone(_ ticket: MessageTicket) -> Bool {
            checked(cmpi_test(Int32(ticket.number))) == 1
        }

        func leave() { cmpi_leave() }

        func endAll(status: Int32) -> Never {
            cmpi_end_all(status)
            exit(status)
        }

        private func ticket(_ number: Int32) -> MessageTicket {
            MessageTicket(number: Int(checked(number)))
        }

        private func checked(_ result: Int32) -> Int32 {
            guard result < 0 else { return result }
            complain(
                "process \(rank): lost touch with the other processes "
                    + "(\(String(cString: cmpi_error(result)))). The engine as saved last is "
                    + "whole, and --resume goes on from it.")
            endAll(status: 1)
        }
    }
#endif
