import Foundation
import Testing

@testable import Training

@Suite struct MetricsRecordTests {
    private let records: [MetricsRecord] = [
        .start(MetricsRecord.sampleStart(step: 7)),
        .sampleStep(40, loss: 1.5),
        .sampleValidation(50, bleu: 31.25, samples: ["Ein Haus.", "„Ja“\n\u{0}<b>"]),
        .sampleValidation(55, bleu: 31.25, best: false, oldBLEU: 44.5),
        .note(MetricsRecord.Note(step: 60, text: "x")),
        .end(
            MetricsRecord.End(
                step: 70, seconds: JSONNumber(9), reason: .converged, bestStep: 50,
                bestBLEU: JSONNumber(31.25))),
    ]

    @Test("a record is one line of JSON, and is read back as it was")
    func roundTrip() throws {
        for record in records {
            let line = record.line
            #expect(line.last == UInt8(ascii: "\n"))
            #expect(line.count { $0 == UInt8(ascii: "\n") } == 1)
            #expect(MetricsRecord(line: line) == record)
        }
    }

    @Test("the keys are the documented ones")
    func keys() throws {
        let keys = try records.map { record in
            let object = try JSONSerialization.jsonObject(with: record.line)
            return try #require(object as? [String: Any]).keys.sorted().joined(separator: " ")
        }
        #expect(
            keys == [
                "command development_pairs pairs parameters record settings source_tokens step "
                    + "target_tokens time",
                "epoch gradient_norm loss rate record seconds smoothed_loss step target_tokens "
                    + "tokens_per_second",
                "best bleu loss record samples seconds step",
                "best bleu loss old_bleu old_loss record samples seconds step",
                "record step text",
                "best_bleu best_step reason record seconds step",
            ])
    }

    @Test("a training from an engine begins with the engine’s scores")
    func engineScores() throws {
        var start = MetricsRecord.sampleStart()
        start.engineBLEU = JSONNumber(22.14)
        start.engineOldBLEU = JSONNumber(44.5)
        let line = MetricsRecord.start(start).line
        let text = String(decoding: line, as: UTF8.self)
        #expect(text.contains("\"engine_bleu\":22.14,\"engine_old_bleu\":44.5,"))
        #expect(MetricsRecord(line: line) == .start(start))
    }

    @Test("a number that is not finite is null", arguments: [Double.nan, .infinity, -.infinity])
    func notFinite(number: Double) throws {
        let line = MetricsRecord.sampleStep(1, loss: number).line
        #expect(String(decoding: line, as: UTF8.self).contains("\"loss\":null,"))
        #expect(MetricsRecord(line: line) == .sampleStep(1, loss: number))
        #expect(JSONNumber(number).value == nil)
    }

    @Test("numbers have six digits that count")
    func digits() {
        #expect(JSONNumber(1.0 / 3).value == 0.333333)
        #expect(JSONNumber(1_234_567.8).value == 1_234_570)
        #expect(JSONNumber(Double(Float(0.1))).value == 0.1)
        #expect(JSONNumber(0).value == 0)
    }

    @Test(
        "what is no record is none",
        arguments: [
            "", "{", "[]", "null", "{\"record\":\"step\"}", "{\"record\":\"other\",\"step\":1}",
            "{\"record\":\"note\",\"step\":1e99,\"text\":\"x\"}",
            "{\"record\":\"note\",\"step\":1,\"text\":\"x\"",
            String(repeating: "[", count: 100_000),
        ])
    func unreadable(line: String) {
        #expect(MetricsRecord(line: Data(line.utf8)) == nil)
    }
}
