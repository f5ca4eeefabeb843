import Foundation

/// Tells a waiting person how training goes: one line that renews itself on a terminal, a plain
/// line every few seconds elsewhere.
package struct ProgressBar {
    private let isTerminal: Bool
    private let width: () -> Int?
    private let write: (String) -> Void
    private let clock = ContinuousClock()
    private var lastShown: ContinuousClock.Instant?
    private var pace = TrainingPace()
    private var bestBLEU: Double?
    /// The line that was shown last and is not finished.
    private var isLineOpen = false

    /// - Parameters:
    ///   - isTerminal: whether lines can be written over
    ///   - width: columns of the terminal, asked for each line since a window may change; nil
    ///     where it is not known
    ///   - write: where text goes, usually standard error
    package init(
        isTerminal: Bool, width: @escaping () -> Int? = { nil },
        write: @escaping (String) -> Void
    ) {
        self.isTerminal = isTerminal
        self.width = width
        self.write = write
    }

    /// Takes note of a step, and shows it if the last one shown is old enough.
    package mutating func update(_ report: Trainer.StepReport) {
        pace.add(report)
        let now = clock.now
        let interval: Duration = isTerminal ? .milliseconds(250) : .seconds(10)
        if let lastShown, now - lastShown < interval { return }
        lastShown = now
        show(report)
    }

    /// Notes a validation, on a line that stays.
    package mutating func validated(_ score: ValidationScore, step: Int, isBest: Bool) {
        bestBLEU = isBest ? score.bleu : bestBLEU
        pace.pause()
        tell("step \(step): \(score.words)" + (isBest ? " (\(score.verdict))" : ""))
    }

    /// Writes a line that stays.
    package mutating func tell(_ line: String) {
        finish()
        write(line + "\n")
    }

    /// Leaves the renewed line before other text is printed.
    package mutating func finish() {
        if isLineOpen { write("\r\u{1B}[K") }
        isLineOpen = false
    }

    private mutating func show(_ report: Trainer.StepReport) {
        let line = line(of: report)
        guard isTerminal else {
            write(line.text + "\n")
            return
        }
        isLineOpen = true
        // A full row would wrap on some terminals, and could not be written over.
        write("\r\u{1B}[K" + line.text(width: width().map { $0 - 1 }))
    }

    /// What is said of a step; of the lowest rank what goes last where the terminal is narrow.
    private func line(of report: Trainer.StepReport) -> FittedLine {
        var line = FittedLine()
        line.add("epoch \(report.progress.epoch + 1)", rank: 3)
        if let done = report.fractionDone {
            line.add(Self.bar(done), short: percent(done), rank: 0)
        }
        line.add("loss \(format(pace.smoothedLoss ?? report.loss, 3))", rank: 2)
        if let rate = pace.tokensPerSecond { line.add("\(grouped(Int(rate))) tok/s", rank: 4) }
        if let bestBLEU { line.add("BLEU \(format(bestBLEU, 1))", rank: 1) }
        if let left = pace.secondsLeft(after: report) {
            line.add("\(duration(left)) left", rank: 1)
        }
        return line
    }

    /// A bar with its percentage: `▕█████░░░░░░░░░░░░░░░▏ 25 %`.
    static func bar(_ fraction: Double) -> String {
        let width = 20
        let filled = Int(clamped(fraction) * Double(width))
        return "▕" + String(repeating: "█", count: filled)
            + String(repeating: "░", count: width - filled) + "▏ \(percent(fraction))"
    }
}

private func percent(_ fraction: Double) -> String { "\(Int(clamped(fraction) * 100)) %" }

private func clamped(_ fraction: Double) -> Double {
    fraction.isFinite ? min(1, max(0, fraction)) : 0
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
