import Foundation
import Synchronization

/// Notes Ctrl-C (and a polite kill) instead of dying of it, so that work can be saved first.
///
/// A second one ends the process at once. SIGUSR1 asks for the same: mpirun passes it on, where it
/// would answer the others by killing everything.
enum Interruption {
    /// What a signal handler may touch: it runs between any two instructions.
    private static let count = Atomic(0)

    /// From now on, for the whole process.
    static func watch() {
        for number in [SIGINT, SIGTERM, SIGUSR1] {
            // Whoever started the program may have it blocked.
            var signals = sigset_t()
            sigemptyset(&signals)
            sigaddset(&signals, number)
            pthread_sigmask(SIG_UNBLOCK, &signals, nil)
            signal(number) { _ in
                if Interruption.count.wrappingAdd(1, ordering: .relaxed).oldValue > 0 {
                    _exit(130)
                }
            }
        }
    }

    static var wasAsked: Bool { count.load(ordering: .relaxed) > 0 }
}
