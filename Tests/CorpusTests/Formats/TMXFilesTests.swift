import Foundation
import Testing
@testable import Corpus
@Suite struct TMXFilesTests {
    @Test func table() throws {
        for path in FileManager.default.enumerator(
            atPath: SharedFiles.folder!.appending(path: "tmx").path)!.compactMap({ $0 as? String })
            .sorted() where path.lowercased().contains(".tmx")
        {
            let full = SharedFiles.folder!.appending(path: "tmx/" + path).path
            let start = ContinuousClock.now
            do {
                var counts: [String: Int] = [:]
                var codes = 0
                let report = try CorpusReader(paths: [full]).readUnits(.everything) { unit in
                    for v in unit.variants {
                        counts[v.language ?? "nil", default: 0] += 1; codes += v.segment.codes.count
                    }
                }
                print(
                    "ROW", path, report.units,
                    counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(8).map {
                        "\($0.key) \($0.value)"
                    }, codes, report.findingLines, report.skipCounts, report.warnings,
                    ContinuousClock.now - start)
            } catch { print("ROW", path, "ERR", error) }
        }
    }
}
