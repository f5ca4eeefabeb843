@testable import Corpus

/// Keeps what a writer writes.
final class WrittenText: ByteDestination {
    private(set) var text = ""
    private(set) var isFinished = false

    func write(_ text: String) {
        precondition(!isFinished, "“\(text)” is written after finish()")
        self.text += text
    }

    func finish() {
        isFinished = true
    }
}
