import Foundation

/// Tells a waiting person how training goes: one line that renews itself on a terminal, a plain
/// line every few seconds elsewhere.
package struct ProgressBar {
    private let isTerminal: Bool
    private let write: (String) -> Void
    private let clock = ContinuousClock()
    private var lastShown: ContinuousClock.Instant?
    private var smoothedLoss: Double?
    private var recent: [(tokens: Int, seconds: Double)] = []
    private var bestBLEU: Double?

    /// - Parameters:
    ///   - isTerminal: whether lines can be written over
    ///   - write: where text goes, usually standard error
    package init(isTerminal: Bool, write: @escaping (String) -> Void) {
        self.isTerminal = isTerminal
        self.write = write
    }

    /// Takes note of a step, and shows it if the last one shown is old enough.
    package mutating func update(_ report: Trainer.StepReport) {
        smoothedLoss = smoothedLoss.map { 0.98 * $0 + 0.02 * report.loss } ?? report.loss
        recent.append((report.progress.targetTokens, report.progress.seconds))
        if recent.count > Self.window { recent.removeFirst(recent.count - Self.window) }
        let now = clock.now
        let interval: Duration = isTerminal ? .milliseconds(250) : .seconds(10)
        if let lastShown, now - lastShown < interval { return }
        lastShown = now
        show(line(report))
    }

    /// Notes a validation, on a line that stays.
    package mutating func validated(_ score: ValidationScore, step: Int, isBest: Bool) {
        bestBLEU = isBest ? score.bleu : bestBLEU
        let line =
            "step \(step): dev loss \(format(score.loss, 3)), BLEU \(format(score.bleu, 1))"
            + (isBest ? " (best, kept)" : "")
        write((isTerminal ? "\r\u{1B}[K" : "") + line + "\n")
    }

    /// Leaves the renewed line before other text is printed.
    package func finish() {
        if isTerminal { write("\r\u{1B}[K") }
    }

    private static let window = 50

    private func show(_ line: String) {
        write(isTerminal ? "\r\u{1B}[K" + line : line + "\n")
    }

    private func line(_ report: Trainer.StepReport) -> String {
        var parts = ["epoch \(report.progress.epoch + 1)"]
        if let done = report.fractionDone { parts.append(Self.bar(done)) }
        parts.append("loss \(format(smoothedLoss ?? report.loss, 3))")
        if let rate = tokensPerSecond { parts.append("\(grouped(Int(rate))) tok/s") }
        if let bestBLEU { parts.append("BLEU \(format(bestBLEU, 1))") }
        if let left = secondsLeft(report) { parts.append("\(duration(left)) left") }
        return parts.joined(separator: "  ")
    }

    /// A bar with its percentage: `▕█████░░░░░░░░░░░░░░░▏ 25 %`.
    static func bar(_ fraction: Double) -> String {
        let width = 20
        let filled = min(width, Int(fraction * Double(width)))
        return "▕" + String(repeating: "█", count: filled)
            + String(repeating: "░", count: width - filled) + "▏ \(Int(fraction * 100)) %"
    }

    private var tokensPerSecond: Double? {
        guard let first = recent.first, let last = recent.last, last.seconds > first.seconds
        else { return nil }
        return Double(last.tokens - first.tokens) / (last.seconds - first.seconds)
    }

    private func secondsLeft(_ report: Trainer.StepReport) -> Double? {
        guard let done = report.fractionDone, done > 0.001 else { return nil }
        return max(0, report.progress.seconds * (1 - done) / done)
    }
}

/// `number` with `digits` decimals.
private func format(_ number: Double, _ digits: Int) -> String {
    String(format: "%.\(digits)f", number)
}

/// A number with a comma every three digits.
package func grouped(_ number: Int) -> String {
    var digits = String(abs(number))
    var groups: [String] = []
    while digits.count > 3 {
        groups.insert(String(digits.suffix(3)), at: 0)
        digits.removeLast(3)
    }
    return (number < 0 ? "-" : "") + ([digits] + groups).joined(separator: ",")
}

/// A time as “45 s”, “3 min 20 s” or “2 h 5 min”.
package func duration(_ seconds: Double) -> String {
    let total = Int(seconds.rounded())
    if total < 60 { return "\(total) s" }
    if total < 3600 { return "\(total / 60) min \(total % 60) s" }
    return "\(total / 3600) h \(total % 3600 / 60) min"
}
