import Foundation
import Testing

@testable import Corpus

@Suite(
    "memories of other tools", .enabled(if: SharedFiles.folder != nil, "needs the shared data"))
struct SharedMemoriesTests {
    /// Real files without a unit.
    private static let pairless = ["minimal.tmx", "empty.tmx", "empty_rltc.tmx"]

    @Test(arguments: SharedFiles.files(under: "tmx", endingIn: [".tmx", ".tmx.gz"]))
    func givesPairsInItsOwnLanguages(path: String) throws {
        guard let error = failure(path, source: "x-none", target: "x-other") else {
            Issue.record("\(path) has languages that nobody has")
            return
        }
        guard case .missingLanguage(_, let present) = error.reason else {
            #expect(Self.pairless.contains { path.hasSuffix($0) }, "\(error)")
            return
        }
        guard let first = present.max(by: { $0.count < $1.count })?.language,
            let second = present.filter({ $0.language != first })
                .max(by: { $0.count < $1.count })?.language
        else { return }
        let (pairs, report) = try read(path, source: first, target: second)
        #expect(report.pairs > 0)
        #expect(report.units == report.pairs + report.skippedUnits)
        #expect(pairs.allSatisfy { !$0.source.isEmpty && !$0.target.contains("\n") })
    }

    @Test("a zip archive is named as one")
    func zip() {
        for path in SharedFiles.files(under: "tmx", endingIn: [".tmx.zip"]) {
            #expect(failure(path)?.reason == .unsupportedArchive("a zip archive"))
        }
    }
}
