import Foundation
import Testing

/// What people look at while an engine trains: the page, the numbers, the bar.
@Suite struct TrainingReportTests {
    private let folder: Workspace
    private let trained: TrainedEngine

    init() async throws {
        folder = try Workspace()
        trained = try await TrainedEngine.shared()
    }

    private var report: String { "\(trained.path)/report.html" }

    /// The records of an engine's `metrics.jsonl`.
    private func metrics(_ engine: String) throws -> [[String: Any]] {
        let text = try String(contentsOfFile: "\(engine)/metrics.jsonl", encoding: .utf8)
        return try text.split(separator: "\n").map { line in
            let record = try JSONSerialization.jsonObject(with: Data(line.utf8))
            return try #require(record as? [String: Any])
        }
    }

    private func kinds(_ records: [[String: Any]]) -> [String] {
        records.map { record in
            let step = (record["step"] as? Int).map { "\($0)" } ?? "?"
            return "\(record["record"] as? String ?? "?") \(step)"
        }
    }

    @Test("a training leaves its numbers, from start to end")
    func numbers() throws {
        let records = try metrics(trained.path)
        let kinds = kinds(records)
        #expect(kinds.first == "start 0")
        #expect(
            kinds.suffix(2) == ["validation \(TrainedEngine.steps)", "end \(TrainedEngine.steps)"])
        #expect(kinds.dropFirst().first == "step 1")
        let validation = records[records.count - 2]
        #expect((validation["samples"] as? [String])?.isEmpty == false)
        #expect(validation["best"] as? Bool == true)
        #expect(records.last?["reason"] as? String == "finished")
        let settings = try #require(records.first?["settings"] as? [String: String])
        #expect(settings["preset"] == "tiny")
    }

    @Test("a resumed training goes on where the saved one was, and its end is told again")
    func resumedNumbers() async throws {
        let engine = try folder.copy(trained.path, to: "e")
        let lost = "{\"record\":\"note\",\"step\":\(TrainedEngine.steps + 1),\"text\":\"lost\"}\n"
        let path = URL(fileURLWithPath: "\(engine)/metrics.jsonl")
        let before = try Data(contentsOf: path)
        try (before + Data(lost.utf8)).write(to: path)
        let steps = TrainedEngine.steps + 2
        let outcome = try await Program.run(
            TrainedEngine.trainingArguments(corpus: trained.corpus, engine: engine)
                + ["--resume", "--steps", "\(steps)"])
        #expect(outcome.status == 0, "\(outcome.errors)")
        let after = try Data(contentsOf: path)
        #expect(after.starts(with: before))
        let added = try kinds(metrics(engine)).dropFirst(kinds(metrics(trained.path)).count)
        #expect(added.first == "start \(TrainedEngine.steps)")
        #expect(added.suffix(2) == ["validation \(steps)", "end \(steps)"])
        #expect(!added.contains { $0.hasPrefix("note") })
        let info = try await Program.run(["engine", "info", engine])
        #expect(info.status == 0, "\(info.errors)")
    }

    @Test("files for people that cannot be written change nothing but a line")
    func unwritableReport() async throws {
        let engine = try folder.copy(trained.path, to: "e")
        try FileManager.default.removeItem(atPath: "\(engine)/metrics.jsonl")
        try FileManager.default.createSymbolicLink(
            atPath: "\(engine)/metrics.jsonl", withDestinationPath: "/dev/full")
        let outcome = try await Program.run(
            TrainedEngine.trainingArguments(corpus: trained.corpus, engine: engine)
                + ["--resume", "--steps", "\(TrainedEngine.steps + 1)"])
        #expect(outcome.status == 0, "\(outcome.errors)")
        let lines = outcome.errorLines.filter { $0.contains("metrics.jsonl: cannot be written") }
        #expect(lines.count == 1)
    }

    // MARK: - The page

    @Test(
        "a browser shows the page of a training without a complaint",
        .enabled(if: Browser.installed != nil, "no Chromium is installed"))
    func page() async throws {
        let page = try await #require(Browser.installed).load(report)
        #expect(page.complaints == [])
        for title in ["Loss", "BLEU over time", "Learning rate", "Then and now", "Corpus and plan"]
        {
            #expect(page.html.contains(">\(title)</figcaption>"), "\(title)")
        }
        #expect(page.html.components(separatedBy: "<path").count > 3)
        #expect(page.html.contains("class=\"heat\""))
        #expect(page.html.contains("Training is done."))
        #expect(!page.html.contains("http-equiv=\"refresh\""))
    }

    @Test(
        "on a desk and on a phone, by day and by night, there is something to see",
        .enabled(if: Browser.installed != nil, "no Chromium is installed"),
        arguments: Browser.Scheme.allCases, [400, 1_400])
    func picture(scheme: Browser.Scheme, width: Int) async throws {
        let browser = try #require(Browser.installed)
        let blank = try folder.write("<!DOCTYPE html><title>blank</title>", to: "blank.html")
        let nothing = try await browser.picture(
            of: blank, width: width, height: 1_200, scheme: scheme)
        let picture = try await browser.picture(
            of: report, width: width, height: 1_200, scheme: scheme)
        #expect(picture.count > 4 * nothing.count)
    }

    @Test("while it trains, the page is there and is read anew")
    func whileTraining() async throws {
        let engine = folder.path("e")
        let outcome = try await Program.run(
            TrainedEngine.trainingArguments(corpus: trained.corpus, engine: engine)
                + ["--steps", "100000", "--validate-every", "5"]
        ) { program in
            let isSaved = try await program.hasSaid("step 10:")
            #expect(isSaved)
            let html = try String(contentsOfFile: "\(engine)/report.html", encoding: .utf8)
            #expect(html.contains("http-equiv=\"refresh\""))
            #expect(html.hasSuffix("</html>\n"))
            kill(program.process, SIGTERM)
        }
        #expect(outcome.status == 130)
        let html = try String(contentsOfFile: "\(engine)/report.html", encoding: .utf8)
        #expect(html.contains("Training was stopped; --resume goes on."))
        #expect(!html.contains("http-equiv=\"refresh\""))
    }

    @Test(
        "a page that a killed training has left behind says since when there is no news",
        .enabled(if: Browser.installed != nil, "no Chromium is installed"))
    func leftBehind() async throws {
        let engine = folder.path("e")
        let outcome = try await Program.run(
            TrainedEngine.trainingArguments(corpus: trained.corpus, engine: engine)
                + ["--steps", "100000", "--validate-every", "5"]
        ) { program in
            try await program.mustSay("step 10:")
            kill(program.process, SIGKILL)
        }
        #expect(outcome.status == 137)
        let browser = try #require(Browser.installed)
        let fresh = try await browser.load("\(engine)/report.html")
        #expect(fresh.complaints == [])
        #expect(fresh.html.contains("id=\"overdue\" hidden"))
        let html = try String(contentsOfFile: "\(engine)/report.html", encoding: .utf8)
        let old = html.replacing(/data-written="\d+"/, with: "data-written=\"1700000000\"")
        let stale = try await browser.load(try folder.write(old, to: "old.html"))
        #expect(stale.complaints == [])
        #expect(!stale.html.contains("id=\"overdue\" hidden"))
        #expect(stale.html.contains("2023"))
    }
}
