import Foundation
import Synchronization

/// Notes Ctrl-C, a polite kill and the terminal's end instead of dying of them, so that work can be
/// saved first.
///
/// A second Ctrl-C or kill ends the process at once. A second end of the terminal does not: shells
/// and the system both tell of it.
///
/// SIGUSR1 is as good as a kill: mpirun passes it on, where it answers the others by killing all.
enum Interruption {
    /// What a signal handler may touch: it runs between any two instructions.
    private static let count = Atomic(0)

    /// From now on, for the whole process.
    static func watch() {
        for number in [SIGINT, SIGTERM, SIGUSR1] {
            unblock(number)
            signal(number) { _ in
                if Interruption.count.wrappingAdd(1, ordering: .relaxed).oldValue > 0 {
                    _exit(130)
                }
            }
        }
        watchTerminal()
    }

    static var wasAsked: Bool { count.load(ordering: .relaxed) > 0 }

    /// A program that nohup started goes on when its terminal is gone, as its user wants.
    private static func watchTerminal() {
        var action = sigaction()
        sigaction(SIGHUP, nil, &action)
        if isIgnored(action) { return }
        unblock(SIGHUP)
        signal(SIGHUP) { _ in
            _ = Interruption.count.compareExchange(
                expected: 0, desired: 1, ordering: .relaxed)
        }
    }

    private static func isIgnored(_ action: sigaction) -> Bool {
        #if canImport(Darwin)
            let handler = action.__sigaction_u.__sa_handler
        #else
            let handler = action.__sigaction_handler.sa_handler
        #endif
        return unsafeBitCast(handler, to: Int.self) == 1  // SIG_IGN
    }

    /// Whoever started the program may have it blocked.
    private static func unblock(_ number: Int32) {
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, number)
        pthread_sigmask(SIG_UNBLOCK, &signals, nil)
    }
}
