import Testing

@testable import Training

@Suite struct FittedLineTests {
    private var line: FittedLine {
        var line = FittedLine()
        line.add("epoch 3", rank: 3)
        line.add("▕█████░░░░░▏ 50 %", short: "50 %", rank: 0)
        line.add("loss 2.5", rank: 2)
        line.add("1,234 tok/s", rank: 4)
        return line
    }

    @Test("with room enough, or no bound, all is said")
    func whole() {
        let text = "epoch 3  ▕█████░░░░░▏ 50 %  loss 2.5  1,234 tok/s"
        #expect(line.text == text)
        #expect(line.text(width: nil) == text)
        #expect(line.text(width: text.count) == text)
    }

    @Test("with less room, parts are shortened, and the less important go first")
    func narrow() {
        #expect(line.text(width: 40) == "epoch 3  50 %  loss 2.5  1,234 tok/s")
        #expect(line.text(width: 30) == "epoch 3  50 %  loss 2.5")
        #expect(line.text(width: 20) == "50 %  loss 2.5")
        #expect(line.text(width: 10) == "50 %")
        #expect(line.text(width: 2) == "50")
        #expect(line.text(width: 0) == "")
        #expect(line.text(width: -1) == "")
    }

    @Test("no width is ever exceeded")
    func neverTooLong() {
        for width in 0..<60 { #expect(line.text(width: width).count <= width) }
    }
}
