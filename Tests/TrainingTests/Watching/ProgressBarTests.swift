import Testing

@testable import Training

@Suite struct ProgressBarTests {
    private final class Transcript {
        var text = ""
    }

    private func report(
        step: Int, seconds: Double, tokens: Int, loss: Double = 2.5
    ) -> Trainer.StepReport {
        var progress = TrainingProgress()
        progress.step = step
        progress.epoch = 2
        progress.seconds = seconds
        progress.targetTokens = tokens
        return Trainer.StepReport(
            progress: progress, loss: loss, targetTokens: 1000, epochFraction: 0.5, rate: 1e-3,
            gradientNorm: 1, fractionDone: 0.25)
    }

    @Test("the line shows epoch, share done, loss, target tokens a second and time left")
    func showsTheEssentials() {
        let transcript = Transcript()
        var bar = ProgressBar(isTerminal: false) { transcript.text += $0 }
        bar.update(report(step: 1, seconds: 100, tokens: 10_000))
        #expect(!transcript.text.contains("\u{1B}"))
        #expect(transcript.text.contains("epoch 3"))
        #expect(transcript.text.contains("25 %"))
        #expect(transcript.text.contains("loss 2.500"))
        #expect(transcript.text.contains("5 min 0 s left"))
        #expect(transcript.text.hasSuffix("\n"))
    }

    @Test("the rate is that of the last steps")
    func showsTheRate() async throws {
        let transcript = Transcript()
        var bar = ProgressBar(isTerminal: true) { transcript.text += $0 }
        bar.update(report(step: 1, seconds: 100, tokens: 10_000))
        try await Task.sleep(for: .milliseconds(300))
        bar.update(report(step: 2, seconds: 102, tokens: 34_690))
        #expect(transcript.text.contains("12,345 tok/s"))
    }

    @Test("on a terminal the line renews itself, elsewhere lines follow one another")
    func renewsItself() {
        for isTerminal in [true, false] {
            let transcript = Transcript()
            var bar = ProgressBar(isTerminal: isTerminal) { transcript.text += $0 }
            bar.update(report(step: 1, seconds: 1, tokens: 10))
            #expect(transcript.text.hasPrefix("\r") == isTerminal)
            #expect(transcript.text.hasSuffix("\n") != isTerminal)
        }
    }

    @Test("steps in quick succession are shown once")
    func isNotChatty() {
        let transcript = Transcript()
        var bar = ProgressBar(isTerminal: false) { transcript.text += $0 }
        for step in 1...100 { bar.update(report(step: step, seconds: Double(step), tokens: step)) }
        #expect(transcript.text.split(separator: "\n").count == 1)
    }

    @Test("a validation stays on its own line, and the best BLEU is shown from then on")
    func notesValidations() {
        let transcript = Transcript()
        var bar = ProgressBar(isTerminal: false) { transcript.text += $0 }
        let score = ValidationScore(loss: 1.5, bleu: 31.26, bleuSignature: "")
        bar.validated(score, step: 500, isBest: true)
        bar.update(report(step: 501, seconds: 1, tokens: 10))
        #expect(transcript.text.contains("step 500: dev loss 1.500, BLEU 31.3 (best, kept)\n"))
        #expect(transcript.text.hasSuffix("loss 2.500  BLEU 31.3\n"))
    }

    @Test(
        "on a narrow terminal the line leaves room, so that it never wraps", arguments: [5, 20, 40])
    func narrowTerminal(width: Int) {
        let transcript = Transcript()
        var bar = ProgressBar(isTerminal: true, width: { width }) { transcript.text += $0 }
        bar.update(report(step: 1, seconds: 100, tokens: 10_000))
        let line = transcript.text.dropFirst("\r\u{1B}[K".count)
        #expect(line.count < width)
        #expect(line.contains("25 %"[...].prefix(width - 1)))
    }

    @Test("other lines are written where the renewed one stood")
    func otherLines() {
        let transcript = Transcript()
        var bar = ProgressBar(isTerminal: true) { transcript.text += $0 }
        bar.tell("one")
        #expect(transcript.text == "one\n")
        bar.update(report(step: 1, seconds: 1, tokens: 10))
        bar.tell("two")
        bar.finish()
        #expect(transcript.text.hasSuffix("\r\u{1B}[Ktwo\n"))
    }

    @Test("a loss or a share that is no number is shown, and does no harm")
    func notFinite() {
        let transcript = Transcript()
        var bar = ProgressBar(isTerminal: false) { transcript.text += $0 }
        bar.update(.sample(step: 1, seconds: 1, loss: .nan, done: .infinity))
        #expect(transcript.text.contains("loss nan"))
        #expect(transcript.text.contains(" 0 %"))
    }

    @Test("numbers and times as people write them")
    func formats() {
        #expect(grouped(0) == "0")
        #expect(grouped(999) == "999")
        #expect(grouped(1_234_567) == "1,234,567")
        #expect(duration(45) == "45 s")
        #expect(duration(200) == "3 min 20 s")
        #expect(duration(7_500) == "2 h 5 min")
    }
}
