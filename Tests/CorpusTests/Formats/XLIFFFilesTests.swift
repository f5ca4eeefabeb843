import Foundation
import Testing

@testable import Corpus

/// One row for each file of the shared data: its path, its units, those of them with text in source
/// and target, those skipped, and what is wrong with it.
@Suite(
    "XLIFF files of other tools", .enabled(if: SharedFiles.folder != nil, "needs the shared data"))
struct XLIFFFilesTests {
    private static let paths = SharedFiles.files(
        under: "xliff", endingIn: [".xlf", ".xliff", ".sdlxliff", ".mqxliff", ".gz"])

    @Test("every file is in the table")
    func tableIsComplete() {
        #expect(Set(Self.rows.keys) == Set(Self.paths.map(Self.name)))
    }

    @Test(arguments: paths)
    func givesItsUnits(path: String) throws {
        let row = Self.row(of: path)
        #expect(row == Self.rows[Self.name(path)])
    }

    private static func name(_ path: String) -> String {
        SharedFiles.folder.map { String(path.dropFirst($0.path.utf8.count + "/xliff/".count)) }
            ?? path
    }

    private static func row(of path: String) -> String {
        do {
            let (units, report) = try readUnits(path)
            let pairs = units.count { unit in
                unit.variants.count == 2
                    && unit.variants.allSatisfy { !$0.segment.plainText().isEmpty }
            }
            let problem = report.warnings.first.map { " \(brief($0, path))" } ?? ""
            return "\(report.units) \(pairs) \(report.skippedUnits)\(problem)"
        } catch {
            return "\(brief("\(error)", path))"
        }
    }

    /// The line and the kind of problem, without the words of libxml2.
    private static func brief(_ line: String, _ path: String) -> String {
        line.dropFirst(path.utf8.count + 1).prefix { $0 != "(" && $0 != "." }
            .trimmingCharacters(in: .whitespaces)
    }

    private static let rows = Dictionary(
        uniqueKeysWithValues: xliffFiles.split(separator: "\n").map { line in
            let parts = line.split(separator: " ", maxSplits: 1)
            return (String(parts[0]), String(parts[1]))
        })
}
