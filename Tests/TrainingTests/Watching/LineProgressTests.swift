import Testing

@testable import Training

@Suite struct LineProgressTests {
    /// What is written by updates of so many lines, bytes and seconds.
    private func written(
        _ updates: [(Int, Int, Double)], of total: Int?, isTerminal: Bool
    ) -> [String] {
        nonisolated(unsafe) var written: [String] = []
        var progress = LineProgress(totalBytes: total, isTerminal: isTerminal) {
            written.append($0)
        }
        for (lines, bytes, seconds) in updates {
            progress.update(lines: lines, bytes: bytes, seconds: seconds)
        }
        progress.finish()
        return written
    }

    @Test("a terminal sees a bar with rate and time left, which goes in the end")
    func terminal() {
        let written = written(
            [(10, 1, 0.1), (1_000, 25, 1), (1_001, 26, 1.1), (3_000, 75, 3)], of: 100,
            isTerminal: true)
        #expect(
            written == [
                "\r\u{1B}[K▕█████░░░░░░░░░░░░░░░▏ 25 %  1,000 lines  1,000 lines/s  3 s left",
                "\r\u{1B}[K▕███████████████░░░░░▏ 75 %  3,000 lines  1,000 lines/s  1 s left",
                "\r\u{1B}[K",
            ])
    }

    @Test("elsewhere a plain line comes every ten seconds, without an end where none is known")
    func plain() {
        let written = written(
            [(5, 5, 9.9), (2_000, 50, 10), (2_100, 51, 19), (4_000, 70, 20)], of: nil,
            isTerminal: false)
        #expect(
            written == ["2,000 lines  200 lines/s\n", "4,000 lines  200 lines/s\n"])
    }

    @Test("work that is done at once shows nothing")
    func quick() {
        #expect(written([(10, 10, 0.2)], of: 10, isTerminal: true).isEmpty)
    }
}
