import Corpus
import Foundation
import Testing

@Suite struct CleaningSelectionTests {
    @Test("is written in the order of the rules, and read in any")
    func codedInOrder() throws {
        let written = try JSONEncoder().encode(CleaningSelection.all)
        let names = CleaningRule.allCases.map { "\"\($0.rawValue)\"" }
        #expect(
            String(decoding: written, as: UTF8.self)
                == "{\"rules\":[\(names.joined(separator: ","))]}")
        let reversed = "{\"rules\":[\(names.reversed().joined(separator: ","))]}"
        let read = try JSONDecoder().decode(
            CleaningSelection.self, from: Data(reversed.utf8))
        #expect(read == .all)
    }
}
