/// Tells a waiting person how far files have been worked through, a line at a time: one line that
/// renews itself on a terminal, a plain line every few seconds elsewhere.
package struct LineProgress {
    private let totalBytes: Int?
    private let isTerminal: Bool
    private let write: (String) -> Void
    private var nextSeconds: Double
    private var hasShown = false

    /// - Parameters:
    ///   - totalBytes: of all files; nil where it is not known, as of a pipe
    ///   - isTerminal: whether lines can be written over
    ///   - write: where text goes, usually standard error
    package init(totalBytes: Int?, isTerminal: Bool, write: @escaping (String) -> Void) {
        self.totalBytes = totalBytes
        self.isTerminal = isTerminal
        self.write = write
        nextSeconds = isTerminal ? 0.5 : 10
    }

    /// Shows where the work is, if the last time is long enough ago.
    /// - Parameters:
    ///   - bytes: of `totalBytes`, done
    ///   - seconds: since the work began
    package mutating func update(lines: Int, bytes: Int, seconds: Double) {
        guard seconds >= nextSeconds else { return }
        nextSeconds = seconds + (isTerminal ? 0.25 : 10)
        hasShown = true
        let line = line(lines: lines, bytes: bytes, seconds: seconds)
        write(isTerminal ? "\r\u{1B}[K" + line : line + "\n")
    }

    /// Leaves the renewed line before other text is printed.
    package mutating func finish() {
        if isTerminal, hasShown { write("\r\u{1B}[K") }
        hasShown = false
    }

    private func line(lines: Int, bytes: Int, seconds: Double) -> String {
        var parts: [String] = []
        let rate = "\(grouped(Int(Double(lines) / seconds))) lines/s"
        if let totalBytes, totalBytes > 0 {
            let done = min(1, Double(bytes) / Double(totalBytes))
            parts = [ProgressBar.bar(done), "\(grouped(lines)) lines", rate]
            if done > 0.001 { parts.append("\(duration(seconds * (1 - done) / done)) left") }
        } else {
            parts = ["\(grouped(lines)) lines", rate]
        }
        return parts.joined(separator: "  ")
    }
}
