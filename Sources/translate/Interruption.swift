import Dispatch
import Foundation
import Synchronization

/// Notes Ctrl-C (and a polite kill) instead of dying of it, so that work can be saved first.
///
/// A second one ends the process at once.
final class Interruption: Sendable {
    private let count = Atomic(0)
    private let sources: [any DispatchSourceSignal]

    init() {
        sources = [SIGINT, SIGTERM].map { number in
            signal(number, SIG_IGN)
            return DispatchSource.makeSignalSource(signal: number, queue: .global())
        }
        for source in sources {
            source.setEventHandler { [weak self] in self?.note() }
            source.resume()
        }
    }

    var wasAsked: Bool { count.load(ordering: .relaxed) > 0 }

    private func note() {
        if count.wrappingAdd(1, ordering: .relaxed).oldValue > 0 { _exit(130) }
        FileHandle.standardError.write(Data("\nstopping after this step …\n".utf8))
    }
}
